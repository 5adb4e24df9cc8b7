"""The worklist: what it shows, how it narrows, and that it asks the database no more when the list is long."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.crowd import open_referrals
from homeward.episodes.verify import problems as episode_problems
from homeward.exchange.actions import arrived, take_in
from homeward.people.models import AccessedPerson, AccessEntry, Person
from homeward.referrals import actions
from homeward.referrals.models import Referral
from homeward.referrals.verify import problems as referral_problems
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def client(borough: Borough) -> Client:
    signed_in = Client()
    signed_in.force_login(borough.coordinator)
    return signed_in


def names_on(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("worklist"), QueryDict(query).dict()).content.decode()
    return re.findall(r'<a id="r\d+" [^>]*>([^<]+)</a>', page)


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_ten_thousand_open_referrals_cost_no_more_queries_than_ten(borough: Borough, client: Client) -> None:
    now = timezone.now()
    open_referrals(10, by=borough.coordinator, now=now)
    first = Referral.objects.order_by("pk")[0]
    paths = [
        reverse("worklist"),
        f"{reverse('worklist_rows')}?live=1",
        f"{reverse('worklist')}?search=okafor&state=waiting_for_triage",
        reverse("referral", args=[first.pk]),
        reverse("record", args=[first.person_id]),
    ]
    for path in paths:
        client.get(path)  # the first look is written in the access log; the next within ten minutes is not
    few = {path: queries_of(client, path) for path in paths}
    open_referrals(9_990, by=borough.coordinator, now=now, seed=2)
    for path in paths:
        client.get(path)
    assert {path: queries_of(client, path) for path in paths} == few
    assert max(few.values()) <= 15, few
    assert list(referral_problems()) == []
    assert list(episode_problems()) == []


def test_the_clock_that_runs_out_first_is_at_the_top(borough: Borough, client: Client) -> None:
    now = timezone.now()
    for minutes, name in ((10, "Late"), (100, "Soon"), (200, "Over")):
        received(
            borough,
            now=now - timedelta(minutes=minutes),
            needed_at=now - timedelta(minutes=minutes),
            details={"family_name": name, "nhs_number": "", "given_name": "A"},
        )
    assert names_on(client) == ["A Over", "A Soon", "A Late"]
    assert names_on(client, "breached=yes") == ["A Over"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("okaf", True),
        ("ada okafor", True),
        ("999 000 0026", True),
        ("9990000026", True),
        ("se17eh", True),
        ("ashdown", False),
        ("kafor", False),
        ("HW-999999", False),
        ("%", False),
        ("\x00", True),  # nothing is left of it, so nothing is searched for
    ],
)
def test_a_search_finds_by_name_number_postcode_or_reference(
    borough: Borough, client: Client, search: str, found: bool
) -> None:
    received(borough, details={"family_name": "Okafor", "given_name": "Ada", "nhs_number": "9990000026"})
    assert (names_on(client, urlencode({"search": search})) == ["Ada Okafor"]) is found


def test_a_search_by_reference_finds_that_referral(borough: Borough, client: Client) -> None:
    referral = received(borough)
    received(borough, details={"family_name": "Okafor", "nhs_number": ""})
    for written in (referral.reference, referral.reference.lower(), f"HW{referral.pk}", f"hw-{referral.pk}"):
        assert names_on(client, f"search={written}") == ["Mabel Ashdown"]


def test_filters_narrow_by_team_state_clock_and_pathway(borough: Borough, client: Client) -> None:
    waiting = received(borough, details={"family_name": "Waits", "given_name": "A", "nhs_number": ""})
    asked = received(borough, details={"family_name": "Asked", "given_name": "A", "nhs_number": ""})
    taken = received(borough, details={"family_name": "Taken", "given_name": "A", "nhs_number": ""})
    now = timezone.now()
    actions.ask(referral=asked, question="Can she stand?", by=borough.coordinator, now=now)
    actions.accept(referral=taken, pathway="rapid_response", by=borough.coordinator, now=now)
    assert names_on(client, "team=rapid-response") == ["A Taken"]
    assert names_on(client, "state=waiting_for_referrer") == ["A Asked"]
    assert names_on(client, "state=waiting_for_triage") == [waiting.person.full_name]
    assert names_on(client, "pathway=rapid_response") == ["A Taken"]
    assert sorted(names_on(client, "clock=05")) == ["A Asked", "A Taken", "A Waits"]
    assert names_on(client, "clock=06") == []
    assert sorted(names_on(client, "state=nonsense")) == ["A Asked", "A Taken", "A Waits"]


def test_looking_is_written_down_once_and_a_search_every_time(borough: Borough, client: Client) -> None:
    received(borough)
    client.get(reverse("worklist"))
    client.get(f"{reverse('worklist_rows')}?live=1")
    assert AccessEntry.objects.count() == 1
    assert AccessedPerson.objects.get().person == Person.objects.get()
    client.get(f"{reverse('worklist')}?search=nobody")
    client.get(f"{reverse('worklist')}?search=nobody")
    client.get(f"{reverse('worklist_rows')}?live=1&search=nobody")
    assert (
        list(AccessEntry.objects.filter(searched_for="nobody").values_list("member__username", flat=True))
        == ["cora-coordinator"] * 2
    )


def test_a_search_that_calls_itself_a_refresh_is_written_down_too(borough: Borough, client: Client) -> None:
    client.get(f"{reverse('worklist')}?live=1&search=neighbour")
    client.get(f"{reverse('worklist')}?live=1&search=neighbour")
    assert AccessEntry.objects.get().searched_for == "neighbour"


def test_a_page_that_does_not_exist_shows_the_last_one(borough: Borough, client: Client) -> None:
    received(borough)
    for page in ("2", "-1", "nonsense"):
        assert names_on(client, f"page={page}") == ["Mabel Ashdown"]


def test_the_words_of_a_referral_cannot_become_part_of_the_page(borough: Borough, client: Client) -> None:
    received(borough, details={"family_name": "<script>alert(1)</script>", "nhs_number": ""})
    page = client.get(reverse("worklist")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_messages_that_could_not_be_read_are_counted_on_the_worklist(borough: Borough, client: Client) -> None:
    assert "</strong> message" not in client.get(reverse("worklist")).content.decode()
    take_in(arrived=arrived(b"not a message"), sender=None, now=timezone.now())
    assert "<strong>1</strong> message to sort" in client.get(reverse("worklist")).content.decode()
