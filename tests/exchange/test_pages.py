"""Messages that wait: who may read them, what the page says, and what a person can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from homeward.exchange.actions import arrived, take_in
from homeward.exchange.models import Message
from homeward.exchange.queries import messages_kept
from homeward.exchange.sorting import AlreadyDealtWith, ResolutionNeeded, resolve, try_again
from homeward.exchange.verify import problems_at
from homeward.partnership.models import Member
from homeward.people.models import AccessEntry
from homeward.referrals.models import Arrival, Referral
from tests.exchange.messages import as_bytes, changed, message
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(borough: Borough) -> Message:
    bundle = changed(message(), "MessageHeader", lambda h: h["eventCoding"].update(code="booking-request"))
    bundle["note"] = "<script>alert(1)</script>"
    return take_in(arrived=arrived(as_bytes(bundle), file_name="desk/booking.json"), sender=None, now=NOW).message


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def pages_of(message: Message) -> list[tuple[str, str]]:
    one = f"/messages/{message.pk}"
    return [
        ("get", "/messages"),
        ("get", one),
        ("get", f"{one}/body"),
        ("post", f"{one}/retry"),
        ("post", f"{one}/resolve"),
    ]


def test_only_those_who_sort_messages_open_them(borough: Borough, kept: Message) -> None:
    refused = [borough.nurse, borough.commissioner, borough.analyst, borough.gp, borough.privacy_officer]
    for method, address in pages_of(kept):
        for member in refused:
            assert getattr(as_member(member), method)(address).status_code == 403, (address, member)
        assert getattr(Client(), method)(address).status_code == 302
    for member in (borough.coordinator, borough.head):
        assert [as_member(member).get(a).status_code for m, a in pages_of(kept) if m == "get"] == [200, 200, 200]
    assert not messages_kept(borough.nurse).exists()


def test_the_list_says_what_waits_and_nothing_of_anyone(borough: Borough, kept: Message) -> None:
    page = as_member(borough.coordinator).get("/messages").content.decode()
    assert "1 message waits for somebody." in page
    assert "booking-request" in page
    assert "desk/booking.json" in page
    assert "Ashdown" not in page
    assert not AccessEntry.objects.exists()


def test_the_list_is_calm_when_nothing_waits(borough: Borough) -> None:
    assert "No message waits." in as_member(borough.coordinator).get("/messages").content.decode()


def test_the_page_says_what_is_wrong_and_where_and_shows_all_of_it_harmless(borough: Borough, kept: Message) -> None:
    page = as_member(borough.coordinator).get(f"/messages/{kept.pk}").content.decode()
    assert "Messages of the event &#34;booking-request&#34; are not taken in here" in page
    assert "Where: Bundle.entry.resource.ofType(MessageHeader).eventCoding.code" in page
    assert "Ashdown" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert f"/referrals/new?message={kept.pk}" in page


def test_what_to_do_stands_before_what_only_technicians_ask_for(borough: Borough, kept: Message) -> None:
    page = as_member(borough.coordinator).get(f"/messages/{kept.pk}").content.decode()
    titles = ("What is wrong", "Where it is from", "What to do", "The whole message", "SHA-256 checksum", "Answer code")
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_words_on_what_was_done_are_asked_for_unless_there_is_a_referral(borough: Borough, kept: Message) -> None:
    page = as_member(borough.coordinator).get(f"/messages/{kept.pk}").content.decode()
    assert "What was done, if no referral was made</label>" in page
    assert "Referral made from it (optional)" in page


def test_reading_a_message_is_written_down(borough: Borough, kept: Message) -> None:
    client = as_member(borough.coordinator)
    client.get(f"/messages/{kept.pk}")
    client.get(f"/messages/{kept.pk}/body")
    routes = AccessEntry.objects.values_list("member__username", "route")
    assert list(routes) == [("cora-coordinator", f"message {kept.pk}")] * 2


def test_the_body_is_saved_as_plain_text_and_never_run(borough: Borough, kept: Message) -> None:
    response = as_member(borough.coordinator).get(f"/messages/{kept.pk}/body")
    assert response.content == bytes(kept.body)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("body", [b"\xff\x00<b>", b"[" * 500 + b"]" * 500, b'{"a":"\\u0000"}', b"x" * 5_500_000, b""])
def test_whatever_was_sent_can_be_looked_at(borough: Borough, body: bytes) -> None:
    message = take_in(arrived=arrived(body), sender=None, now=NOW).message
    page = as_member(borough.coordinator).get(f"/messages/{message.pk}")
    assert page.status_code == 200
    assert "\0" not in page.content.decode()
    assert len(page.content) < 400_000


def test_a_message_about_someone_whose_address_is_secret_says_so(borough: Borough) -> None:
    bundle = changed(message(), "Patient", lambda p: p.update(meta={"security": [{"code": "R"}]}))
    bundle = changed(bundle, "MessageHeader", lambda h: h.pop("eventCoding"))
    kept = take_in(arrived=arrived(as_bytes(bundle)), sender=None, now=NOW).message
    page = as_member(borough.coordinator).get(f"/messages/{kept.pk}").content.decode()
    assert "address must not be told to anyone" in page


def test_closing_needs_words_or_a_referral(borough: Borough, kept: Message) -> None:
    client = as_member(borough.coordinator)
    response = client.post(f"/messages/{kept.pk}/resolve", {"resolution": " ", "reference": ""})
    assert response.status_code == 422
    assert "Say what was done about this message" in response.content.decode()
    response = client.post(f"/messages/{kept.pk}/resolve", {"resolution": "x", "reference": "HW-999999"})
    assert "There is no referral &#34;HW-999999&#34;" in response.content.decode()
    assert Message.objects.get().waits


def test_a_message_is_closed_with_the_referral_made_from_it(borough: Borough, kept: Message) -> None:
    referral = received(borough)
    client = as_member(borough.coordinator)
    page = client.get(f"/messages/{kept.pk}?referral={referral.reference}").content.decode()
    assert f'value="{referral.reference}"' in page
    response = client.post(f"/messages/{kept.pk}/resolve", {"resolution": "", "reference": referral.reference.lower()})
    assert response.status_code == 302
    done = Message.objects.get()
    assert (done.made_referral, done.resolved_by) == (referral, borough.coordinator)
    assert done.resolution == f"Referral {referral.reference} was made from it."
    assert f"/referrals/{referral.pk}" in client.get(f"/messages/{kept.pk}").content.decode()
    assert "No message waits." in client.get("/messages").content.decode()
    people = AccessEntry.objects.filter(route=f"message {kept.pk}").last()
    assert people is not None
    assert list(people.people.all()) == [referral.person]


def test_two_people_cannot_both_close_it(borough: Borough, kept: Message) -> None:
    resolve(message=kept, resolution="Rang them.", referral=None, by=borough.head, now=NOW)
    with pytest.raises(AlreadyDealtWith):
        resolve(message=kept, resolution="I too.", referral=None, by=borough.coordinator, now=NOW)
    with pytest.raises(AlreadyDealtWith):
        try_again(message=kept, by=borough.coordinator, now=NOW)
    assert Message.objects.get().resolution == "Rang them."
    client = as_member(borough.coordinator)
    answer = client.post(f"/messages/{kept.pk}/resolve", {"resolution": "I too."}, follow=True)
    assert "Somebody has dealt with this message" in answer.content.decode()


def test_closing_without_words_is_refused_by_the_action_too(borough: Borough, kept: Message) -> None:
    with pytest.raises(ResolutionNeeded):
        resolve(message=kept, resolution=" \0 ", referral=None, by=borough.head, now=NOW)


def test_trying_again_takes_it_in_once_what_stood_in_the_way_is_mended(db: None) -> None:
    early = take_in(arrived=arrived(as_bytes(message())), sender=None, now=NOW).message
    borough = make_borough()
    client = as_member(borough.coordinator)
    answer = client.post(f"/messages/{early.pk}/retry", follow=True)
    referral = Referral.objects.get()
    assert f"Taken in as {referral.reference}" in answer.content.decode()
    done = Message.objects.get()
    assert (done.referral, done.refused_because, done.resolved_by) == (referral, "", borough.coordinator)
    assert "not set up yet" in done.resolution
    page = answer.content.decode()
    assert "What is wrong" not in page
    assert "Before that it had been refused with these words: “The service is not set up yet." in page
    assert "200, since it was read again" in page
    again = take_in(arrived=arrived(as_bytes(message())), sender=None, now=NOW)
    assert (again.outcome, again.status) == ("duplicate", 200)


def test_trying_again_in_vain_changes_nothing(borough: Borough, kept: Message) -> None:
    answer = as_member(borough.coordinator).post(f"/messages/{kept.pk}/retry", follow=True)
    assert "It still cannot be taken in." in answer.content.decode()
    assert Message.objects.get().waits


def test_trying_again_what_was_taken_in_meanwhile_closes_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    early = take_in(arrived=arrived(as_bytes(message())), sender=None, now=NOW).message
    borough = make_borough()
    spaced = b" " + as_bytes(message())
    taken = take_in(arrived=arrived(spaced), sender=None, now=NOW).message
    try_again(message=early, by=borough.head, now=NOW)
    early.refresh_from_db()
    assert early.resolution == f"The same message was taken in already, as message {taken.pk}."
    assert early.made_referral == taken.referral
    page = as_member(borough.head).get(f"/messages/{early.pk}").content.decode()
    assert "What was wrong" in page
    assert "What is wrong" not in page
    assert Referral.objects.count() == 1


def test_a_message_sent_again_after_it_was_closed_waits_again(borough: Borough, kept: Message) -> None:
    resolve(message=kept, resolution="Rang them.", referral=None, by=borough.head, now=NOW)
    again = take_in(arrived=arrived(bytes(kept.body)), sender=None, now=NOW).message
    assert again.pk != kept.pk
    assert again.waits


def test_a_message_nobody_sorts_for_a_day_is_a_problem(borough: Borough, kept: Message) -> None:
    assert list(problems_at(NOW + timedelta(hours=24))) == []
    [late] = problems_at(NOW + timedelta(hours=24, seconds=1))
    assert (late.subject, late.rule) == (
        f"Message {kept.pk}",
        "A message that could not be taken in is sorted within 24 hours",
    )


def test_a_message_taken_in_at_once_is_not_among_those_to_sort(borough: Borough) -> None:
    taken: Any = take_in(arrived=arrived(as_bytes(message())), sender=None, now=NOW).message
    assert as_member(borough.coordinator).get(f"/messages/{taken.pk}").status_code == 404


def test_a_referral_from_a_message_without_its_message_is_a_problem(borough: Borough) -> None:
    referral = received(borough, arrival=Arrival.BARS)
    found = [(problem.subject, problem.rule) for problem in problems_at(NOW)]
    assert found == [(referral.reference, "A referral that arrived as a message has its message")]


def test_what_can_be_read_of_a_refused_message_is_told_in_words(borough: Borough, kept: Message) -> None:
    page = as_member(borough.coordinator).get(f"/messages/{kept.pk}").content.decode()
    told = page.split("What it seems to say")[1].split("Where it is from")[0]
    for words in ("Mabel Rose Ashdown", "999 000 0018", "07700 900001", "Large dog in the hall", "Riverside Ambulance"):
        assert words in told
