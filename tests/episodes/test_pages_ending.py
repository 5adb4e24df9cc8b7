"""The pages on which help ends, what came of it is said anew, and an end is taken back."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from homeward.episodes.models import Episode
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange
from homeward.episodes.verify import problems
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, received
from tests.support.leaving import ONWARD, PLAN, agreed, left_well, seen
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return seen(borough, at=NOW)


def test_help_ends_in_two_steps_with_what_came_of_it(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    assert "Why is the help ending?" in words(client.get(path))
    assert "Why is the help ending: choose one." in words(client.get(path + "?reason="))
    refused = client.post(path, {})
    assert refused.status_code == 422
    assert "Why is the help ending: choose one." in words(refused)
    assert "Nobody has agreed yet what happens after we leave." in words(client.get(path + "?reason=completed"))
    agreed(episode, by=borough.nurse, now=NOW)
    assert "Long-term support at home" in words(client.get(path + "?reason=completed"))
    missing = client.post(path, {"reason": "completed"})
    assert "What comes after our help: choose one." in words(missing)
    sent = {"reason": "completed", "sequel": "lts_community", "outcome": ""}
    answer = client.post(path, sent, follow=True)
    assert "Rapid response has ended for Mabel Ashdown." in words(answer)
    assert "Counted, not as a success" in words(answer)
    leaving = Leaving.objects.get()
    assert (leaving.outcome, leaving.sequel) == ("progress_support", "lts_community")
    assert list(problems()) == []


def test_the_form_to_end_help_sent_twice_ends_it_once(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    sent = {"reason": "declined", "sequel": "nfa_declined"}
    assert [client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert FollowUp.objects.count() == 1
    other = as_(borough.head).post(path, {"reason": "not_reached", "sequel": "nfa_other"})
    assert other.status_code == 422
    assert "This episode has ended" in words(other)
    assert Episode.objects.get().end_reason == "declined"


def test_a_death_is_asked_for_its_day_and_nothing_else(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    page = words(client.get(path + "?reason=died"))
    assert "When did they die?" in page
    assert "What comes after our help?" not in page
    assert "When did they die? Give the date." in words(client.post(path, {"reason": "died"}))
    ahead = client.post(path, {"reason": "died", "happened_on": "8 3 2026"})
    assert "That day is in the future." in words(ahead)
    client.post(path, {"reason": "died", "happened_on": "6 3 2026"})
    assert Leaving.objects.get().happened_on == date(2026, 3, 6)
    page = words(client.get(f"/episodes/{episode.pk}/leaving"))
    assert "They died, so nobody will be asked." in page
    assert "For Mabel" not in page


def test_help_finished_as_planned_without_an_agreed_plan_is_refused_with_what_to_do(
    borough: Borough, episode: Episode
) -> None:
    sent = {"reason": "completed", "sequel": "nfa_as_planned"}
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/end", sent)
    assert answer.status_code == 422
    assert "Agree it with the person first, then end the help." in words(answer)
    assert Episode.objects.get().ended_at is None


def test_help_nobody_has_begun_cannot_end_and_the_page_says_what_to_do(borough: Borough) -> None:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    client, path = as_(borough.nurse), f"/episodes/{referral.episode_id}/end"
    page = words(client.get(path))
    assert "there is no help to end" in page
    assert f"/people/{referral.person_id}" in page
    answer = client.post(path, {"reason": "declined", "sequel": "nfa_declined"})
    assert answer.status_code == 422
    assert "Nobody has seen this person yet." in words(answer)
    assert Episode.objects.get().ended_at is None


def test_what_came_of_help_is_said_anew_once_it_is_known_and_what_was_said_stays(
    borough: Borough, episode: Episode
) -> None:
    agreed(episode, by=borough.nurse, now=NOW)
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/leaving/outcome"
    assert client.get(path).status_code == 302
    client.post(f"/episodes/{episode.pk}/end", {"reason": "completed", "sequel": "not_known"})
    assert 'value="not_known" checked' in words(client.get(path))
    clash = client.post(path, {"reason": "completed", "sequel": "nfa_other", "outcome": "nfa_advice"})
    assert clash.status_code == 422
    assert "say different things" in words(clash)
    for _ in range(2):
        answer = client.post(path, {"reason": "completed", "sequel": "lts_community", "outcome": ""}, follow=True)
    assert "Nia Example corrected it: Not known yet" in words(answer)
    leaving = Leaving.objects.get()
    assert (leaving.outcome, leaving.sequel) == ("progress_support", "lts_community")
    assert LeavingChange.objects.get().before["sequel"] == "not_known"
    assert list(problems()) == []


def test_an_episode_opened_in_error_is_asked_nothing_more(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    assert "What comes after our help?" not in words(client.get(path + "?reason=opened_in_error"))
    client.post(path, {"reason": "opened_in_error"})
    assert Episode.objects.get().end_reason == "opened_in_error"
    assert client.get(f"/episodes/{episode.pk}/leaving/outcome").status_code == 302


def test_an_end_is_taken_back_by_whoever_ended_it(borough: Borough, it_is: Callable[[datetime], None]) -> None:
    episode = left_well(borough, at=NOW)
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/leaving/undo"
    assert "write a few words" in words(client.post(path, {"why": " "}))
    answer = client.post(path, {"why": "Another Mabel."}, follow=True)
    assert "The help for Mabel Ashdown goes on." in words(answer)
    assert "took an end back" in words(answer)
    assert Episode.objects.get().ended_at is None
    assert client.post(path, {"why": "Again."}).status_code == 302


def test_an_end_is_not_taken_back_by_a_colleague(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    Episode.objects.update(ended_by=borough.head)
    client = as_(borough.nurse)
    assert client.post(f"/episodes/{episode.pk}/leaving/undo", {"why": "No."}).status_code == 403
    assert "/leaving/undo" not in words(client.get(f"/episodes/{episode.pk}/leaving"))


def test_after_the_end_no_form_is_shown_that_would_be_refused(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    client = as_(borough.nurse)
    for page in ("leaving/plan", "leaving/onward", "end"):
        assert '<form method="post" novalidate class' not in words(client.get(f"/episodes/{episode.pk}/{page}"))
    assert client.post(f"/episodes/{episode.pk}/leaving/plan", PLAN).status_code == 422
    assert client.post(f"/episodes/{episode.pk}/leaving/onward", ONWARD).status_code == 422
