"""The pages on promised visits: promised, missed, promised again, and cancelled."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, received
from tests.support.pages import as_, words
from tests.support.plan_pages import promise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]


def test_a_visit_is_promised_missed_and_promised_again(
    borough: Borough, episode: Episode, it_is: Callable[[datetime], None]
) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/plan"
    said = {
        "what_for": "First visit",
        "from_at": "2026-03-04T11:00",
        "to_at": "2026-03-04T13:00",
        "minutes": "60",
        "staff": "1",
        "worker": str(borough.head.pk),
    }
    for _ in range(2):
        assert "Visit promised." in words(client.post(f"{path}/promises/new", said, follow=True))
    booking = Booking.objects.get()
    it_is(booking.to_at)
    client = as_(borough.nurse)
    assert ">Missed<" not in words(client.get(path))
    it_is(booking.to_at + timedelta(seconds=1))
    page = words(client.get(path))
    assert "Was promised 4 Mar 2026, 11:00 to 13:00, by Hana Example. Nobody has written down a visit." in page
    assert f"/visits/new?booking={booking.pk}" in page
    assert 'value="First visit"' in words(client.get(f"{path}/promises/new?again={booking.pk}"))
    other = accept(
        referral=received(borough, details={"family_name": "Bell", "nhs_number": ""}),
        pathway="rapid_response",
        by=borough.coordinator,
        now=NOW,
    ).episode
    assert other is not None
    assert "First visit" not in words(client.get(f"/episodes/{other.pk}/plan/promises/new?again={booking.pk}"))
    assert client.get(f"{path}/promises/new?again={'9' * 5000}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"what_for": ""}, "What is the visit for: say it in a few words."),
        ({"to_at": "2026-03-04T11:00"}, "The latest time must be after the earliest."),
        ({"from_at": "2026-03-04T08:00", "to_at": "2026-03-04T09:00"}, "That time has passed."),
        ({"minutes": "721"}, "give a number from 5 to 720"),
    ],
)
def test_a_promise_nobody_could_keep_is_refused_with_a_remedy(
    borough: Borough, episode: Episode, changes: dict[str, str], complaint: str
) -> None:
    said = {"what_for": "x", "from_at": "2026-03-04T11:00", "to_at": "2026-03-04T13:00", "minutes": "60", "staff": "1"}
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/promises/new", {**said, **changes})
    assert response.status_code == 422
    assert complaint in words(response)
    assert not Booking.objects.exists()


def test_a_promise_is_cancelled_with_a_reason(borough: Borough, episode: Episode) -> None:
    booking, client = promise(episode, borough.nurse), as_(borough.nurse)
    path = f"/promises/{booking.pk}/cancel"
    assert "Why is it cancelled: say it in a few words." in words(client.post(path, {"why": ""}))
    page = words(client.post(path, {"why": "In hospital."}, follow=True))
    assert "Visit cancelled. Tell the person." in page
    assert "cancelled 4 Mar 2026 by Nia Example: In hospital." in page
    assert "This visit was cancelled on" in words(client.get(path))
