"""The table `placements`: care that began after help, as it was arranged, or as it is noted to have followed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from heapq import merge
from typing import NamedTuple

from homeward.episodes.history.hospital import StayHeld, stays_of
from homeward.episodes.history.onward import (
    Arranged,
    Followed,
    arranged,
    arranged_of,
    followed_by_long_term,
    followed_of,
)
from homeward.kit.london import london_date, start_of_day
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of
from homeward.outcomes.rules.hospital import straight_from_hospital
from homeward.outcomes.rules.placements import is_long_term_home, is_new
from homeward.referrals.history import lived_at_of

SERVICES: dict[str, frozenset[str]] = {
    "lts_nursing": frozenset({"long_term_nursing_care"}),
    "lts_residential": frozenset({"long_term_residential_care"}),
    "lts_community": frozenset({"home_support_or_domiciliary_care", "day_support", "direct_payment"}),
}
"""Long-term support noted to have followed, and what it would be arranged as: then it is one placement, not two."""


class Began(NamedTuple):
    """Care that began, or was needed, from a day on; hours and cost a week where it was arranged here."""

    on: date
    placement_id: str
    episode_id: int
    person_id: int
    service: str
    hours: Decimal | None
    cost: Decimal | None
    funded_by: str


def rows(context: Context) -> Iterator[Row]:
    """A row for everything that was arranged, and for long-term support that nothing arranged here explains."""
    every = merge(map(_arranged, arranged()), map(_followed, followed_by_long_term()), key=lambda one: one.on)
    for chunk in in_chunks(every):
        people, episodes = {one.person_id for one in chunk}, {one.episode_id for one in chunk}
        known, around = known_of(context, episodes), _around(people, episodes)
        for one in chunk:
            if not around.explains(one):
                yield _row(known[one.episode_id], one, around)


def _arranged(one: Arranged) -> Began:
    cost, hours = one.weekly_cost, one.hours_per_week
    number = f"request-{one.request_id}"
    return Began(one.starts_on, number, one.episode_id, one.person_id, one.service, hours, cost, one.funded_by)


def _followed(one: Followed) -> Began:
    """It is taken to begin on the day after the help: the record says what followed, not from when."""
    day = london_date(one.ended_at) + timedelta(days=1)
    return Began(day, f"after-{one.episode_id}", one.episode_id, one.person_id, one.sequel, None, None, "")


@dataclass(frozen=True, slots=True)
class _Around:
    """What else is known of the people of a chunk: their stays in hospital, other care, and where they lived."""

    stays: Mapping[int, Sequence[StayHeld]]
    began: Mapping[int, Sequence[Began]]
    lived_at: Mapping[int, str]

    def explains(self, one: Began) -> bool:
        """True of support noted to have followed when the same episode has a request for it that was arranged."""
        wanted = SERVICES.get(one.service, frozenset())
        return any(
            other.episode_id == one.episode_id and other.service in wanted
            for other in self.began.get(one.person_id, ())
            if other.placement_id != one.placement_id
        )

    def homes_of(self, person: int) -> list[date]:
        """When long-term placements in care homes began for a person."""
        return [one.on for one in self.began.get(person, ()) if is_long_term_home(one.service)]


def _around(people: set[int], episodes: set[int]) -> _Around:
    began: dict[int, list[Began]] = defaultdict(list)
    for found in (*arranged_of(people).values(),):
        for one in found:
            began[one.person_id].append(_arranged(one))
    for noted in (*followed_of(people).values(),):
        for other in noted:
            began[other.person_id].append(_followed(other))
    return _Around(stays_of(people), began, lived_at_of(episodes))


def _row(known: Known, one: Began, around: _Around) -> Row:
    stays = [
        (stay.admitted_on, london_date(stay.left_at) if stay.left_at else None)
        for stay in around.stays.get(one.person_id, ())
    ]
    return {
        **known.groups(start_of_day(one.on)),
        **on_day("began", one.on),
        "placement_id": one.placement_id,
        "episode_id": str(one.episode_id),
        "person_id": str(one.person_id),
        "service": one.service,
        "long_term_home": is_long_term_home(one.service),
        "direct_from_hospital": straight_from_hospital(one.on, stays),
        "new": is_new(
            one.on,
            service=one.service,
            earlier=around.homes_of(one.person_id),
            lived_at=around.lived_at.get(one.episode_id, ""),
        ),
        "hours_per_week": None if one.hours is None else float(one.hours),
        "weekly_cost_pence": None if one.cost is None else int(one.cost * 100),
        "funded_by": one.funded_by,
    }
