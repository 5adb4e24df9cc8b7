"""Care that began after help: what was asked for and arranged, and long-term support that was only noted to follow."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from homeward.episodes.models.leaving import Leaving, OnwardRequest, RequestAnswer
from homeward.episodes.rules.leaving import LONG_TERM


class Arranged(NamedTuple):
    """Care that was arranged: its kind as a code of the list `onward_service`, from when, and what it takes a week."""

    request_id: int
    episode_id: int
    person_id: int
    starts_on: date
    service: str
    hours_per_week: Decimal
    weekly_cost: Decimal | None
    funded_by: str


class Followed(NamedTuple):
    """Long-term support that is noted to have followed help: a code of the list `support_sequel`."""

    episode_id: int
    person_id: int
    ended_at: datetime
    sequel: str


def arranged(*, chunk: int = 2000) -> Iterator[Arranged]:
    """Every request that was arranged, in the order it was needed from, in one query."""
    return (Arranged(*row) for row in _arranged().iterator(chunk_size=chunk))


def followed_by_long_term(*, chunk: int = 2000) -> Iterator[Followed]:
    """Help that long-term support is noted to have followed, in the order it ended, in one query."""
    return (Followed(*row) for row in _followed().iterator(chunk_size=chunk))


def arranged_of(person_ids: Collection[int]) -> dict[int, list[Arranged]]:
    """What was arranged for these people, by the person's id, in the order it was needed from. One query."""
    found: dict[int, list[Arranged]] = defaultdict(list)
    for row in _arranged().filter(episode__person__in=person_ids):
        found[row[2]].append(Arranged(*row))
    return dict(found)


def followed_of(person_ids: Collection[int]) -> dict[int, list[Followed]]:
    """Long-term support that is noted to have followed these people's help, by the person's id. One query."""
    rows = _followed().filter(episode__person__in=person_ids)
    found: dict[int, list[Followed]] = defaultdict(list)
    for row in rows:
        found[row[1]].append(Followed(*row))
    return dict(found)


def _followed() -> QuerySet[Any, Any]:
    rows = Leaving.objects.filter(sequel__in=LONG_TERM, episode__ended_at__isnull=False)
    columns = ("episode_id", "episode__person_id", "episode__ended_at", "sequel")
    return rows.order_by("episode__ended_at", "episode_id").values_list(*columns)


def _arranged() -> QuerySet[Any, Any]:
    rows = OnwardRequest.objects.filter(answer=RequestAnswer.ARRANGED).order_by("starts_on", "pk")
    columns = ("pk", "episode_id", "episode__person_id", "starts_on", "service", "hours_per_week", "weekly_cost")
    return rows.values_list(*columns, "funded_by")
