"""The stages of every spell of help, and the hand-offs from team to team."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, Lead, RowNumber

from homeward.episodes.models.stages import Extension, HandOff, Stage


class StageHeld(NamedTuple):
    """One stage: its place in the episode from 1, and until when it lasted (None: it goes on), as last extended."""

    stage_id: int
    episode_id: int
    pathway: str
    model_version: str
    began_at: datetime
    place: int
    ended_at: datetime | None
    extended_until: datetime | None


class HandedOver(NamedTuple):
    """One hand-off: when, from which organisation's team to which, and whether the person told their story again."""

    episode_id: int
    at: datetime
    from_organisation: str
    to_organisation: str
    told_again: str


def stages(*, chunk: int = 2000) -> Iterator[StageHeld]:
    """Every stage in the order begun, in one query."""
    return (StageHeld(*row) for row in _stages(Stage.objects.all()).iterator(chunk_size=chunk))


def stages_of(episode_ids: Collection[int]) -> dict[int, list[StageHeld]]:
    """The stages of these episodes by the episode's id, each in the order begun. One query."""
    found: dict[int, list[StageHeld]] = defaultdict(list)
    for row in _stages(Stage.objects.filter(episode__in=episode_ids)):
        found[row[1]].append(StageHeld(*row))
    return dict(found)


def hand_offs_of(episode_ids: Collection[int]) -> dict[int, list[HandedOver]]:
    """The hand-offs of these episodes by the episode's id, in the order they happened. One query."""
    rows = HandOff.objects.filter(episode__in=episode_ids).order_by("at", "pk")
    found: dict[int, list[HandedOver]] = defaultdict(list)
    for row in rows.values_list(
        "episode_id", "at", "from_team__organisation__code", "to_team__organisation__code", "told_again"
    ):
        found[row[0]].append(HandedOver(*row))
    return dict(found)


def _stages(rows: QuerySet[Stage]) -> QuerySet[Any, Any]:
    in_turn: dict[str, Any] = {"partition_by": F("episode_id"), "order_by": [F("began_at").asc(), F("pk").asc()]}
    extended = Extension.objects.filter(stage=OuterRef("pk")).order_by("-at", "-pk").values("until")[:1]
    return (
        rows.annotate(
            place=Window(RowNumber(), **in_turn),
            until=Coalesce(Window(Lead("began_at"), **in_turn), F("episode__ended_at")),
            extended_until=Subquery(extended),
        )
        .order_by("began_at", "pk")
        .values_list("pk", "episode_id", "pathway", "model_version", "began_at", "place", "until", "extended_until")
    )
