"""Stays in hospital: from when until when, on which days people were ready to leave, and what held them up."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from homeward.episodes.models.hospital import DelayReason, HospitalStay, ReadyPeriod
from homeward.episodes.rules.hospital import Period


class StayHeld(NamedTuple):
    """One stay. `pathway` is the discharge pathway that was agreed, `destination` a code of the national list."""

    stay_id: int
    episode_id: int
    person_id: int
    admitted_on: date
    left_at: datetime | None
    pathway: int | None
    destination: str
    died_in_hospital: bool
    help_ended_at: datetime | None


class HeldUp(NamedTuple):
    """What held somebody up, from a day until the day before another (None: it does still)."""

    code: str
    from_on: date
    until_on: date | None


_COLUMNS = (
    "pk",
    "episode_id",
    "episode__person_id",
    "admitted_on",
    "left_at",
    "pathway",
    "destination",
    "died_in_hospital",
    "episode__ended_at",
)


def hospital_stays(*, chunk: int = 2000) -> Iterator[StayHeld]:
    """Every stay in the order people went in, in one query."""
    rows = HospitalStay.objects.order_by("admitted_on", "pk").values_list(*_COLUMNS)
    return (StayHeld(*row) for row in rows.iterator(chunk_size=chunk))


def stays_of(person_ids: Collection[int]) -> dict[int, list[StayHeld]]:
    """The stays of these people by the person's id, in the order they went in. One query."""
    rows = HospitalStay.objects.filter(episode__person__in=person_ids).order_by("admitted_on", "pk")
    found: dict[int, list[StayHeld]] = defaultdict(list)
    for row in rows.values_list(*_COLUMNS):
        found[row[2]].append(StayHeld(*row))
    return dict(found)


def ready_of(stay_ids: Collection[int]) -> dict[int, list[Period]]:
    """The periods in which somebody was ready to leave, by the stay's id. One query."""
    rows = ReadyPeriod.objects.filter(stay__in=stay_ids).order_by("ready_on", "pk")
    found: dict[int, list[Period]] = defaultdict(list)
    for stay, ready_on, unwell_on in rows.values_list("stay_id", "ready_on", "unwell_on"):
        found[stay].append(Period(ready_on, unwell_on))
    return dict(found)


def delays_of(stay_ids: Collection[int]) -> dict[int, list[HeldUp]]:
    """What held people up, by the stay's id, in the order it began. One query."""
    rows = DelayReason.objects.filter(stay__in=stay_ids).order_by("from_on", "pk")
    found: dict[int, list[HeldUp]] = defaultdict(list)
    for stay, code, from_on, until_on in rows.values_list("stay_id", "code", "from_on", "until_on"):
        found[stay].append(HeldUp(code, from_on, until_on))
    return dict(found)
