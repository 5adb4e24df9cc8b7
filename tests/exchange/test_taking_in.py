"""Messages become referrals, or are kept with words on why not; none is lost and none counts twice."""

import copy
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, connection, transaction

from homeward.exchange import actions
from homeward.exchange.actions import DUPLICATE, RECEIVED, REFUSED, Answered, arrived, take_in
from homeward.exchange.models import Message, Sender
from homeward.exchange.senders import make_sender
from homeward.partnership.models import Organisation, OrganisationKind
from homeward.people.models import Person
from homeward.referrals.actions import ask, decline
from homeward.referrals.models import Arrival, Referral, TriageNote
from homeward.referrals.rules.state import State
from tests.exchange.messages import as_bytes, changed, message, resource, without
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def ambulance(borough: Borough) -> Sender:
    organisation = Organisation.objects.create(code="RAA", name="Riverside Ambulance", kind=OrganisationKind.AMBULANCE)
    return make_sender(organisation=organisation, name="Ambulance dispatch", now=NOW)[0]


def sent(bundle: object, sender: Sender | None = None, now: datetime = NOW) -> Answered:
    body = bundle if isinstance(bundle, bytes) else as_bytes(bundle)
    return take_in(arrived=arrived(body), sender=sender, now=now)


def referral_from(bundle: object, sender: Sender | None = None) -> Referral:
    answered = sent(bundle, sender)
    assert answered.outcome == RECEIVED, answered.body
    return Referral.objects.select_related("person").get(pk=answered.message.referral_id)


def flags_of(referral: Referral, category: str) -> list[str]:
    return [flag["text"] for flag in referral.flags if flag["category"] == category]


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


def test_the_same_message_again_gets_the_same_answer_and_no_second_referral(ambulance: Sender) -> None:
    first = sent(message(), ambulance)
    again = sent(message(), ambulance, now=NOW + timedelta(minutes=3))
    assert (again.outcome, again.status, again.body) == (DUPLICATE, 200, first.body)
    spaced = sent(orjson.dumps(message(), option=orjson.OPT_INDENT_2), ambulance)
    assert (spaced.outcome, spaced.body) == (DUPLICATE, first.body)
    assert Referral.objects.count() == 1
    assert Message.objects.get().times == 3


def test_another_message_under_the_same_id_is_kept_for_a_person(ambulance: Sender) -> None:
    sent(message(), ambulance)
    answered = sent(changed(message(), "Patient", lambda p: p.update(gender="male")), ambulance)
    assert (answered.outcome, answered.status) == (REFUSED, 409)
    assert "same id" in answered.message.refused_because
    assert Referral.objects.count() == 1
    assert Message.objects.count() == 2


def test_a_message_without_an_id_is_known_by_its_content(ambulance: Sender) -> None:
    bundle = message()
    del bundle["id"]
    assert [sent(bundle, ambulance).outcome, sent(bundle, ambulance).outcome] == [RECEIVED, DUPLICATE]


def test_a_second_new_message_about_the_same_case_is_taken_in_and_says_so(ambulance: Sender) -> None:
    first = referral_from(message("m-1"), ambulance)
    second = referral_from(message("m-2"), ambulance)
    assert flags_of(second, "To check") == [
        f"The sender's case number is also that of {first.reference}. Is it the same person?"
    ]


def test_a_new_version_is_put_before_the_person_who_triages(ambulance: Sender, borough: Borough) -> None:
    referral = referral_from(message("m-1"), ambulance)
    ask(referral=referral, question="Can she stand?", by=borough.coordinator, now=NOW)
    update = changed(message("m-2", reason="update"), "Flag", lambda f: f.update(code={"text": "Two large dogs"}))
    answered = sent(update, ambulance, NOW + timedelta(minutes=5))
    assert (answered.outcome, answered.message.referral_id, answered.message.version) == (RECEIVED, referral.pk, 2)
    note = TriageNote.objects.filter(referral=referral).first()
    assert note is not None
    assert note.said.startswith(
        "The referrer's system sent version 2 of this referral.\nScene safety: Two large dogs\n"
    )
    assert Referral.objects.get().state is State.WAITING_FOR_TRIAGE


def test_a_new_version_of_a_decided_referral_is_kept_for_a_person(ambulance: Sender, borough: Borough) -> None:
    referral = referral_from(message("m-1"), ambulance)
    decline(referral=referral, reason="Not in our area", by=borough.coordinator, now=NOW)
    answered = sent(message("m-2", reason="update"), ambulance)
    assert (answered.outcome, answered.status) == (REFUSED, 409)
    assert "is already decided" in answered.message.refused_because
    assert TriageNote.objects.count() == 1


def test_a_new_version_from_another_sender_does_not_reach_the_referral(ambulance: Sender, borough: Borough) -> None:
    referral_from(message("m-1"), ambulance)
    other = make_sender(organisation=borough.organisations["other_gp"], name="Practice", now=NOW)[0]
    answered = sent(message("m-2", reason="update"), other)
    assert (answered.outcome, answered.status) == (REFUSED, 409)
    assert TriageNote.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "where"),
    [
        (lambda b: resource(b, "MessageHeader")["eventCoding"].update(code="booking-request"), 422, "eventCoding"),
        (lambda b: resource(b, "MessageHeader")["eventCoding"].update(code="servicerequest-response"), 422, "event"),
        (lambda b: resource(b, "MessageHeader")["reason"]["coding"][0].update(code="delete"), 422, "reason"),
        (lambda b: resource(b, "ServiceRequest").update(status="revoked"), 422, "status"),
        (lambda b: resource(b, "ServiceRequest")["category"][0]["coding"][0].update(code="order"), 422, "category"),
        (lambda b: resource(b, "MessageHeader").pop("eventCoding"), 400, "eventCoding"),
    ],
)
def test_what_is_not_done_here_is_answered_with_what_and_where_and_kept(
    ambulance: Sender, change: Any, status: int, where: str
) -> None:
    bundle = message()
    change(bundle)
    answered = sent(bundle, ambulance)
    outcome = orjson.loads(answered.body)
    assert (answered.status, outcome["resourceType"]) == (status, "OperationOutcome")
    assert where in outcome["issue"][0]["expression"][0]
    assert f"number {answered.message.pk}" in outcome["issue"][0]["diagnostics"]
    assert bytes(Message.objects.get().body) == as_bytes(bundle)
    assert not Referral.objects.exists()


@pytest.mark.parametrize("kind", ["MessageHeader", "ServiceRequest", "Patient"])
def test_a_message_without_what_it_needs_says_which(ambulance: Sender, kind: str) -> None:
    answered = sent(without(message(), kind), ambulance)
    assert answered.status == 400
    assert kind in answered.message.refused_because


@pytest.mark.parametrize(
    "kind", ["Encounter", "CarePlan", "Flag", "Consent", "Organization", "Practitioner", "Location"]
)
def test_a_message_is_taken_in_without_what_it_does_not_need(ambulance: Sender, kind: str) -> None:
    assert sent(without(message(), kind), ambulance).outcome == RECEIVED


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"resourceType": "Bundle",\n "entry": ]}', "line 2, column 11"),
        (b"", "empty"),
        (b"<Bundle/>", "XML"),
        (b"[" * 100_000, "Depth limit"),
        (b'{"resourceType":"Bundle","entry":[' + b"[" * 100 + b"]" * 100 + b"]}", "nested more than 64"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (b'{"resourceType":"Bundle","entry":[{"a":"\\ud800"}]}', "surrogate"),
        (b'{"resourceType":"Bundle","entry":[NaN]}', "line 1"),
        (b'"text"', "not a FHIR Bundle"),
        (b'{"resourceType":"Patient"}', 'Its resource type is "Patient"'),
        (b'{"resourceType":"Bundle","entry":[]}', "no entries"),
        (b'{"resourceType":"Bundle","entry":{"a":1}}', "no entries"),
    ],
)
def test_what_cannot_be_read_says_where_and_is_kept_whole(borough: Borough, body: bytes, said: str) -> None:
    answered = sent(body)
    assert (answered.outcome, answered.status) == (REFUSED, 400)
    assert said in answered.message.refused_because
    assert bytes(Message.objects.get().body) == body


def test_a_byte_order_mark_is_no_reason_to_refuse(ambulance: Sender) -> None:
    assert sent(b"\xef\xbb\xbf" + as_bytes(message()), ambulance).outcome == RECEIVED


def test_more_than_the_limit_is_answered_unread_and_its_beginning_kept(borough: Borough) -> None:
    body = b"junk " * 2_200_000
    answered = sent(body)
    assert answered.status == 413
    kept = Message.objects.get()
    assert (kept.size, len(kept.body), kept.cut_off) == (11_000_000, 5 * 1024 * 1024, True)
    assert "11,000,000 bytes" in kept.refused_because


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


def test_the_same_refused_bytes_again_are_one_message_to_sort(borough: Borough) -> None:
    first, again = sent(b"{"), sent(b"{")
    assert first.message.pk == again.message.pk
    assert Message.objects.get().times == 2


def test_a_message_refused_while_the_service_was_not_set_up_is_taken_in_when_sent_again(db: None) -> None:
    answered = sent(message())
    assert (answered.outcome, answered.status) == (REFUSED, 503)
    assert "not set up yet" in answered.message.refused_because
    make_borough()
    again = sent(message())
    assert (again.outcome, again.message.pk) == (RECEIVED, answered.message.pk)
    assert Message.objects.get().refused_because == ""


def test_a_message_is_kept_when_taking_it_in_goes_wrong(ambulance: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    real = actions.receive

    def receive_and_fail(**kwargs: Any) -> Referral:
        real(**kwargs)
        raise RuntimeError("the light went out")

    monkeypatch.setattr(actions, "receive", receive_and_fail)
    answered = sent(message(), ambulance)
    assert (answered.outcome, answered.status) == (REFUSED, 500)
    assert "light" not in answered.message.refused_because
    assert not Referral.objects.exists()
    assert not Person.objects.exists()
    assert bytes(Message.objects.get().body) == as_bytes(message())


def test_a_message_is_kept_when_writing_it_beside_its_referral_goes_wrong(
    ambulance: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = actions.answer_to

    def no_answer(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        raise IntegrityError("not this time")

    monkeypatch.setattr(actions, "answer_to", no_answer)
    assert sent(message(), ambulance).status == 500
    assert not Referral.objects.exists()
    assert Message.objects.count() == 1


def test_the_answer_is_the_message_with_the_ids_it_has_here(ambulance: Sender) -> None:
    bundle = message()
    before = copy.deepcopy(bundle)
    answer = orjson.loads(sent(bundle, ambulance).body)
    reference = Referral.objects.get().reference
    assert bundle == before
    assert (answer["resourceType"], answer["id"], answer["type"]) == ("Bundle", "m-1", "message")
    assert [e["fullUrl"] for e in answer["entry"]] == [e["fullUrl"] for e in bundle["entry"]]
    request = resource(answer, "ServiceRequest")
    assert request["id"] == reference
    assert request["identifier"] == [{"system": "urn:homeward:referral", "value": reference}]
    assert request["authoredOn"] == "2026-03-04T10:00:00+00:00"
    ids = [entry["resource"]["id"] for entry in answer["entry"]]
    assert len(set(ids)) == len(ids)
    assert all(entry["resource"]["meta"]["lastUpdated"] == request["authoredOn"] for entry in answer["entry"])


def test_the_database_refuses_a_message_that_is_neither_taken_in_nor_refused(db: None) -> None:
    fields: dict[str, Any] = {
        "received_at": NOW,
        "body": b"",
        "size": 0,
        "sha256": "0",
        "status_code": 400,
        "answer": b"",
    }
    with pytest.raises(IntegrityError, match="message_is_taken_in_or_refused"), transaction.atomic():
        Message.objects.create(**fields)
    with pytest.raises(IntegrityError, match="message_resolved_says_who"), transaction.atomic():
        Message.objects.create(**fields, refused_because="Not JSON.", resolved_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_same_message_posted_by_many_at_once_is_one_referral() -> None:
    make_borough()
    barrier = threading.Barrier(6)
    answers: list[Answered] = []

    def post() -> None:
        try:
            barrier.wait()
            answers.append(sent(message()))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(a.outcome for a in answers) == [DUPLICATE] * 5 + [RECEIVED]
    assert len({a.body for a in answers}) == 1
    assert Referral.objects.count() == Person.objects.count() == Message.objects.count() == 1


def test_news_of_a_case_goes_to_its_newest_referral(ambulance: Sender, borough: Borough) -> None:
    first = referral_from(message("m-1"), ambulance)
    decline(referral=first, reason="Not in our area", by=borough.coordinator, now=NOW)
    second = referral_from(message("m-2"), ambulance)
    answered = sent(message("m-3", reason="update"), ambulance)
    assert (answered.outcome, answered.message.referral_id, answered.message.version) == (RECEIVED, second.pk, 3)
