"""Forms about what comes after help: onward care, summaries, and asking how somebody is."""

from decimal import Decimal

from django import forms
from django.http import QueryDict

from homeward.episodes.models.leaving import LivingAt, OnwardRequest, RequestAnswer
from homeward.episodes.models.written import Funder
from homeward.episodes.reading.code_lists import code_list
from homeward.partnership.forms import UKDate, must, one_line, sentences


def _number(label: str, *, largest: int, digits: int, needed: str = "", help_text: str = "") -> forms.DecimalField:
    wrong = f"{label}: give a number from 0 to {largest:,}, for example 7.5."
    return forms.DecimalField(
        label=label,
        required=bool(needed),
        min_value=Decimal(0),
        max_value=Decimal(largest),
        max_digits=digits,
        decimal_places=2,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "nhsuk-input--width-5"}),
        error_messages={
            "required": needed,
            **dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"), wrong
            ),
        },
    )


class OnwardForm(forms.Form):
    """Care asked for after our help."""

    service = forms.ChoiceField(label="Kind of care", error_messages=must("Kind of care: choose one."))
    hours_per_week = _number(
        "Hours a week", largest=168, digits=5, needed="Hours a week: give a number; 0 for equipment and the like."
    )
    starts_on = UKDate(
        label="Needed from",
        help_text="For example 27 3 2026",
        error_messages={"required": "Needed from: give the date."},
    )
    sent_to = one_line(
        "Who is asked", needed="Who is asked: give a name or a team.", help_text="For example: brokerage team"
    )
    funded_by = forms.ChoiceField(
        label="Who pays",
        choices=Funder.choices,
        widget=forms.RadioSelect,
        error_messages=must("Who pays: choose one."),
    )
    weekly_cost = _number("Cost a week in pounds", largest=99_999, digits=8, help_text="If it is known already.")
    details = sentences("What they need to know", most=2_000, help_text="Times of day, skills, what matters to them.")

    def __init__(self, typed: QueryDict | None) -> None:
        super().__init__(typed)
        self.fields["service"].choices = [("", "Choose"), *code_list("onward_service").choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What became of a request for onward care."""

    answer = forms.ChoiceField(
        label="What became of it?",
        choices=[choice for choice in RequestAnswer.choices if choice[0] != RequestAnswer.WAITING],
        widget=forms.RadioSelect,
        error_messages=must("What became of it: choose one."),
    )
    provider = one_line("Who will help", help_text="The provider, when it is arranged.")
    weekly_cost = _number(
        "Cost a week in pounds", largest=99_999, digits=8, help_text="If it is another than expected."
    )
    note = sentences("Note", most=2_000, help_text="When it is refused: why.")

    def __init__(self, typed: QueryDict | None, *, request: OnwardRequest) -> None:
        super().__init__(typed, initial={"weekly_cost": request.weekly_cost})


class SummaryForm(forms.Form):
    """The text of a summary. It carries what it was opened with."""

    opened_with = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    says = sentences("What it says", most=20_000, needed="What it says: write at least a sentence.")


class SentForm(forms.Form):
    """How a summary was sent, and what it said on the page where that is noted."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    how = forms.ChoiceField(
        label="How was it sent?",
        choices=[
            (how, how)
            for how in (
                "Secure email",
                "Shared record",
                "Post",
                "Given by hand",
                "Read to them",
                "Easy-read copy given",
            )
        ],
        widget=forms.RadioSelect,
        error_messages=must("How was it sent: choose one."),
    )


class FollowUpForm(forms.Form):
    """How somebody is, some weeks on."""

    living_at = forms.ChoiceField(
        label="Where are they now?",
        choices=LivingAt.choices,
        widget=forms.RadioSelect,
        error_messages=must("Where are they now: choose one."),
    )
    died_on = UKDate(label="Day they died", required=False, help_text="Only if they died, and the day is known.")
    been_in_hospital = forms.ChoiceField(
        label="Have they been in hospital since?",
        choices=[("yes", "Yes, for a night or more"), ("no", "No"), ("not_known", "Not known")],
        widget=forms.RadioSelect,
        error_messages=must("Have they been in hospital since: choose one."),
    )
    said = sentences("How do they say it goes?", most=5_000, help_text="In their own words where you can.")
    why_early = sentences(
        "Why is it done before its day?", most=250, needed="Why is it done before its day: write a few words."
    )

    def __init__(self, typed: QueryDict | None, *, early: bool) -> None:
        super().__init__(typed)
        if not early:
            del self.fields["why_early"]
        elif typed is not None and typed.get("living_at") == LivingAt.DIED:
            self.fields["why_early"].required = False

    def clean_been_in_hospital(self) -> bool | None:
        """Yes, no, or None for not known."""
        return {"yes": True, "no": False}.get(self.cleaned_data["been_in_hospital"])
