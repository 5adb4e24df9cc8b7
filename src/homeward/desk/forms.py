"""Forms about visits. Each error names the field and says what to do."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.models import Booking, Goal, VisitSeries
from homeward.episodes.queries.visit_choices import VisitChoices
from homeward.episodes.rules import MINUTES_A_WATCH_MAY_BE_FAST, VISIT_KIND_NAMES, VisitKind
from homeward.episodes.rules.goals import LEVEL_NAMES
from homeward.episodes.rules.taper_words import time_in_words
from homeward.episodes.rules.visit_choices import in_short
from homeward.kit.london import LONDON
from homeward.partnership.forms import LondonMoment, must

LENGTHS = (5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 180, 240)
"""The minutes a visit may be said to have taken, beside what was planned for it."""

GOAL_WORDS = re.compile(r"goal_[0-9]+_what")
"""The name of the field for what was done for a goal."""


class VisitForm(forms.Form):
    """A visit: how it went and what happened; and if they like, which visit it was, what it served, and who went too.

    `planned` names the promised visit, or the series, it was made for. Each goal worked on has three fields, by its id:
    was it served, what was done for it, and how far is it now.
    """

    kind = forms.ChoiceField(
        label="How did it go?",
        choices=[(kind.value, name) for kind, name in VISIT_KIND_NAMES.items()],
        widget=forms.RadioSelect,
        help_text="Only seeing them face to face stops the clock.",
        error_messages=must("How did it go: choose whether you saw them, spoke to them, or could not see them."),
    )
    started_at = LondonMoment(
        label="When you arrived, or when the call began",
        later=True,
        help_text="London time. Change it if you are writing this down later.",
        error_messages=must("When you arrived: give the date and the time."),
    )
    planned = forms.ChoiceField(
        label="Which visit was it?",
        required=False,
        error_messages=must("Which visit was it: it was kept or cancelled meanwhile. Choose another, or none."),
    )
    minutes = forms.TypedChoiceField(
        label="How long it took",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=must("How long it took: choose from the list."),
    )
    what_happened = forms.CharField(
        label="What happened",
        widget=forms.Textarea,
        max_length=10_000,
        error_messages=must("What happened: write at least a sentence, so that the next visitor knows.")
        | {"max_length": "What happened: keep it under 10,000 characters."},
    )
    next_step = forms.CharField(
        label="What comes next",
        help_text="Who does what, and by when. The next visitor reads this first.",
        widget=forms.Textarea,
        max_length=2_000,
        required=False,
        error_messages={"max_length": "What comes next: keep it under 2,000 characters."},
    )
    second_worker = forms.TypedChoiceField(
        label="Who went with you?",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=must("Who went with you: choose somebody of the team."),
    )

    def __init__(
        self, typed: QueryDict | None, *, now: datetime, choices: VisitChoices | None = None, booking: str = ""
    ) -> None:
        self.choices = choices or VisitChoices()
        asked_for = f"booking-{booking}"
        planned = asked_for if asked_for in self.choices.planned() else self.choices.obvious(now)
        usual = self.choices.minutes(planned, now)
        super().__init__(typed, initial={"started_at": now, "planned": planned, "minutes": usual})
        self.fields["started_at"].not_after = now + MINUTES_A_WATCH_MAY_BE_FAST  # type: ignore[attr-defined]
        _offer(self.fields["planned"], [("", "None that was planned"), *_planned_names(self.choices)])
        _offer(self.fields["minutes"], [("", "Not noted"), *_lengths(usual)])
        workers = [(member.pk, str(member)) for member in self.choices.workers]
        _offer(self.fields["second_worker"], [("", "Nobody"), *workers])
        for goal in self.choices.goals:
            self.fields.update(_about_goal(goal))

    def clean(self) -> dict[str, Any]:
        """Nobody who was not seen was helped towards a goal; and what was said of a goal that is gone is not lost."""
        for name, said in self.data.items():
            if GOAL_WORDS.fullmatch(name) and name not in self.fields and said.strip():
                remedy = "That goal has ended meanwhile. Put it under “What happened”, then save again."
                self.add_error(None, f"You wrote “{said.strip()}” for a goal. {remedy}")
        if self.cleaned_data.get("kind") == VisitKind.NO_ACCESS and self._served():
            self.add_error("kind", "How did it go: nobody was seen, so no goal was served. Untick the goals.")
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """What is recorded, in the words of `record_visit`."""
        plain = {name: self.cleaned_data[name] for name in ("kind", "started_at", "what_happened", "next_step")}
        planned = self.choices.planned().get(self.cleaned_data["planned"])
        second, served = self.cleaned_data["second_worker"], self._served()
        return {
            **plain,
            "minutes": self.cleaned_data["minutes"],
            "second_worker": next((one for one in self.choices.workers if one.pk == second), None),
            "series": planned if isinstance(planned, VisitSeries) else None,
            "booking": planned if isinstance(planned, Booking) else None,
            "goals": {goal: self.cleaned_data[f"goal_{goal.pk}_what"] for goal in served},
            "ratings": {
                goal: self.cleaned_data[f"goal_{goal.pk}_level"]
                for goal in served
                if self.cleaned_data[f"goal_{goal.pk}_level"] is not None
            },
        }

    def _served(self) -> list[Goal]:
        """The goals that were ticked, or of which something was said: what is typed is not lost for want of a tick."""
        said = self.cleaned_data
        return [
            goal
            for goal in self.choices.goals
            if said.get(f"goal_{goal.pk}")
            or said.get(f"goal_{goal.pk}_what")
            or said.get(f"goal_{goal.pk}_level") is not None
        ]


def _offer(field: forms.Field, choices: list[tuple[Any, str]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]


def _planned_names(choices: VisitChoices) -> list[tuple[str, str]]:
    return [(key, _planned_name(one)) for key, one in choices.planned().items()]


def _planned_name(planned: Booking | VisitSeries) -> str:
    if isinstance(planned, VisitSeries):
        return f"{planned.what_for}, {time_in_words(planned.window_from)} to {time_in_words(planned.window_to)}"
    local = planned.from_at.astimezone(LONDON)
    return f"{planned.what_for}, promised {local.day} {local:%b} {time_in_words(local.time())}"


def _lengths(usual: int | None) -> list[tuple[int, str]]:
    return [(minutes, f"{minutes} minutes") for minutes in sorted({*LENGTHS, *filter(None, [usual])})]


def _about_goal(goal: Goal) -> dict[str, forms.Field]:
    levels = [(level, name.capitalize()) for level, name in LEVEL_NAMES.items()]
    too_long = f"What was done for “{in_short(goal.words, 30)}”: keep it under 500 characters."
    return {
        f"goal_{goal.pk}": forms.BooleanField(label=in_short(goal.words), required=False),
        f"goal_{goal.pk}_what": forms.CharField(
            label="What was done for it",
            required=False,
            max_length=500,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"max_length": too_long},
        ),
        f"goal_{goal.pk}_level": forms.TypedChoiceField(
            label="How far are they now?",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "Not said today"), *levels],
            error_messages=must("How far are they now: choose from the list."),
        ),
    }


class WithdrawForm(forms.Form):
    """Why a visit is taken back."""

    why = forms.CharField(
        label="Why was it recorded wrongly?",
        help_text="For example: recorded for the wrong person, or the wrong time. This stays on the record.",
        max_length=250,
        widget=forms.Textarea,
        error_messages=must("Why was it recorded wrongly: write a few words.")
        | {"max_length": "Why was it recorded wrongly: keep it under 250 characters."},
    )
