"""The pages on care asked for after our help, and the list of what waits for an answer."""

import pytest

from homeward.episodes.models import Episode
from homeward.episodes.models.leaving import OnwardRequest
from tests.support.borough import NOW, Borough
from tests.support.leaving import ONWARD, asked_for, seen
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return seen(borough, at=NOW)


def test_care_is_asked_for_once_waits_on_a_list_and_is_answered(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    for _ in range(2):
        client.post(f"/episodes/{episode.pk}/leaving/onward", ONWARD)
    request = OnwardRequest.objects.get()
    assert "Meals, 3.5 hours a week" in words(client.get("/onward"))
    path = f"/onward/{request.pk}"
    assert "What became of it: choose one." in words(client.post(path, {}))
    assert "give the provider&#39;s name" in words(client.post(path, {"answer": "arranged"}))
    assert "say why it was refused" in words(client.post(path, {"answer": "refused"}))
    answer = client.post(path, {"answer": "arranged", "provider": "Weir Meals", "weekly_cost": "42"}, follow=True)
    assert "Arranged</span> by Weir Meals" in words(answer)
    assert "£42.00" in words(answer)
    assert "Nothing waits." in words(client.get("/onward"))
    again = as_(borough.head).post(path, {"answer": "refused", "note": "No room."})
    assert again.status_code == 422
    assert "has written down an answer already: arranged" in words(again)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"service": ""}, "Kind of care: choose one."),
        ({"hours_per_week": ""}, "Hours a week: give a number"),
        ({"hours_per_week": "169"}, "give a number from 0 to 168"),
        ({"hours_per_week": "-1"}, "give a number from 0 to 168"),
        ({"hours_per_week": "many"}, "give a number from 0 to 168"),
        ({"starts_on": ""}, "Needed from: give the date."),
        ({"sent_to": " "}, "Who is asked: give a name or a team."),
        ({"funded_by": ""}, "Who pays: choose one."),
        ({"weekly_cost": "-1"}, "Cost a week in pounds: give a number"),
    ],
)
def test_a_request_that_says_too_little_is_refused(
    borough: Borough, episode: Episode, changes: dict[str, str], said: str
) -> None:
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/leaving/onward", {**ONWARD, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not OnwardRequest.objects.exists()


def test_an_onward_answer_is_written_down_also_after_the_end(borough: Borough, episode: Episode) -> None:
    request = asked_for(episode, by=borough.nurse, now=NOW)
    client = as_(borough.nurse)
    client.post(f"/episodes/{episode.pk}/end", {"reason": "declined", "sequel": "nfa_declined"})
    client.post(f"/onward/{request.pk}", {"answer": "withdrawn", "provider": "", "note": ""})
    request.refresh_from_db()
    assert request.answer == "withdrawn"
