"""The referral form: who, what is happening, how soon, and who is asking."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from homeward.kit import nhs_number, postcode
from homeward.kit.london import london_date
from homeward.partnership.forms import LondonMoment, UKDate, check_birth_date, check_not_ahead
from homeward.partnership.models import Member, OrganisationKind
from homeward.partnership.rules import Role
from homeward.pathways.schema import ServiceModel
from homeward.people.actions import Details
from homeward.referrals.drafting import Request
from homeward.referrals.models import Arrival, Consent, Source
from homeward.referrals.pages.answering import answer_field, line, long_answer, said

_SOURCE_OF_KIND = {
    OrganisationKind.GP_PRACTICE: Source.GP,
    OrganisationKind.NHS_TRUST: Source.HOSPITAL,
    OrganisationKind.COUNCIL: Source.SOCIAL_CARE,
    OrganisationKind.AMBULANCE: Source.AMBULANCE_999,
    OrganisationKind.CARE_HOME: Source.CARE_HOME,
}

ASKED_AT_ONCE = ("help_within", "lives_at", "now_at")
"""The triage questions that the referral form asks; the others are for the prioritiser."""


class TakeReferral(forms.Form):
    """A referral by phone or web: who, what is happening, how soon, and who is asking."""

    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    family_name = forms.CharField(
        label="Family name",
        max_length=80,
        error_messages={"required": 'Family name: give it, or write "not known".'},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    given_name = line("First name")
    born_on = UKDate(label="Date of birth", required=False, help_text="For example 31 3 1940")
    nhs_number = line("NHS number", max_length=20, width="nhsuk-input--width-10")
    phone = line("Their phone number", max_length=40, width="nhsuk-input--width-20")
    address = line("Address", max_length=250)
    postcode = line("Postcode", max_length=10, width="nhsuk-input--width-10")
    restricted = forms.BooleanField(
        label="Their address must be kept secret",
        required=False,
        help_text="The address, phone number, GP, where to go and the numbers of family will not be kept or shown. "
        "Give a number to ring back below.",
    )
    reason = forms.CharField(
        label="What has happened?",
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": "What has happened? Say it in a sentence."},
    )
    what_matters = long_answer("What matters to them?", help_text="In their own words, as they say it.")
    need = forms.ChoiceField(label="Main need", required=False)
    needed_at = LondonMoment(label="When was it seen that help is needed?", help_text="The clock starts here.")
    ready_at = LondonMoment(
        label="If in hospital: when was it decided they are medically ready to leave?", required=False
    )
    location = line("Where to go, if not their address", max_length=250)
    needs_when_contacted = line(
        "What they need from us when we call or visit",
        max_length=250,
        help_text="For example: deaf, speaks Portuguese, has a keysafe, ring the daughter first. Never write codes.",
    )
    safeguarding = line("Any worry about abuse or neglect", max_length=250)
    scene_safety = line("Anything that could put a visitor at risk", max_length=250)
    carer = line("Family member or carer, and their number", max_length=250)
    source = forms.ChoiceField(
        label="Who is asking?",
        choices=[("", "Choose"), *Source.choices],
        error_messages={"required": "Who is asking? Choose one."},
    )
    referrer_name = line("Their name", max_length=120)
    referrer_organisation = line("Their organisation", max_length=120)
    referrer_phone = line("Number to ring back", max_length=40, width="nhsuk-input--width-20")
    consent = forms.ChoiceField(
        label="Does the person agree to be referred?",
        choices=Consent.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Consent.NOT_KNOWN,
    )

    def __init__(self, *args: Any, model: ServiceModel, viewer: Member, now: datetime, **kwargs: Any) -> None:
        self.model, self.viewer, self.now = model, viewer, now
        kwargs.setdefault("initial", {"needed_at": now, "form_token": uuid.uuid4().hex})
        super().__init__(*args, **kwargs)
        needs = [(need.code, need.name) for need in model.needs_on(london_date(now))]
        self.fields["need"].choices = [("", "Not sure yet"), *needs]  # type: ignore[attr-defined]
        for code in ASKED_AT_ONCE:
            self.fields[code] = answer_field(model.question(code), required=code == "help_within")
            self.fields[code].initial = "unknown"
        self.fields["help_within"].initial = None
        if viewer.role == Role.REFERRER:
            del self.fields["source"]

    def clean_born_on(self) -> Any:
        """No birthday in the future or before 1900."""
        born_on = self.cleaned_data["born_on"]
        check_birth_date(born_on, today=london_date(self.now))
        return born_on

    def clean_needed_at(self) -> Any:
        """The clock cannot start in the future."""
        return self._not_ahead("needed_at", "When was it seen that help is needed?")

    def clean_ready_at(self) -> Any:
        """A decision of the hospital cannot be in the future."""
        return self._not_ahead("ready_at", "Medically ready")

    def clean(self) -> dict[str, Any]:
        """Someone whose address is secret is reached through whoever asks: their number is needed, not the person's."""
        data = self.cleaned_data
        if data.get("restricted"):
            ring_back, theirs = (re.sub(r"\D", "", data.get(name, "")) for name in ("referrer_phone", "phone"))
            if not ring_back:
                said = "it is needed when an address is kept secret, because nobody can be reached otherwise."
                self.add_error("referrer_phone", f"Number to ring back: {said}")
            elif ring_back == theirs:
                said = "this is also given as theirs, which will not be kept. Give another, or write it only here."
                self.add_error("referrer_phone", f"Number to ring back: {said}")
        return data

    def _not_ahead(self, name: str, label: str) -> Any:
        moment = self.cleaned_data[name]
        check_not_ahead(moment, now=self.now, label=label)
        return moment

    @property
    def doubtful_number(self) -> bool:
        """True when an NHS number was given and does not add up. It is kept, as not verified."""
        given = self.cleaned_data.get("nhs_number", "")
        return bool(given.strip()) and not nhs_number.is_valid(given)

    def request(self) -> Request:
        """What was typed, as a request for help."""
        data = self.cleaned_data
        made_by_referrer = self.viewer.role == Role.REFERRER
        organisation = self.viewer.organisation
        return Request(
            details=self._details(data),
            arrival=Arrival.WEB if made_by_referrer else Arrival.PHONE,
            source=_SOURCE_OF_KIND.get(OrganisationKind(organisation.kind), Source.COMMUNITY)
            if made_by_referrer
            else data["source"],
            source_organisation=organisation if made_by_referrer else None,
            referrer_name=data["referrer_name"] or (str(self.viewer) if made_by_referrer else ""),
            referrer_organisation=data["referrer_organisation"] or (organisation.name if made_by_referrer else ""),
            referrer_phone=data["referrer_phone"],
            reason=data["reason"],
            what_matters=data["what_matters"],
            need=data["need"],
            location=data["location"],
            needed_at=min(data["needed_at"], self.now),
            ready_at=data["ready_at"],
            answers={code: said(self.model.question(code), data[code]) for code in ASKED_AT_ONCE},
            flags=tuple(_flags(data)),
            consent=data["consent"] or Consent.NOT_KNOWN,
            form_token=data["form_token"],
        )

    def _details(self, data: Mapping[str, Any]) -> Details:
        return Details(
            family_name=data["family_name"],
            given_name=data["given_name"],
            nhs_number=data["nhs_number"],
            born_on=data["born_on"],
            address=data["address"],
            postcode=postcode.tidied(data["postcode"]) or data["postcode"],
            phone=data["phone"],
            needs_when_contacted=data["needs_when_contacted"],
            carer=data["carer"],
            restricted=data["restricted"],
        )


def _flags(data: Mapping[str, Any]) -> list[dict[str, str]]:
    asked = (("safeguarding", "Safeguarding"), ("scene_safety", "Safety of visitors"))
    return [{"category": name, "code": code, "text": data[code].strip()} for code, name in asked if data[code].strip()]
