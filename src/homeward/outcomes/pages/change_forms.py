"""Forms to mark, correct and withdraw what the partners changed. Each error names the field and says what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.partnership.forms import UKDate, one_line, sentences
from homeward.partnership.models import PhaseSaid, Said

ROWS_AT_FIRST, ROWS_ADDED, MOST_ROWS = 3, 3, 60


class ChangeForm(forms.Form):
    """A change as it is, to be typed over, or a new one. Places are rows; the button for more adds some."""

    title = one_line("Title", needed="Title: give it a name that people will know it by.")
    what_changes = sentences(
        "What changes?",
        most=2_000,
        help_text="For example: calls to all four teams are answered in one place, every day from 8am to 8pm.",
        needed="What changes: write it in a sentence or two.",
    )
    hypothesis = sentences(
        "What do you hope for?",
        most=2_000,
        help_text="Say it before you look at the numbers. For example: more people are seen within 2 hours.",
        needed="What do you hope for: write it in a sentence, so that it can be held against what came.",
    )
    pathways = forms.MultipleChoiceField(
        label="Which pathways does it change?",
        help_text="Tick none when it changes all of them.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Which pathways: choose from the list."},
    )
    rebase = forms.BooleanField(
        label="Charts begin anew from this change",
        help_text="Tick this when it changed how the work is done so much that what was usual before no longer is.",
        required=False,
    )

    def __init__(
        self, typed: QueryDict | None, *, pathways: Sequence[tuple[str, str]], said: Said | None = None
    ) -> None:
        super().__init__(typed, initial=_as_typed(said) if said else None)
        self.fields["pathways"].choices = list(pathways)  # type: ignore[attr-defined]
        kept = len(said.phases) if said else 0
        self.rows = _rows_asked(typed) or max(ROWS_AT_FIRST, kept + 1)
        for row in range(self.rows):
            self.fields[f"place_{row}"] = one_line(f"Place {row + 1}", most=60)
            self.fields[f"day_{row}"] = UKDate(label=f"First day {row + 1}", required=False)
        self.fields["day_0"].help_text = "For example 3 4 2026."
        self.fields["place_0"].help_text = "Empty for everywhere."

    @property
    def places(self) -> list[tuple[str, str]]:
        """The names of the fields of each row: place and first day."""
        return [(f"place_{row}", f"day_{row}") for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """At least one day, and a day beside every place."""
        asked = super().clean() or {}
        for place, day in self.places:
            if asked.get(place, "").strip() and not asked.get(day) and day not in self.errors:
                self.add_error(day, f"{self.fields[day].label}: give the day on which it begins in {asked[place]}.")
        days = [day for _, day in self.places]
        if not any(asked.get(day) or day in self.errors for day in days):
            self.add_error(
                "day_0", "First day 1: give the day on which it begins. Leave the place empty for everywhere."
            )
        return asked

    @property
    def said(self) -> Said:
        """What was typed, as actions take it."""
        asked = self.cleaned_data
        phases = tuple(PhaseSaid(asked[place], asked[day]) for place, day in self.places if asked[day])
        return Said(
            asked["title"],
            asked["what_changes"],
            asked["hypothesis"],
            tuple(asked["pathways"]),
            asked["rebase"],
            phases,
        )


class CorrectForm(ChangeForm):
    """A change as it is, to be corrected, with the reason."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    why = sentences(
        "Why is it corrected?",
        most=500,
        help_text="What it says now is kept, with this reason.",
        needed="Why is it corrected: write a sentence.",
    )


class WithdrawForm(forms.Form):
    """Why a change is withdrawn."""

    why = sentences(
        "Why is it withdrawn?",
        most=500,
        help_text="For example: it was agreed, but never began.",
        needed="Why is it withdrawn: write a sentence.",
    )


def _rows_asked(typed: QueryDict | None) -> int:
    """How many rows the form that was sent had, and some more when they were asked for; 0 for a form opened afresh."""
    if typed is None:
        return 0
    said = typed.get("rows", "")
    rows = int(said) if said.isdecimal() and len(said) < 4 else ROWS_AT_FIRST
    return max(1, min(rows + (ROWS_ADDED if "more" in typed else 0), MOST_ROWS))


def _as_typed(said: Said) -> dict[str, Any]:
    rows: dict[str, str] = {}
    for row, one in enumerate(said.phases):
        rows |= {f"place_{row}": one.place, f"day_{row}": _day(one.starts_on)}
    return {
        "title": said.title,
        "what_changes": said.what_changes,
        "hypothesis": said.hypothesis,
        "pathways": list(said.pathways),
        "rebase": said.rebase,
        **rows,
    }


def _day(day: date) -> str:
    return f"{day.day} {day.month} {day.year}"
