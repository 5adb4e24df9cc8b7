"""A message becomes a referral with what it says, and nobody is turned away over what is missing or in doubt."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from homeward.exchange.actions import RECEIVED, REFUSED
from homeward.exchange.models import Message, Sender
from homeward.referrals.models import Arrival, Referral, TriageNote
from homeward.referrals.rules.state import State
from tests.exchange.messages import changed, message, resource, without
from tests.exchange.taking import flags_of, referral_from, sent
from tests.support.borough import NOW, make_borough

pytestmark = pytest.mark.django_db


def test_a_message_becomes_a_referral_with_everything_it_says(ambulance: Sender) -> None:
    referral = referral_from(message(), ambulance)
    assert referral.state is State.WAITING_FOR_TRIAGE
    assert (referral.arrival, referral.source) == (Arrival.BARS, "ambulance_999")
    assert referral.source_organisation == ambulance.organisation
    assert referral.clock_start_at == datetime(2026, 3, 4, 9, 50, tzinfo=UTC)
    assert referral.sender_breach_at == datetime(2026, 3, 4, 11, 50, tzinfo=UTC)
    assert referral.breach_at == datetime(2026, 3, 4, 11, 50, tzinfo=UTC)
    assert referral.consent == "direct_care"
    assert (referral.referrer_name, referral.referrer_organisation) == ("Dee Dispatcher", "Riverside Ambulance")
    assert referral.referrer_phone == "020 7946 0101"
    assert referral.location == "Day centre, 9 Pretend Street, Riverside, SE1 8XX"
    assert flags_of(referral, "Scene safety") == ["Large dog in the hall"]
    assert flags_of(referral, "Safeguarding") == ["Neighbour worried about neglect"]
    assert referral.reason == (
        "Fall. Falls response.\n\nObserved: Unable to stand up.\n\nSUMMARY\nOn the floor since eight.\nNo pain.\n\n"
        "Other numbers for this person: L-77 (local).\n\nThe sending service's phone: 020 7946 0100."
    )


def test_the_person_is_registered_as_the_message_says(ambulance: Sender) -> None:
    person = referral_from(message(), ambulance).person
    assert (person.given_name, person.family_name) == ("Mabel Rose", "Ashdown")
    assert (person.nhs_number, person.nhs_number_status) == ("9990000018", "verified")
    assert person.born_on == date(1940, 5, 6)
    assert person.address == "4 Made-up Row, Riverside"
    assert (person.phone, person.postcode, person.gender) == ("07700 900001", "SE1 7EH", "female")
    assert person.carer == "Iris Ashdown (daughter), 07700 900002"
    assert person.language == "Portuguese"
    assert person.gp_practice == "Weir Street Surgery (Y00001)"


def test_a_number_that_fails_its_check_is_kept_as_unverified_whatever_the_sender_says(ambulance: Sender) -> None:
    referral = referral_from(message(number="3478526985"), ambulance)
    assert referral.person.nhs_number_status == "unverified"
    assert flags_of(referral, "To check") == ['The NHS number was sent as "3478526985", which is not one. Ask for it.']


def test_a_message_without_an_nhs_number_is_taken_in(ambulance: Sender) -> None:
    referral = referral_from(changed(message(), "Patient", lambda p: p.pop("identifier")), ambulance)
    assert (referral.person.nhs_number, referral.person.nhs_number_status) == ("", "absent")
    assert flags_of(referral, "To check") == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], "Name not known"),
        ([{"given": ["Mabel"]}], "Mabel Name not known"),
        ([{"text": "Mrs Ashdown"}], "Mrs Ashdown"),
        ("Mabel", "Mabel"),
        ([{"use": "old", "family": "Before"}, {"use": "official", "family": "After"}], "After"),
    ],
)
def test_someone_without_a_whole_name_is_taken_in(ambulance: Sender, names: Any, expected: str) -> None:
    referral = referral_from(changed(message(), "Patient", lambda p: p.update(name=names)), ambulance)
    assert referral.person.full_name == expected


@pytest.mark.parametrize(
    ("birth_date", "kept", "said"),
    [
        ("2026-03-04", date(2026, 3, 4), ""),
        ("2026-03-05", None, "2026-03-05, which is in the future"),
        ("1959", None, '"1959"'),
        ("1959-05", None, '"1959-05"'),
        ("1940-02-30", None, '"1940-02-30"'),
        ("1790-01-01", None, "not likely"),
        ("unknown", None, '"unknown"'),
    ],
)
def test_a_doubtful_birth_date_is_flagged_and_nobody_is_turned_away(
    ambulance: Sender, birth_date: str, kept: date | None, said: str
) -> None:
    referral = referral_from(changed(message(), "Patient", lambda p: p.update(birthDate=birth_date)), ambulance)
    assert referral.person.born_on == kept
    doubts = flags_of(referral, "To check")
    assert len(doubts) == bool(said)
    assert all(said in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("period", "starts", "said"),
    [
        ({"start": "2026-03-04T12:00:00+00:00"}, NOW, ""),
        ({"start": "2026-03-04T09:00:00+01:00"}, datetime(2026, 3, 4, 8, tzinfo=UTC), ""),
        ({"start": "2026-03-04T09:00:00"}, datetime(2026, 3, 4, 9, tzinfo=UTC), "no time zone"),
        ({"start": "2026-03-04"}, datetime(2026, 3, 4, tzinfo=UTC), "only a date"),
        ({"start": "yesterday"}, datetime(2026, 3, 4, 9, 50, tzinfo=UTC), "another time in the message was used"),
        ({}, datetime(2026, 3, 4, 9, 50, tzinfo=UTC), "is not in the message"),
        ({"start": "2026-02-25T10:00:00Z"}, datetime(2026, 2, 25, 10, tzinfo=UTC), ""),
        (
            {"start": "2026-02-25T09:59:59Z"},
            datetime(2026, 2, 25, 9, 59, 59, tzinfo=UTC),
            "The sender says help was needed since 25 Feb 2026. Ask whether that is right.",
        ),
        ({"start": "0001-01-01T00:00:00Z"}, datetime(2026, 3, 4, 9, 50, tzinfo=UTC), "not a likely year"),
        ({"start": "9999-12-31T23:59:59-12:00"}, datetime(2026, 3, 4, 9, 50, tzinfo=UTC), "not a date and time"),
    ],
)
def test_the_clock_starts_as_the_message_says_and_doubts_are_flagged(
    ambulance: Sender, period: dict[str, str], starts: datetime, said: str
) -> None:
    referral = referral_from(
        changed(message(), "ServiceRequest", lambda r: r.update(occurrencePeriod=period)), ambulance
    )
    assert referral.clock_start_at == starts
    assert [said in doubt for doubt in flags_of(referral, "To check")] == [True] * bool(said)


def test_a_clock_that_started_long_ago_is_doubted_by_when_the_message_came_and_not_when_it_was_read_again(
    db: None,
) -> None:
    kept = sent(message()).message
    assert kept.waits
    make_borough()
    again = sent(message(), now=NOW + timedelta(days=8))
    assert again.outcome == RECEIVED
    assert flags_of(Referral.objects.get(), "To check") == []


def test_a_message_with_no_time_at_all_starts_its_clock_when_it_is_received(ambulance: Sender) -> None:
    bundle = changed(message(), "ServiceRequest", lambda r: r.pop("occurrencePeriod"))
    bundle = changed(bundle, "Encounter", lambda e: e.pop("period"))
    del bundle["timestamp"]
    assert referral_from(bundle, ambulance).clock_start_at == NOW


def test_a_restricted_record_keeps_no_whereabouts_anywhere(ambulance: Sender) -> None:
    bundle = changed(message(), "Patient", lambda p: p.update(meta={"security": [{"code": "R"}]}))
    resource(bundle, "CarePlan")["activity"][0]["outcomeCodeableConcept"][1]["text"] = (
        "Found at 4 Made-up Row, SE17EH. Ring 07700 900001."
    )
    referral = referral_from(bundle, ambulance)
    assert referral.person.restricted
    assert referral.location == referral.person.address == referral.person.phone == referral.person.gp_practice == ""
    assert referral.person.carer == "Iris Ashdown (daughter)"
    for secret in ("Made-up Row", "SE17EH", "SE1 7EH", "07700 900001", "Pretend Street"):
        assert secret not in referral.reason


def test_whereabouts_that_are_secret_here_stay_so_when_a_sender_does_not_know(ambulance: Sender) -> None:
    referral_from(changed(message("m-1"), "Patient", lambda p: p.update(meta={"security": [{"code": "R"}]})), ambulance)
    bundle = message("m-2", case="case-2")
    resource(bundle, "CarePlan")["activity"][0]["outcomeCodeableConcept"][1]["text"] = "At 4 Made-up Row, SE1 7EH."
    known = referral_from(bundle, ambulance)
    assert known.person == Referral.objects.order_by("pk").first().person  # type: ignore[union-attr]
    assert (known.location, known.person.address, known.person.phone) == ("", "", "")
    assert "At [withheld], [withheld]." in known.reason
    assert sent(as_update(bundle), ambulance).outcome == RECEIVED
    said = TriageNote.objects.filter(referral=known).first().said  # type: ignore[union-attr]
    assert "version 2" in said
    assert "Made-up Row" not in said
    assert "Pretend Street" not in said
    assert Referral.objects.count() == 2


def as_update(bundle: dict[str, Any]) -> dict[str, Any]:
    return changed({**bundle, "id": "m-3"}, "MessageHeader", lambda h: h["reason"]["coding"][0].update(code="update"))


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("http://fhir.nhs.uk/codesystem/MESSAGE-EVENTS-BARS", "https://fhir.nhs.uk/ValueSet/message-reason-bars/"),
        ("https://fhir.nhs.uk/CodeSystem/message-event-servicerequest", "urn:nobody-knows"),
        ("", ""),
    ],
)
def test_code_systems_are_known_by_any_of_their_addresses(ambulance: Sender, event: str, reason: str) -> None:
    bundle = message()
    resource(bundle, "MessageHeader")["eventCoding"]["system"] = event
    resource(bundle, "MessageHeader")["reason"]["coding"][0]["system"] = reason
    resource(bundle, "Patient")["identifier"][0]["system"] = "http://fhir.nhs.uk/id/NHS-number"
    assert referral_from(bundle, ambulance).person.nhs_number == "9990000018"


@pytest.mark.parametrize(
    "reference", ["patient", "Patient/patient", "https://x.example/fhir/Patient/patient", "PATIENT"]
)
def test_references_are_followed_however_they_are_written(ambulance: Sender, reference: str) -> None:
    bundle = changed(message(), "ServiceRequest", lambda r: r.update(subject={"reference": reference}))
    bundle["entry"].append({"resource": {"resourceType": "Patient", "name": [{"family": "Somebody Else"}]}})
    assert referral_from(bundle, ambulance).person.family_name == "Ashdown"


def test_with_two_patients_and_no_word_on_which_the_message_is_kept_rather_than_guessed_at(ambulance: Sender) -> None:
    bundle = changed(message(), "ServiceRequest", lambda r: r.update(subject={"reference": "urn:uuid:nobody"}))
    bundle["entry"].append({"resource": {"resourceType": "Patient", "name": [{"family": "Somebody Else"}]}})
    answered = sent(bundle, ambulance)
    assert (answered.outcome, answered.status) == (REFUSED, 400)


def test_text_that_a_database_cannot_keep_is_taken_in_without_it(ambulance: Sender) -> None:
    bundle = changed(
        message("id\x00\x07with\u202econtrols"),
        "Patient",
        lambda p: p.update(name=[{"family": "Ash\x00down 🏠", "given": ["Ma\u202ebel", "\x07"]}], gender="fe\x00male"),
    )
    resource(bundle, "CarePlan")["activity"][0]["outcomeCodeableConcept"][1]["text"] = "a\x00b\ttab 🚑"
    referral = referral_from(bundle, ambulance)
    assert (referral.person.given_name, referral.person.family_name) == ("Mabel", "Ashdown 🏠")
    assert "ab\ttab 🚑" in referral.reason
    assert Message.objects.get().message_id == "idwithcontrols"


def test_very_long_texts_are_taken_in(ambulance: Sender) -> None:
    long = "Words and words. " * 600

    def lengthen(node: Any) -> Any:
        if isinstance(node, dict):
            return {k: v if k in ("reference", "fullUrl", "resourceType") else lengthen(v) for k, v in node.items()}
        if isinstance(node, list):
            return [lengthen(item) for item in node]
        return f"{node} {long}" if isinstance(node, str) else node

    bundle = message()
    for kind in ("Patient", "Location", "Flag", "Practitioner", "Observation", "Organization", "CarePlan", "Encounter"):
        found = resource(bundle, kind)
        found.update(lengthen(found))
    assert long.strip() in referral_from(bundle, ambulance).reason


@pytest.mark.parametrize(
    "kind", ["Encounter", "CarePlan", "Flag", "Consent", "Organization", "Practitioner", "Location"]
)
def test_a_message_is_taken_in_without_what_it_does_not_need(ambulance: Sender, kind: str) -> None:
    assert sent(without(message(), kind), ambulance).outcome == RECEIVED
