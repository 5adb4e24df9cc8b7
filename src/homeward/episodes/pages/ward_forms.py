"""Forms of the @home ward. Each error names the field and says what to do."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.models.stages import HowHandedOver, ToldAgain
from homeward.episodes.models.ward import CameFrom, ReviewOutcome
from homeward.episodes.rules.visits import MINUTES_A_WATCH_MAY_BE_FAST
from homeward.partnership.forms import LondonMoment, UKDate, one_line, sentences


def _choose(label: str, choices: list[tuple[str, str]], remedy: str, **more: Any) -> forms.ChoiceField:
    says = {"required": f"{label} {remedy}", "invalid_choice": f"{label} {remedy}"}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=says, **more)


class AdmitForm(forms.Form):
    """How somebody came to the ward and who oversees them; and, when they move to it, why and who owns the help."""

    came_from = _choose("Where do they come from?", CameFrom.choices, "Choose one.")
    senior = one_line(
        "Senior clinician who oversees the care",
        120,
        "Senior clinician who oversees the care: give the name of the consultant or GP.",
        "A consultant or a GP, by name.",
    )
    monitoring = sentences(
        "What is watched, and how",
        2_000,
        help_text="For example: oxygen twice a day by phone, weight each morning by the person.",
    )
    why = sentences(
        "Why do they move to the @home ward?", 2_000, "Why do they move to the @home ward? Write at least a sentence."
    )
    owner = _choose("Who owns the help from now on?", [], "Choose one.")
    how = _choose(
        "How does the next team learn of the person?",
        HowHandedOver.choices,
        "Choose one.",
        initial=HowHandedOver.TOGETHER,
    )
    told_again = _choose(
        "Did the person have to tell their story again?", ToldAgain.choices, "Choose one.", initial=ToldAgain.NOT_KNOWN
    )
    over_capacity_why = one_line(
        "Every place is taken: why do they come all the same?",
        250,
        help_text="For example: somebody goes home this afternoon.",
    )

    def __init__(self, typed: QueryDict | None, *, settling: bool, keeps_team: str | None) -> None:
        super().__init__(typed, initial={"owner": "ward"})
        if settling:
            del self.fields["why"]
        if keeps_team is None:
            for name in ("owner", "how", "told_again"):
                del self.fields[name]
        else:
            self.fields["owner"].choices = [  # type: ignore[attr-defined]
                ("ward", "The team of the @home ward"),
                ("stays", f"{keeps_team}, as until now"),
            ]
            self.fields["owner"].widget.choices = self.fields["owner"].choices  # type: ignore[attr-defined]

    @property
    def hands_over(self) -> bool:
        """True when another team owns the help from now on."""
        return self.cleaned_data.get("owner") == "ward"

    @property
    def stay(self) -> dict[str, str]:
        """What is said of the stay."""
        return {name: self.cleaned_data[name] for name in ("came_from", "senior", "monitoring", "over_capacity_why")}

    @property
    def move(self) -> dict[str, str]:
        """What is said of the move to the ward, as far as it was asked."""
        return {name: self.cleaned_data[name] for name in ("why", "how", "told_again") if name in self.cleaned_data}


class ReviewForm(forms.Form):
    """A senior review: when, by whom, what it led to, and the plan."""

    reviewed_at = LondonMoment(
        label="When was the review?",
        later=True,
        help_text="London time.",
        error_messages={"required": "When was the review? Give the date and the time."},
    )
    reviewer = one_line(
        "Who looked over them?", 120, "Who looked over them? Give the name and the job.", "Name and job."
    )
    outcome = _choose("What did it lead to?", ReviewOutcome.choices, "Choose one.")
    plan = sentences("Plan until the next review", 4_000, "Plan until the next review: write at least a sentence.")

    def __init__(self, typed: QueryDict | None, *, now: datetime) -> None:
        super().__init__(typed, initial={"reviewed_at": now})
        self.fields["reviewed_at"].not_after = now + MINUTES_A_WATCH_MAY_BE_FAST  # type: ignore[attr-defined]


class PlacesForm(forms.Form):
    """How many places there are, from when, and why."""

    places = forms.IntegerField(
        label="How many people can be looked after at once?",
        min_value=0,
        max_value=2000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4", "autocomplete": "off"}),
        error_messages={
            "required": "How many people: give a whole number.",
            "invalid": "How many people: give a whole number, for example 24.",
            "min_value": "How many people: a number of places is not below 0.",
            "max_value": "How many people: give a number up to 2,000.",
        },
    )
    from_on = UKDate(
        label="From which day?",
        help_text="For example 21 11 2026",
        error_messages={"required": "From which day: give the date."},
    )
    why = one_line("Why?", 200, "Why: write a few words, for example two nurses are away.", "Other teams read this.")

    def __init__(self, typed: QueryDict | None, *, today: date) -> None:
        super().__init__(typed, initial={"from_on": f"{today.day} {today.month} {today.year}"})
