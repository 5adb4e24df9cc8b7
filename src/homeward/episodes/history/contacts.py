"""Every contact, and every attempt at one, that was not written down wrongly."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from homeward.episodes.models.episode import Visit
from homeward.episodes.rules.visits import VisitKind, reaches_somebody, stops_the_clock


class Contact(NamedTuple):
    """One contact: how long it took where that was written down, by how many staff, of whose organisation.

    `first` is the episode's first face-to-face one.
    """

    contact_id: int
    episode_id: int
    started_at: datetime
    kind: str
    minutes: int | None
    staff: int
    organisation: str
    first: bool


def contacts(*, chunk: int = 2000) -> Iterator[Contact]:
    """Every contact in the order they began, in one query."""
    return map(_contact, _contacts(Visit.objects.all()).iterator(chunk_size=chunk))


def contacts_of(episode_ids: Collection[int]) -> dict[int, list[Contact]]:
    """The contacts of these episodes by the episode's id, each in the order they began. One query."""
    found: dict[int, list[Contact]] = defaultdict(list)
    for row in _contacts(Visit.objects.filter(episode__in=episode_ids)):
        found[row[1]].append(_contact(row))
    return dict(found)


def reached_of(episode_ids: Collection[int]) -> dict[int, int]:
    """How many contacts of these episodes reached somebody, by the episode's id, where there are any. One query."""
    kinds = [kind.value for kind in VisitKind if reaches_somebody(kind)]
    rows = Visit.objects.filter(episode__in=episode_ids, withdrawn_at=None, kind__in=kinds).order_by()
    return dict(rows.values_list("episode_id").annotate(Count("pk")))


def _contacts(rows: QuerySet[Visit]) -> QuerySet[Any, Any]:
    stopping = [kind.value for kind in VisitKind if stops_the_clock(kind)]
    stops = Case(When(kind__in=stopping, then=Value(1)), default=Value(0))
    in_turn = Window(
        RowNumber(), partition_by=[F("episode_id"), stops], order_by=[F("started_at").asc(), F("pk").asc()]
    )
    return (
        rows.filter(withdrawn_at=None)
        .annotate(turn=in_turn)
        .order_by("started_at", "pk")
        .values_list(
            "pk", "episode_id", "started_at", "kind", "minutes", "second_worker_id", "by__organisation__code", "turn"
        )
    )


def _contact(row: tuple[Any, ...]) -> Contact:
    pk, episode, started_at, kind, minutes, second, organisation, turn = row
    first = turn == 1 and stops_the_clock(kind)
    return Contact(pk, episode, started_at, kind, minutes, 1 if second is None else 2, organisation, first)
