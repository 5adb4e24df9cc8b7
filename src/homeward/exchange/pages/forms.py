"""The form that closes a message."""

from typing import Any

from django import forms

from homeward.exchange.queries import referral_with
from homeward.partnership.models import Member
from homeward.referrals.models import Referral


class _NeededOrNot(forms.CharField):
    """Text that the form asks for or not by what else is filled in, so that its label does not call it optional."""

    def validate(self, value: str) -> None:
        """Left to the form."""


class ResolveForm(forms.Form):
    """What was done about a message, and the referral that was made from it if one was."""

    reference = forms.CharField(
        label="Referral made from it",
        required=False,
        max_length=20,
        help_text="For example HW-000123. Leave empty when none was made.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "autocomplete": "off"}),
    )
    resolution = _NeededOrNot(
        label="What was done, if no referral was made",
        max_length=2000,
        help_text="For example: a booking, which the practice has made by phone.",
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)

    def clean_reference(self) -> Referral | None:
        """The referral with this reference, among those the viewer may see."""
        typed = self.cleaned_data["reference"].strip()
        found = referral_with(self.viewer, typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(f'There is no referral "{typed[:20]}" that you can see. Check its number.')
        return found

    def clean(self) -> dict[str, Any]:
        """Words or a referral, or both."""
        data = super().clean() or {}
        if not self.errors and not data.get("reference") and not data.get("resolution", "").strip():
            self.add_error("resolution", "Say what was done about this message, or give the referral made from it.")
        return data
