"""Messages become referrals once, or are kept with words on why not; none is lost."""

import copy
import threading
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, connection, transaction

from homeward.exchange import actions
from homeward.exchange.actions import DUPLICATE, RECEIVED, REFUSED, Answered
from homeward.exchange.models import Message, Sender
from homeward.exchange.senders import make_sender
from homeward.people.models import Person
from homeward.referrals.actions import ask, decline
from homeward.referrals.models import Referral, TriageNote
from homeward.referrals.rules.state import State
from tests.exchange.messages import as_bytes, changed, message, resource, without
from tests.exchange.taking import flags_of, referral_from, sent
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db


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


def test_two_senders_may_use_the_same_id_and_so_may_a_file(ambulance: Sender, borough: Borough) -> None:
    other = make_sender(organisation=borough.organisations["other_gp"], name="Practice", now=NOW)[0]
    senders = [ambulance, other, None]
    firsts = [sent(message(case=f"case-{n}"), sender) for n, sender in enumerate(senders)]
    assert [answered.outcome for answered in firsts] == [RECEIVED] * 3
    again = [sent(message(case=f"case-{n}"), sender) for n, sender in enumerate(senders)]
    assert [(a.outcome, a.body) for a in again] == [(DUPLICATE, first.body) for first in firsts]
    assert Referral.objects.count() == 3


@pytest.mark.parametrize("from_a_file", [False, True])
def test_the_database_refuses_one_id_twice_from_one_sender(ambulance: Sender, from_a_file: bool) -> None:
    first = sent(message(), None if from_a_file else ambulance).message
    first.pk, first.reason, first._state.adding = None, "update", True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()
    first.message_id = "m-2"
    first.save()


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


@pytest.mark.parametrize("from_a_file", [False, True])
@pytest.mark.django_db(transaction=True)
def test_the_same_message_posted_by_many_at_once_is_one_referral(from_a_file: bool) -> None:
    gp = make_borough().organisations["other_gp"]
    sender = None if from_a_file else make_sender(organisation=gp, name="Practice", now=NOW)[0]
    barrier = threading.Barrier(6)
    answers: list[Answered] = []

    def post() -> None:
        try:
            barrier.wait()
            answers.append(sent(message(), sender))
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
