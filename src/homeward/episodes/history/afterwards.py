"""What came of help and after it: outcomes, care arranged, what people said weeks later, and stays in hospital."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay
from homeward.episodes.models.leaving import FollowUp, Leaving, LivingAt, OnwardRequest
from homeward.episodes.models.ward import WardStay


class Left(NamedTuple):
    """What was written of the end of an episode: codes of the national lists, and the day of death or admission."""

    episode_id: int
    outcome: str
    sequel: str
    happened_on: date | None


class Asked(NamedTuple):
    """One follow-up: due on a day, and what was found when it was done; `been_in_hospital` since the help ended."""

    episode_id: int
    due_on: date
    done_at: datetime | None
    living_at: str
    been_in_hospital: bool | None
    died_on: date | None


class InHospital(NamedTuple):
    """One stay in hospital of a person, in whichever spell of help it was noted."""

    person_id: int
    admitted_on: date
    left_at: datetime | None


class Ended(NamedTuple):
    """That somebody's help ended, of whom and when."""

    episode_id: int
    person_id: int
    ended_at: datetime


class Help(NamedTuple):
    """One spell of help that somebody received, ended or not. `born_on` is for working out an age, no more."""

    episode_id: int
    person_id: int
    first_contact_at: datetime
    ended_at: datetime | None
    end_reason: str
    born_on: date | None


def ended_with_an_outcome(*, chunk: int = 2000) -> Iterator[Ended]:
    """Help that ended with an outcome, in the order it ended, in one query. Who was never seen had no help."""
    ended = Episode.objects.filter(ended_at__isnull=False, first_contact_at__isnull=False, leaving__isnull=False)
    ended = ended.exclude(leaving__outcome="").order_by("ended_at", "pk")
    rows: QuerySet[Any, Any] = ended.values_list("pk", "person_id", "ended_at")
    return (Ended(*row) for row in rows.iterator(chunk_size=chunk))


def help_of(person_ids: Collection[int]) -> list[Help]:
    """All the help these people received, also help that goes on, in the order it began. One query."""
    rows = Episode.objects.filter(person__in=person_ids, first_contact_at__isnull=False)
    columns = ("pk", "person_id", "first_contact_at", "ended_at", "end_reason", "person__born_on")
    return [Help(*row) for row in rows.order_by("first_contact_at", "pk").values_list(*columns)]


def left_of(episode_ids: Collection[int]) -> dict[int, Left]:
    """What was written of the end of these episodes, by the episode's id. One query."""
    rows = Leaving.objects.filter(episode__in=episode_ids).exclude(outcome="").order_by()
    return {row[0]: Left(*row) for row in rows.values_list("episode_id", "outcome", "sequel", "happened_on")}


def follow_ups_of(episode_ids: Collection[int]) -> dict[int, list[Asked]]:
    """The follow-ups of these episodes by the episode's id, each by the day they are due. One query."""
    rows = FollowUp.objects.filter(episode__in=episode_ids).order_by("due_on", "pk")
    found: dict[int, list[Asked]] = defaultdict(list)
    for row in rows.values_list("episode_id", "due_on", "done_at", "living_at", "been_in_hospital", "died_on"):
        found[row[0]].append(Asked(*row))
    return dict(found)


def onward_of(episode_ids: Collection[int]) -> dict[int, list[tuple[str, float]]]:
    """Care asked for after these episodes: each request's answer and hours a week, by the episode's id. One query."""
    rows = OnwardRequest.objects.filter(episode__in=episode_ids).order_by("pk")
    found: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for episode, answer, hours in rows.values_list("episode_id", "answer", "hours_per_week"):
        found[episode].append((answer, float(hours)))
    return dict(found)


def in_hospital_of(person_ids: Collection[int]) -> dict[int, list[InHospital]]:
    """The stays in hospital of these people by the person's id, in the order they went in. One query."""
    rows = HospitalStay.objects.filter(episode__person__in=person_ids).order_by("admitted_on", "pk")
    found: dict[int, list[InHospital]] = defaultdict(list)
    for row in rows.values_list("episode__person_id", "admitted_on", "left_at"):
        found[row[0]].append(InHospital(*row))
    return dict(found)


def deaths_of(person_ids: Collection[int]) -> dict[int, date]:
    """The day of death of those of these people whose death is known, by the person's id. Two queries."""
    ended = Leaving.objects.filter(episode__person__in=person_ids, episode__end_reason="died")
    later = FollowUp.objects.filter(episode__person__in=person_ids, living_at=LivingAt.DIED)
    found: dict[int, date] = {}
    for rows in (later.values_list("episode__person_id", "died_on"),
                 ended.values_list("episode__person_id", "happened_on")):  # fmt: skip
        found |= {person: day for person, day in rows if day is not None}
    return found


def came_from_of(episode_ids: Collection[int]) -> dict[int, list[str]]:
    """Where somebody was before each stay on an @home ward in these episodes, by the episode's id. One query."""
    rows = WardStay.objects.filter(stage__episode__in=episode_ids).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for episode, came_from in rows.values_list("stage__episode_id", "came_from"):
        found[episode].append(came_from)
    return dict(found)
