"""The form to correct who a person is and how they are reached."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.kit.london import london_date
from homeward.partnership.forms import UKDate, check_birth_date
from homeward.people.actions import Details, details_of
from homeward.people.models import Person
from homeward.people.rules import CORRECTABLE, YES

WHEN_TICKED = (
    "Ticked: their address, phone number, GP and the numbers of family are taken out of the record, of its earlier "
    "details and of their referrals, and cannot be brought back. To untick it, say why below."
)


def _line(label: str, *, max_length: int, help_text: str = "", width: str = "", required: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=bool(required),
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": width, "autocomplete": "off"}),
        error_messages={"required": required, "max_length": f"{label}: keep it under {max_length} characters."},
    )


class DetailsForm(forms.Form):
    """A person's details as they are, to be typed over. It carries what it was opened with."""

    opened_with = forms.CharField(widget=forms.HiddenInput, required=False)
    family_name = _line("Family name", max_length=80, required='Family name: give it, or write "not known".')
    given_name = _line("First name", max_length=80)
    born_on = UKDate(label="Date of birth", required=False, help_text="For example 31 3 1940")
    nhs_number = _line(
        "NHS number",
        max_length=20,
        width="nhsuk-input--width-10",
        help_text="When changed, it is not verified.",
    )
    restricted = forms.BooleanField(label="Their address must be kept secret", required=False, help_text=WHEN_TICKED)
    address = _line("Address", max_length=250)
    postcode = _line("Postcode", max_length=8, width="nhsuk-input--width-10")
    phone = _line("Their phone number", max_length=40, width="nhsuk-input--width-20")
    gp_practice = _line("GP practice", max_length=120)
    carer = _line("Family member or carer, and their number", max_length=250)
    needs_when_contacted = _line(
        "What they need from us when we call or visit",
        max_length=250,
        help_text="For example: deaf, speaks Portuguese, has a keysafe. Do not write codes for doors or keysafes here.",
    )
    because = _line(
        "Why is it corrected?",
        max_length=250,
        help_text="Needed when a name, the date of birth or the NHS number changes, or an address is no longer secret. "
        "It stays on the record.",
    )

    def __init__(self, typed: QueryDict | None, *, person: Person, now: Any) -> None:
        self.now = now
        now_is = details_of(person)
        shown = {**now_is, "restricted": person.restricted, "opened_with": json.dumps(now_is)}
        if person.born_on:
            shown["born_on"] = f"{person.born_on.day} {person.born_on.month} {person.born_on.year}"
        super().__init__(typed, initial=shown)

    def clean_born_on(self) -> Any:
        """No birthday in the future or before 1900."""
        born_on = self.cleaned_data["born_on"]
        check_birth_date(born_on, today=london_date(self.now))
        return born_on

    @property
    def opened(self) -> dict[str, str]:
        """What each detail was when the form was opened; what cannot be read was opened on nothing."""
        try:
            said = json.loads(self.cleaned_data["opened_with"])
        except ValueError:
            return {}
        return {field: str(said.get(field, "")) for field in CORRECTABLE} if isinstance(said, dict) else {}

    @property
    def details(self) -> Details:
        """What was typed."""
        return Details(**{field: self.cleaned_data[field] for field in CORRECTABLE})

    def opened_again(self, *, person: Person, opened: Mapping[str, str], typed: Mapping[str, str]) -> None:
        """Carry the record as it is now: what was left alone follows it, what was typed stays as it was typed."""
        fresh = DetailsForm(None, person=person, now=self.now).initial
        data = {name: self.data.get(name, "") for name in self.fields} | {"opened_with": fresh["opened_with"]}
        for field in CORRECTABLE:
            if typed.get(field) != opened.get(field):
                continue
            data[field] = fresh[field]
            if field == "restricted":
                data[field] = "on" if details_of(person)[field] == YES else ""
        self.data = data
