"""The pages on asking how people are afterwards, and both lists of those who have left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.models import Episode
from homeward.episodes.models.leaving import FollowUp
from homeward.people.models import AccessEntry, Person
from tests.support.borough import NOW, Borough
from tests.support.leaving import left_well
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]


def test_follow_ups_stand_by_day_and_are_recorded_once(borough: Borough, it_is: Callable[[datetime], None]) -> None:
    left_well(borough, at=NOW)
    later = {"family_name": "Bell", "given_name": "Tom", "nhs_number": ""}
    left_well(borough, at=NOW + timedelta(days=1), details=later)
    client = as_(borough.nurse)
    page = words(client.get("/follow-ups"))
    assert page.index("Mabel Ashdown") < page.index("Tom Bell")
    assert "Later" in page
    it_is(NOW + timedelta(days=86))
    client = as_(borough.nurse)
    page = words(client.get("/follow-ups"))
    assert "Overdue" in page
    assert "Now" in page
    one = FollowUp.objects.get(episode__person__given_name="Mabel")
    sent = {"living_at": "home", "been_in_hospital": "no", "said": "I manage."}
    for _ in range(2):
        assert client.post(f"/follow-ups/{one.pk}", sent).status_code == 302
    one.refresh_from_db()
    assert (one.living_at, one.been_in_hospital, one.said, one.done_by) == ("home", False, "I manage.", borough.nurse)
    client.get(f"/episodes/{one.episode_id}/leaving")
    assert "Mabel Ashdown" not in words(client.get("/follow-ups"))
    other = as_(borough.head).post(f"/follow-ups/{one.pk}", {**sent, "living_at": "care_home"})
    assert other.status_code == 422
    assert "has recorded this follow-up already" in words(other)


def test_a_follow_up_long_before_its_day_needs_a_reason_that_is_kept(borough: Borough) -> None:
    left_well(borough, at=NOW)
    one, client = FollowUp.objects.get(), as_(borough.nurse)
    path, sent = f"/follow-ups/{one.pk}", {"living_at": "home", "been_in_hospital": "not_known", "said": "Well."}
    assert "This is more than a week before its day." in words(client.get(path))
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert "Why is it done before its day: write a few words." in words(refused)
    client.post(path, {**sent, "why_early": "She moves away."})
    one.refresh_from_db()
    assert one.said == "Well.\n\nAsked before its day: She moves away."
    assert one.been_in_hospital is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"living_at": ""}, "Where are they now: choose one."),
        ({"been_in_hospital": ""}, "Have they been in hospital since: choose one."),
        ({"living_at": "died", "died_on": "1 3 2027"}, "this is in the future"),
        ({"living_at": "died", "died_on": "1 3 2026"}, "this is before our help ended"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused(
    borough: Borough, it_is: Callable[[datetime], None], changes: dict[str, str], said: str
) -> None:
    left_well(borough, at=NOW)
    it_is(NOW + timedelta(days=85))
    one = FollowUp.objects.get()
    answer = as_(borough.nurse).post(
        f"/follow-ups/{one.pk}", {"living_at": "home", "been_in_hospital": "no", "said": "", **changes}
    )
    assert answer.status_code == 422
    assert said in words(answer)
    assert FollowUp.objects.get().done_at is None


def test_nobody_is_told_to_call_somebody_who_has_died(borough: Borough) -> None:
    first = left_well(borough, at=NOW)
    Episode.objects.filter(pk=first.pk).update(end_reason="died")
    client, one = as_(borough.nurse), FollowUp.objects.get()
    assert "Do not call: they have died" in words(client.get("/follow-ups"))
    page = words(client.get(f"/follow-ups/{one.pk}"))
    assert "Do not call" in page
    assert "tel:" not in page
    client.post(f"/follow-ups/{one.pk}", {"living_at": "died", "been_in_hospital": "not_known"})
    assert FollowUp.objects.get().living_at == "died"


def test_lists_show_only_ones_own_people_and_looking_is_written_down(borough: Borough) -> None:
    left_well(borough, at=NOW)
    stranger = as_(borough.reablement_worker)
    for path in ("/follow-ups", "/onward"):
        assert "Mabel Ashdown" not in words(stranger.get(path))
        assert "Mabel Ashdown" in words(as_(borough.nurse).get(path))
    assert AccessEntry.objects.filter(member=borough.nurse, route__in=["follow_ups", "onward_waiting"]).count() == 2
    assert FollowUp.objects.get().episode.person.full_name == "Mabel Ashdown"


def test_lists_ask_few_questions_however_many_people_are_on_them(
    borough: Borough, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        left_well(borough, at=NOW, details={"family_name": f"Bell {number}", "nhs_number": ""})
    client = as_(borough.nurse)
    for path in ("/follow-ups", "/onward"):
        client.get(path)
        with django_assert_max_num_queries(10):
            client.get(path)


def test_empty_lists_say_what_to_do(borough: Borough) -> None:
    client = as_(borough.nurse)
    assert "Nobody is to be asked yet." in words(client.get("/follow-ups"))
    assert "Nothing waits." in words(client.get("/onward"))


def test_nobody_reads_there_who_cares_for_somebody_whose_whereabouts_are_secret(borough: Borough) -> None:
    left_well(borough, at=NOW)
    Person.objects.update(carer="Rose at 9 Hidden Lane")
    page = f"/follow-ups/{FollowUp.objects.get().pk}"
    assert "Hidden Lane" in words(as_(borough.nurse).get(page))
    Person.objects.update(restricted=True, address="", postcode="", phone="", gp_practice="")
    assert "Hidden Lane" not in words(as_(borough.nurse).get(page))
