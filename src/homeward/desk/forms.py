"""Forms about visits and the end of help. Each error names the field and says what to do."""

from datetime import datetime

from django import forms
from django.http import QueryDict

from homeward.episodes.models import EndReason
from homeward.episodes.rules import MINUTES_A_WATCH_MAY_BE_FAST, VISIT_KIND_NAMES
from homeward.partnership.forms import LondonMoment


def _must(remedy: str) -> dict[str, str]:
    return {"required": remedy, "invalid_choice": remedy}


class VisitForm(forms.Form):
    """A visit: how it went, when, what happened, and what comes next."""

    kind = forms.ChoiceField(
        label="How did it go?",
        choices=[(kind.value, name) for kind, name in VISIT_KIND_NAMES.items()],
        widget=forms.RadioSelect,
        help_text="Only seeing them face to face stops the clock.",
        error_messages=_must("How did it go: choose whether you saw them, spoke to them, or could not see them."),
    )
    started_at = LondonMoment(
        label="When you arrived, or when the call began",
        later=True,
        help_text="London time. Change it if you are writing this down later.",
        error_messages=_must("When you arrived: give the date and the time."),
    )
    what_happened = forms.CharField(
        label="What happened",
        widget=forms.Textarea,
        max_length=10_000,
        error_messages=_must("What happened: write at least a sentence, so that the next visitor knows.")
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

    def __init__(self, typed: QueryDict | None, *, now: datetime) -> None:
        super().__init__(typed, initial={"started_at": now})
        self.fields["started_at"].not_after = now + MINUTES_A_WATCH_MAY_BE_FAST  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a visit is taken back."""

    why = forms.CharField(
        label="Why was it recorded wrongly?",
        help_text="For example: recorded for the wrong person, or the wrong time. This stays on the record.",
        max_length=250,
        widget=forms.Textarea,
        error_messages=_must("Why was it recorded wrongly: write a few words.")
        | {"max_length": "Why was it recorded wrongly: keep it under 250 characters."},
    )


class EndForm(forms.Form):
    """Why help ends."""

    reason = forms.ChoiceField(
        label="Why is the help ending?",
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages=_must("Why is the help ending: choose one."),
    )
