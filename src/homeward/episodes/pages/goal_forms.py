"""Forms about goals and the person's own copy. Each error names the field and says what to do."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.actions.goal_setting import goal_details
from homeward.episodes.models.goals import Goal, GoalEnd, Who
from homeward.episodes.models.plan import HowGiven
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.rules.goals import BASELINE, GOAL_FIELDS, HOW_IT_SHOWS, LEVEL_NAMES
from homeward.partnership.forms import UKDate, must, one_line, parse_uk_date, sentences

LEVEL_CHOICES = [(str(level), name.capitalize()) for level, name in reversed(LEVEL_NAMES.items())]


class GoalForm(forms.Form):
    """A goal as it is, to be typed over, or a new one. It carries what it was opened with."""

    opened_with = forms.CharField(widget=forms.HiddenInput, required=False)
    words = sentences(
        "What they want to be able to do",
        most=1_000,
        help_text="In the person's own words, as they said it. For example: I want to make my own tea again.",
        needed="What they want to be able to do: write it down as they say it.",
    )
    why_it_matters = sentences("Why it matters to them", most=1_000)
    agreed_with = forms.ChoiceField(
        label="Who agreed this goal?",
        help_text="Ask the person first. Somebody else agrees for them only when they cannot.",
        choices=AgreedWith.choices,
        widget=forms.RadioSelect,
        error_messages=must("Who agreed this goal: choose who."),
    )
    baseline = forms.ChoiceField(
        label="How is it now, before we start?",
        help_text="As hoped means that they can do it today and want to keep it so.",
        widget=forms.RadioSelect,
        error_messages=must("How is it now: choose a level."),
    )
    hoped_by = UKDate(label="Hoped by", required=False, help_text="For example 3 4 2026. Leave it empty for no day.")
    looks_as_hoped = one_line("As hoped", most=300, help_text="For example: makes tea alone, sitting down once.")
    looks_more = one_line("More than hoped", most=300)
    looks_a_lot_more = one_line("A lot more than hoped", most=300)
    looks_less = one_line("Less than hoped", most=300)
    looks_a_lot_less = one_line("A lot less than hoped", most=300)

    def __init__(self, typed: QueryDict | None, *, goal: Goal | None = None) -> None:
        is_now = goal_details(goal) if goal else {"baseline": str(BASELINE)}
        super().__init__(typed, initial={**is_now, "hoped_by": _as_typed(is_now), "opened_with": json.dumps(is_now)})
        possible = [one for one in LEVEL_CHOICES if int(one[0]) <= 0 or one[0] == is_now["baseline"]]
        self.fields["baseline"].choices = possible  # type: ignore[attr-defined]
        if goal:
            # Otherwise a later level would be written over the start, and the change since then be lost.
            self.fields["baseline"].label = "How was it at the start?"
            self.fields[
                "baseline"
            ].help_text = "Correct this only when it was written down wrongly. Rate how it is now."

    @property
    def details(self) -> dict[str, str]:
        """What was typed, as `goal_details` gives it."""
        said = {field: self.cleaned_data[field] or "" for field in GOAL_FIELDS}
        day: date | None = self.cleaned_data["hoped_by"]
        return {**said, "hoped_by": day.isoformat() if day else ""}

    @property
    def opened(self) -> dict[str, str]:
        """What each part of the goal was when the form was opened; what cannot be read was opened on nothing."""
        try:
            said = json.loads(self.cleaned_data["opened_with"])
        except ValueError:
            return {}
        return {field: str(said.get(field, "")) for field in GOAL_FIELDS} if isinstance(said, dict) else {}

    @property
    def new_goal(self) -> dict[str, Any]:
        """What was typed, as `set_goal` takes it."""
        said = self.cleaned_data
        return {
            **{field: said[field] for field in ("words", "why_it_matters", "agreed_with", "hoped_by")},
            "baseline": int(said["baseline"]),
            "levels": {str(level): said[field] for field, level in HOW_IT_SHOWS.items()},
        }

    @property
    def describes_levels(self) -> bool:
        """True when what a level looks like is written down, or was typed wrongly."""
        return any(self[field].value() or self[field].errors for field in HOW_IT_SHOWS)

    def opened_again(self, goal: Goal, typed: Mapping[str, str], opened: Mapping[str, str]) -> None:
        """Carry the goal as it is now: what was left alone follows it, what was typed stays as it was typed."""
        is_now = goal_details(goal)
        shown = {**is_now, "hoped_by": _as_typed(is_now)}
        data = {name: self.data.get(name, "") for name in self.fields}
        left_alone = {field: shown[field] for field in GOAL_FIELDS if typed.get(field) == opened.get(field)}
        self.data = data | left_alone | {"opened_with": json.dumps(is_now)}


class RateForm(forms.Form):
    """How far a goal was reached, and what the person said."""

    level = forms.ChoiceField(
        label="How far have they got?",
        choices=LEVEL_CHOICES,
        widget=forms.RadioSelect,
        error_messages=must("How far have they got: choose a level."),
    )
    said = sentences("What they say about it", most=1_000, help_text="In their own words.")

    def __init__(self, typed: QueryDict | None, *, goal: Goal) -> None:
        super().__init__(typed)
        self.fields["level"].choices = _levels_of(goal)  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """Who does what for a goal."""

    who = forms.ChoiceField(
        label="Who does it?",
        choices=Who.choices,
        widget=forms.RadioSelect,
        error_messages=must("Who does it: choose who."),
    )
    who_name = one_line("Their name", most=120, help_text="For a carer, a worker or somebody else. It is on the copy.")
    what = one_line("What they do", most=300, needed="What they do: write it down.")


class EndGoalForm(forms.Form):
    """Why a goal is no longer worked on, and how far it was reached at the end."""

    reason = forms.ChoiceField(
        label="Why is it no longer worked on?",
        choices=GoalEnd.choices,
        widget=forms.RadioSelect,
        error_messages=must("Why is it no longer worked on: choose one."),
    )
    level = forms.ChoiceField(
        label="How far have they got?",
        choices=LEVEL_CHOICES,
        widget=forms.RadioSelect,
        required=False,
        help_text="Leave it out when it was rated just now, or cannot be said.",
        error_messages=must("How far have they got: choose a level, or none."),
    )
    said = sentences("What they say about it", most=1_000)

    def __init__(self, typed: QueryDict | None, *, goal: Goal) -> None:
        super().__init__(typed)
        self.fields["level"].choices = _levels_of(goal)  # type: ignore[attr-defined]

    def clean_said(self) -> str:
        """What they say is kept with a level, so it needs one."""
        said = str(self.cleaned_data["said"])
        if said.strip() and not self.cleaned_data.get("level") and "level" not in self.errors:
            self.add_error("level", "How far have they got: choose a level, so that what they say is kept with it.")
        return said


class CopyForm(forms.Form):
    """How the person got their own copy."""

    how = forms.ChoiceField(
        label="How did they get it?",
        choices=HowGiven.choices,
        widget=forms.RadioSelect,
        error_messages=must("How did they get it: choose one."),
    )
    large_print = forms.BooleanField(label="In large print", required=False)


def _levels_of(goal: Goal) -> list[tuple[str, str]]:
    """The levels, the highest first, each with what it looks like for this person where that is written down."""
    return [(level, f"{name}: {looks}" if (looks := goal.levels.get(level)) else name) for level, name in LEVEL_CHOICES]


def _as_typed(details: Mapping[str, str]) -> str:
    day = parse_uk_date(details.get("hoped_by", ""))
    return f"{day.day} {day.month} {day.year}" if day else ""
