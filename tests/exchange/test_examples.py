"""The standard's published examples: each is taken in, or refused with words and kept; none breaks anything."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from homeward.exchange.actions import DUPLICATE, RECEIVED, REFUSED, arrived, take_in
from homeward.exchange.models import Message
from homeward.exchange.verify import problems_at
from homeward.referrals.models import Referral
from tests.exchange.messages import resource
from tests.support.borough import make_borough

DATA = Path(__file__).resolve().parents[3] / "shared/data/fhir/bars/examples1.4.0"
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the standard's published examples are not beside this project"),
]
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.json"))
REQUEST = "process_message/request/ValidationRequest (POST) .json"
RESPONSE = "process_message/response/ValidationRequest (HTTP Response) .json"


def body_of(name: str) -> bytes:
    return (DATA / name).read_bytes()


def test_the_published_validation_request_is_a_referral_with_its_clock_caller_location_flags_and_consent() -> None:
    make_borough()
    answered = take_in(arrived=arrived(body_of(REQUEST)), sender=None, now=NOW)
    assert answered.outcome == RECEIVED
    referral = Referral.objects.select_related("person").get()
    person = referral.person
    assert (person.given_name, person.family_name, str(person.born_on)) == ("Julie", "Jones", "1959-05-04")
    assert (person.nhs_number, person.nhs_number_status) == ("3478526985", "unverified")
    assert (person.ethnic_category, person.gp_practice) == ("A", "Patient's Surgery (G82080)")
    assert (person.address, person.postcode) == ("22 Brightside Crescent, Overtown, West Yorkshire", "LS10 4YU")
    assert (person.phone, person.carer) == ("07736312544", "Jack Grayson (emergency contact), 0789 1234567")
    assert referral.clock_start_at == datetime(2021, 11, 26, 15, tzinfo=UTC)
    assert referral.sender_breach_at == datetime(2021, 11, 26, 15, 20, tzinfo=UTC)
    assert (referral.referrer_name, referral.referrer_phone) == ("Marcy BLAKE", "0205568263")
    assert (referral.source, referral.referrer_organisation) == ("ambulance_999", "Sender Organization")
    assert referral.location == "Briggate corner, 20 The Headrow, Leeds, LS1 6PT"
    assert {"category": "Scene safety", "code": "S", "text": "The Scene is safe"} in referral.flags
    doubts = [flag["text"] for flag in referral.flags if flag["category"] == "To check"]
    assert "The sender says help was needed since 26 Nov 2021. Ask whether that is right." in doubts
    assert referral.consent == "direct_care"
    assert "Syncope (disorder)" in referral.reason
    assert "Breathlessness or pain in the chest that is getting worse - CALL 999" in referral.reason


def test_the_answer_has_the_shape_of_the_published_one() -> None:
    make_borough()
    answer = orjson.loads(take_in(arrived=arrived(body_of(REQUEST)), sender=None, now=NOW).body)
    published = orjson.loads(body_of(RESPONSE))
    assert {key: answer[key] for key in ("resourceType", "id", "type", "timestamp")} == {
        key: published[key] for key in ("resourceType", "id", "type", "timestamp")
    }
    by_address = {entry["fullUrl"]: entry["resource"] for entry in answer["entry"]}
    for entry in published["entry"]:
        ours, theirs = by_address[entry["fullUrl"]], entry["resource"]
        assert ours["resourceType"] == theirs["resourceType"]
        assert ours["id"]
        assert "lastUpdated" in ours["meta"]
    assert set(resource(published, "ServiceRequest")) - {"reasonCode"} <= set(resource(answer, "ServiceRequest"))


@pytest.mark.parametrize("name", FILES)
def test_every_published_file_is_taken_in_or_refused_with_words_and_kept(name: str) -> None:
    make_borough()
    body = body_of(name)
    answered = take_in(arrived=arrived(body), sender=None, now=NOW)
    assert answered.outcome == (RECEIVED if name in {REQUEST, RESPONSE} else REFUSED)
    kept = Message.objects.get()
    assert bytes(kept.body) == body
    assert (kept.referral is None) == bool(kept.refused_because)
    assert answered.status in {200, 400, 422}
    assert list(problems_at(NOW)) == []


def test_all_of_them_one_after_another_lose_nothing() -> None:
    make_borough()
    outcomes = [take_in(arrived=arrived(body_of(name)), sender=None, now=NOW).outcome for name in FILES]
    assert outcomes.count(RECEIVED) == 1  # the two messages have one id: the second is kept for a person
    assert outcomes.count(DUPLICATE) == 0
    assert {bytes(body) for body in Message.objects.values_list("body", flat=True)} == {body_of(name) for name in FILES}
