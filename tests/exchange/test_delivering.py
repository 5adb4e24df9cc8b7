"""Referrers' systems are told what was decided, and only their own yes counts as told."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import orjson
import pytest
from django.utils import timezone

from homeward.episodes.actions import record_visit, withdraw_visit
from homeward.exchange.actions import arrived, take_in
from homeward.exchange.bars.replying import Reply, reply_to
from homeward.exchange.delivering import HELD_FOR, deliver, post_json
from homeward.exchange.models import Message, Sender
from homeward.exchange.senders import make_sender
from homeward.partnership.models import Organisation, OrganisationKind
from homeward.referrals import actions
from homeward.referrals.models import Referral, ReferrerAnswer
from homeward.site.commands import send
from tests.exchange.messages import as_bytes, message, resource
from tests.support.at_once import at_once
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=30)


class Listener(HTTPServer):
    """Another organisation's system, on this machine: it keeps what it gets and answers as it is told to."""

    status = 200
    takes = 0.0
    got: list[tuple[dict[str, str], dict[str, Any]]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/fhir/$process-message"


class _Answering(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), json.loads(body)))
        time.sleep(self.server.takes)
        self._answer()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def _answer(self) -> None:
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), _Answering)
    server.got = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def referral(borough: Borough, listener: Listener) -> Referral:
    organisation = Organisation.objects.create(code="RAA", name="Riverside Ambulance", kind=OrganisationKind.AMBULANCE)
    sender = make_sender(organisation=organisation, name="Dispatch", reply_url=listener.address, now=NOW)[0]
    made = take_in(arrived=arrived(as_bytes(message())), sender=sender, now=NOW).message.referral
    assert made is not None
    return made


def not_given() -> int:
    return ReferrerAnswer.objects.filter(given_at=None).count()


def test_a_decline_reaches_the_senders_system_and_counts_as_given(
    referral: Referral, borough: Borough, listener: Listener
) -> None:
    actions.decline(referral=referral, reason="Needs a hospital.", by=borough.coordinator, now=LATER)
    assert [d.trouble for d in deliver(now=LATER)] == [""]
    headers, bundle = listener.got[0]
    header = resource(bundle, "MessageHeader")
    assert headers["Content-Type"] == "application/fhir+json"
    assert headers["X-Request-Id"]
    assert header["eventCoding"]["code"] == "servicerequest-response"
    assert header["response"] == {"identifier": "m-1", "code": "ok"}
    assert header["reason"]["coding"][0]["code"] == "new"
    assert header["sender"] == {"reference": "urn:uuid:receiver"}
    assert header["destination"][0]["receiver"] == {"reference": "urn:uuid:sender"}
    assert header["definition"].endswith("validation-full")
    focus = next(e["resource"] for e in bundle["entry"] if e["fullUrl"] == header["focus"][0]["reference"])
    assert (focus["resourceType"], focus["status"]) == ("Encounter", "cancelled")
    assert focus["identifier"] == [{"system": "urn:homeward:referral", "value": referral.reference}]
    assert "Needs a hospital." in focus["reasonCode"][0]["text"]
    assert resource(bundle, "CarePlan")["status"] == "active"
    assert not_given() == 0
    assert list(deliver(now=LATER)) == []
    assert len(listener.got) == 1


def test_accepted_then_seen_is_told_in_two_messages(referral: Referral, borough: Borough, listener: Listener) -> None:
    actions.accept(
        referral=referral, pathway="rapid_response", reason="Spoke to them", by=borough.coordinator, now=LATER
    )
    assert len(list(deliver(now=LATER))) == 1
    episode = Referral.objects.get(pk=referral.pk).episode
    assert episode is not None
    record_visit(
        episode=episode, kind="face_to_face", started_at=LATER, what_happened="Helped up.", by=borough.nurse, now=LATER
    )
    assert [d.trouble for d in deliver(now=LATER)] == [""]
    assert list(deliver(now=LATER)) == []
    first, last = (bundle for _, bundle in listener.got)
    ours = [e["resource"] for b in (first, last) for e in b["entry"] if e["resource"]["resourceType"] == "Encounter"]
    assert [e["status"] for e in ours] == ["triaged", "in-progress", "triaged", "finished"]
    assert ours[1]["id"] == ours[3]["id"]
    assert resource(last, "CarePlan")["status"] == "completed"
    assert resource(last, "MessageHeader")["reason"]["coding"][0]["code"] == "update"
    assert (
        "was seen on 04 Mar 2026 at 10:30"
        in resource(last, "CarePlan")["activity"][0]["outcomeCodeableConcept"][0]["text"]
    )


def test_a_system_told_of_a_visit_that_was_withdrawn_is_told_so_and_told_again_of_the_next(
    referral: Referral, borough: Borough, listener: Listener
) -> None:
    actions.accept(referral=referral, pathway="rapid_response", reason="Rang", by=borough.coordinator, now=LATER)
    episode = Referral.objects.get(pk=referral.pk).episode
    assert episode is not None
    visit = {"episode": episode, "kind": "face_to_face", "what_happened": "Helped up.", "by": borough.nurse}
    wrong = record_visit(**visit, started_at=LATER, now=LATER)
    assert [d.trouble for d in deliver(now=LATER)] == ["", ""]
    withdraw_visit(visit=wrong, why="Somebody else", by=borough.nurse, now=LATER)
    listener.status = 500
    assert [d.trouble for d in deliver(now=LATER)] == ["It answered 500."]
    listener.status = 200
    assert [d.trouble for d in deliver(now=LATER)] == [""]
    assert list(deliver(now=LATER)) == []
    said = resource(listener.got[-1][1], "CarePlan")["activity"][0]["outcomeCodeableConcept"][0]["text"]
    assert "has not been seen after all" in said
    again = LATER + timedelta(minutes=20)
    record_visit(**visit, started_at=again, now=again)
    assert [d.trouble for d in deliver(now=again)] == [""]
    assert "was seen on 04 Mar 2026 at 10:50" in str(listener.got[-1][1])


@pytest.mark.parametrize("status", [302, 400, 404, 500])
def test_an_answer_not_taken_stays_to_be_given_and_is_tried_again(
    referral: Referral, borough: Borough, listener: Listener, status: int
) -> None:
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    listener.status = status
    assert [d.trouble for d in deliver(now=LATER)] == [f"It answered {status}."]
    assert not_given() == 1
    listener.status = 200
    assert [d.trouble for d in deliver(now=LATER)] == [""]
    assert not_given() == 0
    assert listener.got[0][1] == listener.got[1][1]


def test_a_later_answer_does_not_overtake_one_that_failed(
    referral: Referral, borough: Borough, listener: Listener
) -> None:
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    actions.reopen(referral=referral, reason="Looked again.", by=borough.coordinator, now=LATER)
    listener.status = 500
    assert len(list(deliver(now=LATER))) == 1
    listener.status = 200
    assert len(list(deliver(now=LATER))) == 2
    assert [resource(b, "MessageHeader")["reason"]["coding"][0]["code"] for _, b in listener.got] == [
        "new",
        "new",
        "update",
    ]


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_send_each_answer_once_and_in_order(
    referral: Referral, borough: Borough, listener: Listener
) -> None:
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    actions.reopen(referral=referral, reason="Looked again.", by=borough.coordinator, now=LATER)
    actions.accept(referral=referral, pathway="rapid_response", reason="Rang", by=borough.coordinator, now=LATER)
    episode = Referral.objects.get(pk=referral.pk).episode
    assert episode is not None
    visit = {"kind": "face_to_face", "what_happened": "Helped up.", "by": borough.nurse}
    record_visit(episode=episode, started_at=LATER, now=LATER, **visit)
    listener.takes = 0.2
    runs = at_once(*[lambda: list(deliver(now=LATER))] * 4)
    list(deliver(now=LATER))  # the last word, where every run was busy when it came to wait
    assert [d.trouble for run in runs for d in run] == [""] * sum(map(len, runs))
    told = [resource({"entry": b["entry"][-2:]}, "Encounter")["status"] for _, b in listener.got]
    assert told == ["cancelled", "planned", "in-progress", "finished"]
    assert not Message.objects.filter(sending_until__isnull=False).exists()


def test_the_hold_of_a_run_that_died_ends_by_itself(referral: Referral, borough: Borough, listener: Listener) -> None:
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    Message.objects.update(sending_until=timezone.now() + HELD_FOR)
    assert list(deliver(now=LATER)) == []
    assert listener.got == []
    Message.objects.update(sending_until=timezone.now())
    assert [d.trouble for d in deliver(now=LATER)] == [""]


def test_a_run_that_breaks_off_leaves_no_hold_behind(referral: Referral, borough: Borough) -> None:
    def interrupted(address: str, body: bytes) -> str:
        raise KeyboardInterrupt

    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    with pytest.raises(KeyboardInterrupt):
        list(deliver(now=LATER, post=interrupted))
    assert [d.trouble for d in deliver(now=LATER)] == [""]


def test_what_was_told_by_phone_is_no_first_message(referral: Referral, borough: Borough, listener: Listener) -> None:
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    actions.answer_given(answer=ReferrerAnswer.objects.get(), by=borough.coordinator, now=LATER)
    actions.reopen(referral=referral, reason="Looked again.", by=borough.coordinator, now=LATER)
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    assert [d.trouble for d in deliver(now=LATER)] == ["", ""]
    reasons = [resource(bundle, "MessageHeader")["reason"]["coding"][0]["code"] for _, bundle in listener.got]
    assert reasons == ["new", "update"]


def test_a_system_whose_answer_was_phoned_hears_first_that_the_person_was_seen(
    referral: Referral, borough: Borough, listener: Listener
) -> None:
    actions.accept(referral=referral, pathway="rapid_response", reason="Rang", by=borough.coordinator, now=LATER)
    actions.answer_given(answer=ReferrerAnswer.objects.get(), by=borough.coordinator, now=LATER)
    episode = Referral.objects.get(pk=referral.pk).episode
    assert episode is not None
    visit = {"kind": "face_to_face", "what_happened": "Helped up.", "by": borough.nurse}
    record_visit(episode=episode, started_at=LATER, now=LATER, **visit)
    assert [d.trouble for d in deliver(now=LATER)] == [""]
    assert resource(listener.got[0][1], "MessageHeader")["reason"]["coding"][0]["code"] == "new"


def test_a_system_that_is_not_there_is_said_in_a_sentence(
    referral: Referral, borough: Borough, listener: Listener
) -> None:
    Sender.objects.update(reply_url="http://127.0.0.1:1/nobody")
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    [delivery] = deliver(now=LATER)
    assert delivery.trouble.startswith("It could not be reached:")
    assert not_given() == 1


@pytest.mark.parametrize("address", ["file:" + "///etc/passwd", "ftp://x.example", "nonsense", "http://[bad"])
def test_what_is_no_web_address_is_not_asked(address: str) -> None:
    assert post_json(address, b"{}")


def test_without_an_address_the_front_door_rings(
    referral: Referral, borough: Borough, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    Sender.objects.update(reply_url="")
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    assert send.run(_options("text")) == 1
    assert f"{referral.reference}: the answer did not reach Dispatch." in capsys.readouterr().out
    assert not_given() == 1
    assert listener.got == []


def test_the_command_says_what_was_delivered(
    referral: Referral, borough: Borough, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send.run(_options("text")) == 0
    assert capsys.readouterr().out == "No answer waits to be sent.\n"
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    assert send.run(_options("json")) == 0
    assert json.loads(capsys.readouterr().out) == {"reference": referral.reference, "to": "Dispatch", "trouble": ""}


def test_a_reply_is_made_from_a_message_that_leaves_out_everything_it_may() -> None:
    bundle: dict[str, Any] = {
        "entry": [
            {"resource": {"resourceType": "ServiceRequest"}},
            {"resource": {"resourceType": "Patient"}},
            "text",
            {},
        ]
    }
    reply = Reply(kind="accept", reference="HW-000001", says="Yes.", first=True, at=NOW)
    made = reply_to(bundle, message_id="m", reply=reply)
    assert made == reply_to(bundle, message_id="m", reply=reply)
    assert resource(made, "Encounter")["status"] == "in-progress"
    assert orjson.dumps(made)


def test_our_reply_is_not_taken_for_a_request(referral: Referral, borough: Borough, listener: Listener) -> None:
    actions.decline(referral=referral, reason="No.", by=borough.coordinator, now=LATER)
    list(deliver(now=LATER))
    answered = take_in(arrived=arrived(as_bytes(listener.got[0][1])), sender=None, now=LATER)
    assert answered.status == 422
    assert Message.objects.count() == 2


def _options(form: str) -> Any:
    from argparse import Namespace

    return Namespace(format=form)
