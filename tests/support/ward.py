"""People on the @home ward, for tests: under the service model of 2026, which has one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.ward import admit_to_ward
from homeward.episodes.models import Episode, WardStay
from homeward.kit.nhs_number import check_digit
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received

WARD_NOW = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)
"""A Wednesday, 11:00 in London in summer, in the second year's service model."""

HOW: dict[str, Any] = {
    "came_from": "step_up_gp",
    "senior": "Dr Rowan Example, consultant geriatrician",
    "monitoring": "Oxygen twice a day by phone.",
    "why": "Needs oxygen and antibiotics into a vein at home.",
}


def seen(borough: Borough, *, number: int = 1, at: datetime = WARD_NOW, pathway: str = "rapid_response") -> Episode:
    """The episode of somebody accepted an hour before `at` and seen at that moment; `number` makes them another."""
    first_nine = f"999{number:06}"
    before = at - timedelta(hours=1)
    referral = received(
        borough,
        now=before,
        needed_at=before,
        details={"nhs_number": f"{first_nine}{check_digit(first_nine)}", "family_name": f"Ashdown{number}"},
    )
    accepted = accept(
        referral=referral, pathway=pathway, reason="Known to need it.", by=borough.coordinator, now=before
    )
    episode = accepted.episode
    assert episode is not None
    record_visit(
        episode=episode, kind="face_to_face", started_at=at, what_happened="Saw her.", by=borough.nurse, now=at
    )
    return Episode.objects.get(pk=episode.pk)


def admitted(borough: Borough, *, number: int = 1, at: datetime = WARD_NOW, **changes: Any) -> WardStay:
    """The ward stay of somebody seen at `at` and admitted ten minutes later, whose owner is the ward's team."""
    episode = seen(borough, number=number, at=at)
    how = {**HOW, "hand_to": borough.teams["home-ward"], **changes}
    return admit_to_ward(episode=episode, by=borough.nurse, now=at + timedelta(minutes=10), **how)


def nurse_of_the_ward(borough: Borough) -> None:
    """Make the nurse one of the ward's team as well."""
    borough.nurse.teams.add(borough.teams["home-ward"])
