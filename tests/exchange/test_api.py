"""Other systems call: every answer is FHIR, with what, where and what to do when something is wrong."""

import io
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import OperationalError
from django.test import Client

from homeward.exchange import actions
from homeward.exchange.bars import api
from homeward.exchange.models import Message, Sender
from homeward.exchange.senders import hash_of, make_sender, sender_with
from homeward.partnership.models import Organisation, OrganisationKind
from homeward.referrals.actions import decline
from homeward.referrals.models import Referral
from tests.exchange.messages import as_bytes, message, resource
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
PROCESS = "/fhir/R4/$process-message"


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def token(borough: Borough) -> str:
    organisation = Organisation.objects.create(code="RAA", name="Riverside Ambulance", kind=OrganisationKind.AMBULANCE)
    return make_sender(organisation=organisation, name="Ambulance dispatch", now=NOW)[1]


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def post(client: Client, token: str, body: bytes | None = None, **headers: str) -> Any:
    return client.post(
        PROCESS,
        body if body is not None else as_bytes(message()),
        content_type="application/fhir+json",
        headers={"authorization": f"Bearer {token}", **headers},
    )


def outcome_of(response: Any) -> dict[str, Any]:
    found = orjson.loads(response.content)
    assert found["resourceType"] == "OperationOutcome"
    assert response["Content-Type"].startswith("application/fhir+json")
    issue: dict[str, Any] = found["issue"][0]
    return {**issue, "rec": issue["details"]["coding"][0]["code"]}


def test_a_message_is_answered_with_the_bundle_and_our_reference(client: Client, token: str) -> None:
    response = post(client, token, **{"x-request-id": "r-1", "x-correlation-id": "c-1"})
    assert response.status_code == 200
    assert (response["X-Request-Id"], response["X-Correlation-Id"]) == ("r-1", "c-1")
    assert response["Cache-Control"] == "no-store"
    referral = Referral.objects.get()
    assert resource(orjson.loads(response.content), "ServiceRequest")["id"] == referral.reference
    assert referral.source_organisation is not None
    assert referral.source_organisation.code == "RAA"
    assert Message.objects.get().content_type == "application/fhir+json"
    assert post(client, token).content == response.content
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic dXNlcjpwdw==", "Bearer \xff\xfe"])
def test_nobody_is_let_in_without_a_token(client: Client, borough: Borough, header: str) -> None:
    headers = {"authorization": header} if header else {}
    response = client.post(PROCESS, b"{}", content_type="application/json", headers=headers)
    assert response.status_code == 401
    assert outcome_of(response)["rec"] == "REC_UNAUTHORIZED"
    assert response["WWW-Authenticate"] == "Bearer"
    assert not Message.objects.exists()


def test_a_sender_no_longer_active_is_not_let_in(client: Client, token: str) -> None:
    Sender.objects.update(active=False)
    assert post(client, token).status_code == 401


def test_only_a_hash_of_the_token_is_kept(token: str) -> None:
    sender = Sender.objects.get()
    assert sender.token_hash == hash_of(token)
    assert token not in sender.token_hash
    assert sender_with(token) == sender
    assert sender_with("\ud800") is None


def test_signing_in_as_a_member_does_not_replace_the_token(client: Client, borough: Borough) -> None:
    client.force_login(borough.coordinator)
    assert client.post(PROCESS, b"{}", content_type="application/json").status_code == 401


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options", "head"])
def test_other_methods_are_refused_in_fhir(client: Client, token: str, method: str) -> None:
    response = getattr(client, method)(PROCESS, headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    if method != "head":
        assert outcome_of(response)["rec"] == "REC_METHOD_NOT_ALLOWED"


def test_malformed_json_says_line_and_column_and_is_kept(client: Client, token: str) -> None:
    response = post(client, token, b'{"resourceType": "Bundle",\n "entry": [}')
    assert response.status_code == 400
    told = outcome_of(response)
    assert told["rec"] == "REC_BAD_REQUEST"
    assert "line 2, column 12" in told["diagnostics"]
    assert told["location"] == ["line 2, column 12"]
    assert Message.objects.get().sender is not None


def test_ten_megabytes_of_junk_are_answered_unparsed_with_their_true_size_kept(
    client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_parsing(body: bytes) -> None:
        raise AssertionError("junk was parsed")

    monkeypatch.setattr(actions, "parse_bundle", no_parsing)
    junk = b"\xde\xad\xbe\xef" * (10 * 1024 * 1024 // 4)
    response = post(client, token, junk)
    assert response.status_code == 413
    assert outcome_of(response)["code"] == "too-long"
    kept = Message.objects.get()
    assert (kept.size, len(kept.body)) == (len(junk), 5 * 1024 * 1024)
    assert kept.sha256 == actions.arrived(junk).sha256


def test_reading_stops_at_a_limit_however_much_is_sent(
    client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MOST_COUNTED", 6 * 1024 * 1024)
    assert post(client, token, b"x" * (9 * 1024 * 1024)).status_code == 413
    assert Message.objects.get().size == 6 * 1024 * 1024


def test_a_body_sent_in_chunks_is_read(client: Client, token: str) -> None:
    body = as_bytes(message())
    response = client.generic(
        "POST",
        PROCESS,
        content_type="application/fhir+json",
        headers={"authorization": f"Bearer {token}", "transfer-encoding": "chunked"},
        **{"wsgi.input": io.BytesIO(body)},
    )
    assert response.status_code == 200


def test_when_the_database_does_not_answer_the_sender_is_told_to_send_again(
    client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**kwargs: Any) -> None:
        raise OperationalError("gone away with secrets")

    monkeypatch.setattr(api, "take_in", gone)
    response = post(client, token)
    assert response.status_code == 503
    assert outcome_of(response)["rec"] == "REC_SERVICE_UNAVAILABLE"
    assert b"secrets" not in response.content


@pytest.mark.parametrize("sent", ["a\x01b", "caf\xe9"])
def test_a_request_id_that_cannot_be_printed_is_not_echoed(client: Client, token: str, sent: str) -> None:
    response = post(client, token, **{"x-request-id": sent})
    assert response.status_code == 200
    assert "X-Request-Id" not in response


def test_a_sender_follows_its_own_referral(client: Client, token: str, borough: Borough) -> None:
    post(client, token)
    referral = Referral.objects.get()
    address = f"/fhir/R4/ServiceRequest/{referral.reference}"
    headers = {"authorization": f"Bearer {token}"}
    told = client.get(address, headers=headers).json()
    assert (told["resourceType"], told["id"], told["status"]) == ("ServiceRequest", referral.reference, "active")
    assert told["note"] == [{"text": "Waiting for triage"}]
    decline(referral=referral, reason="Not in our area.", by=borough.coordinator, now=referral.received_at)
    response = client.get(address, headers=headers)
    assert response.json()["status"] == "revoked"
    assert "Not in our area." in response.json()["note"][1]["text"]
    for secret in ("Ashdown", "9990000018", "1940", "Made-up Row"):
        assert secret not in response.content.decode()


def test_another_sender_finds_no_referral_there(client: Client, token: str, borough: Borough) -> None:
    post(client, token)
    reference = Referral.objects.get().reference
    organisation = Organisation.objects.get(code="RAA")
    other = make_sender(organisation=organisation, name="Another system", now=NOW + timedelta(days=1))[1]
    for asked in (reference, "HW-999999", "nonsense", "1", "HW-99999999999999999999"):
        response = client.get(f"/fhir/R4/ServiceRequest/{asked}", headers={"authorization": f"Bearer {other}"})
        assert response.status_code == 404
        assert outcome_of(response)["rec"] == "REC_NOT_FOUND"
    assert client.get(f"/fhir/R4/ServiceRequest/{reference}").status_code == 401


def test_metadata_is_open_and_says_what_is_built(client: Client, db: None) -> None:
    response = client.get("/fhir/R4/metadata")
    found = response.json()
    assert (found["resourceType"], found["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    assert [r["type"] for r in found["rest"][0]["resource"]] == ["ServiceRequest"]
    assert found["implementation"]["url"] == "http://testserver/fhir/R4"


@pytest.mark.parametrize("rest", ["Slot", "Appointment/1", "MessageDefinition", "Patient"])
def test_what_is_not_built_says_so(client: Client, db: None, rest: str) -> None:
    response = client.get(f"/fhir/R4/{rest}")
    assert response.status_code == 501
    assert outcome_of(response)["rec"] == "REC_NOT_IMPLEMENTED"
