"""The forms of triage and of each decision. Labels and hints are in the words people use on the phone."""

from datetime import datetime
from typing import Any

from django import forms

from homeward.episodes.models import EndReason
from homeward.kit.london import london_date
from homeward.partnership.forms import LondonMoment, check_not_ahead
from homeward.pathways.schema import Answer, ServiceModel
from homeward.referrals.pages.answering import answer_field, long_answer, said


class TriageForm(forms.Form):
    """Every question of the service model, the need, and what the referrer added."""

    said = long_answer("What you learnt", help_text="Anything the answers above do not say.")

    def __init__(self, *args: Any, model: ServiceModel, need: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = model
        needs = [(one.code, one.name) for one in model.needs_on(london_date(now))]
        self.fields["need"] = forms.ChoiceField(
            label="Main need", required=False, choices=[("", "Not known"), *needs], initial=need
        )
        for question in model.questions:
            self.fields[question.code] = answer_field(question)
            self.fields[question.code].required = False
        self.order_fields(["need", *(q.code for q in model.questions), "said"])

    def answers(self) -> dict[str, Answer | None]:
        """What was answered, by question code."""
        return {q.code: said(q, self.cleaned_data.get(q.code) or "") for q in self.model.questions}


def _told(label: str = "I am telling the referrer now") -> forms.BooleanField:
    return forms.BooleanField(
        label=label, required=False, help_text="Leave empty to send the answer, or to ring them later."
    )


class AcceptForm(forms.Form):
    """Accept onto a pathway."""

    pathway = forms.ChoiceField(label="Pathway", widget=forms.RadioSelect)
    time_not_appropriate = forms.BooleanField(
        label="The standard's time is not right for this person",
        required=False,
        help_text="For clinical reasons, or because they ask for a later time. Give the reason.",
    )
    reason = long_answer("Reason", help_text="Needed when you choose another pathway than the criteria lead to.")
    told = _told()

    def __init__(self, *args: Any, model: ServiceModel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pathway"].choices = [(p.code, p.name) for p in model.pathways]  # type: ignore[attr-defined]
        self.fields["pathway"].error_messages["required"] = "Pathway: choose one."


class AskForm(forms.Form):
    """Ask the referrer for more."""

    question = long_answer("What do you need to know?", required=True)
    told = _told("I am asking the referrer now")


class RedirectForm(forms.Form):
    """Send the person to another service."""

    to = forms.CharField(
        label="Which service?",
        max_length=120,
        help_text="For example 999, the GP, district nursing, mental health crisis",
    )
    reason = long_answer("Why does it fit better?", required=True)
    told = _told()


class DeclineForm(forms.Form):
    """Decline with a reason."""

    reason = long_answer("Why?", required=True, help_text="The referrer will be told this.")
    told = _told()


class CloseForm(forms.Form):
    """Close an accepted referral before anyone saw the person."""

    because = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        choices=[
            (reason.value, reason.label)
            for reason in (EndReason.ADMITTED, EndReason.DIED, EndReason.DECLINED, EndReason.NOT_REACHED)
        ],
    )
    reason = long_answer("What the referrer should know", required=True)
    told = _told()


class StartForm(forms.Form):
    """Put right when a clock started."""

    needed_at = LondonMoment(label="When was it seen that help is needed?")
    ready_at = LondonMoment(
        label="If in hospital: when was it decided they are medically ready to leave?", required=False
    )
    reason = long_answer("Why is it corrected?", required=True, help_text="The earlier time and this reason are kept.")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def clean_needed_at(self) -> Any:
        """The clock cannot start in the future."""
        return self._not_ahead("needed_at")

    def clean_ready_at(self) -> Any:
        """A decision of the hospital cannot be in the future."""
        return self._not_ahead("ready_at")

    def _not_ahead(self, name: str) -> Any:
        moment = self.cleaned_data[name]
        check_not_ahead(moment, now=self.now, label=str(self.fields[name].label))
        return moment


class ReopenForm(forms.Form):
    """Undo the last decision."""

    reason = long_answer("Why is it opened again?", required=True)
    told = _told()
