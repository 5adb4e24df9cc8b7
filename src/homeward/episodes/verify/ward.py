"""Everybody on an @home ward has a place there and a senior clinician, and nobody has one who is not on it."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import Stage
from homeward.episodes.models.ward import SeniorReview, WardStay
from homeward.episodes.queries.ward import ward_codes
from homeward.kit.problem import Problem

SETTLED_WITHIN = timedelta(hours=24)
"""How long after the first visit somebody accepted for the ward may wait for a senior clinician to be named."""


def problems() -> Iterator[Problem]:
    """People on the ward without a stay, stays in other stages, and reviews from before their stay."""
    wards = sorted(ward_codes())
    begun = Stage.objects.filter(episode=OuterRef("pk")).order_by("-began_at", "-pk")
    unsettled = (
        Episode.objects.filter(ended_at=None, pathway__in=wards)
        .filter(first_contact_at__lt=timezone.now() - SETTLED_WITHIN)
        .annotate(began_at=Subquery(begun.values("began_at")[:1]), stay=Subquery(begun.values("ward_stay")[:1]))
        .filter(stay=None, began_at__lt=timezone.now() - SETTLED_WITHIN)
    )
    for pk in unsettled.values_list("pk", flat=True).iterator():
        yield Problem(
            "episodes",
            "Everybody on the @home ward has a place and a senior clinician, a day after they came and were seen",
            f"Episode {pk}",
            "Open its @home ward section and settle them on the ward.",
        )
    for pk in WardStay.objects.exclude(stage__pathway__in=wards).values_list("stage__episode", flat=True).iterator():
        yield Problem(
            "episodes",
            "A stay on the @home ward is of a stage on it",
            f"Episode {pk}",
            "Correct the stage, or take the stay away.",
        )
    early = SeniorReview.objects.filter(reviewed_at__lt=F("ward_stay__stage__began_at") - timedelta(minutes=1))
    for pk in early.values_list("ward_stay__stage__episode", flat=True).iterator():
        yield Problem(
            "episodes",
            "A senior review is after the person came to the ward",
            f"Episode {pk}",
            "Correct when the review was, or when the stage began.",
        )
