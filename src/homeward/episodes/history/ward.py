"""The @home ward over time: who was on it from when until when, when they were looked over, and how many places."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import Coalesce, Lead

from homeward.episodes.models.stages import Stage
from homeward.episodes.models.ward import Places, SeniorReview, WardStay
from homeward.episodes.rules.ward import Noted


class OnWard(NamedTuple):
    """One stage on an @home ward: until when (None: it goes on), where they came from ("" until it is settled), and
    when a senior clinician looked them over."""

    pathway: str
    model_version: str
    began_at: datetime
    ended_at: datetime | None
    came_from: str
    reviews: tuple[datetime, ...]


def on_wards(pathways: Collection[str]) -> list[OnWard]:
    """Every stage on these pathways in the order begun. Three queries: wards are small, and are kept in memory."""
    following = Window(Lead("began_at"), partition_by=[F("episode_id")], order_by=[F("began_at").asc(), F("pk").asc()])
    until = Coalesce(following, F("episode__ended_at"))
    rows = Stage.objects.annotate(until=until).order_by("began_at", "pk")
    came_from = dict(WardStay.objects.order_by().values_list("stage_id", "came_from"))
    reviews: dict[int, list[datetime]] = defaultdict(list)
    for stage, at in SeniorReview.objects.order_by("reviewed_at").values_list("ward_stay__stage_id", "reviewed_at"):
        reviews[stage].append(at)
    columns = rows.values_list("pk", "pathway", "model_version", "began_at", "until")
    return [
        OnWard(pathway, version, began_at, ended_at, came_from.get(pk, ""), tuple(reviews.get(pk, ())))
        for pk, pathway, version, began_at, ended_at in columns.iterator()
        if pathway in pathways
    ]


def places_noted() -> dict[str, list[Noted]]:
    """What was written down of each pathway's places, by its code, the oldest first. One query."""
    found: dict[str, list[Noted]] = defaultdict(list)
    rows = Places.objects.order_by("from_on", "at", "pk")
    for pathway, from_on, at, places in rows.values_list("pathway", "from_on", "at", "places"):
        found[pathway].append(Noted(from_on, at, places))
    return dict(found)
