"""Somebody rapid response has seen, and what moves them on; under the service model of 2026, a week old."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.extending import extend
from homeward.episodes.actions.staging import hand_over, move_stage
from homeward.episodes.models import Episode, Extension, HandOff, Stage, Visit
from homeward.episodes.queries.stages import limit_of, with_limits
from homeward.referrals.actions import accept
from homeward.referrals.models import Referral
from tests.support.borough import Borough, received

NOW = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
"""A Wednesday a week after the service model of April 2026 came into force."""
SEEN = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=30)


def accepted(borough: Borough) -> Referral:
    """Somebody accepted by rapid response whom nobody has seen yet."""
    one = received(borough, now=NOW, needed_at=NOW)
    return accept(referral=one, pathway="rapid_response", by=borough.coordinator, now=NOW)


def seen(referral: Referral, borough: Borough) -> Episode:
    """The episode of somebody accepted, once the nurse has seen them."""
    assert referral.episode is not None
    see(referral.episode, borough)
    return as_it_is(referral.episode)


def see(episode: Episode, borough: Borough) -> Visit:
    """The nurse's visit an hour after NOW."""
    return record_visit(
        episode=episode, kind="face_to_face", started_at=SEEN, what_happened="Saw her.", by=borough.nurse, now=SEEN
    )


def as_it_is(episode: Episode) -> Episode:
    """The episode as it is written down now."""
    return Episode.objects.get(pk=episode.pk)


def move(episode: Episode, borough: Borough, to: str = "reablement", **changes: Any) -> Stage:
    """Begin the next stage."""
    fields: dict[str, Any] = {"why": "She needs weeks, not days.", "by": borough.nurse, "now": LATER}
    return move_stage(episode=episode, to=to, **fields | changes)


def give(episode: Episode, borough: Borough, to: str = "reablement", **changes: Any) -> HandOff:
    """Hand the episode over to another team."""
    fields: dict[str, Any] = {"why": "They know her street.", "by": borough.nurse, "now": LATER}
    return hand_over(episode=episode, to_team=borough.teams[to], **fields | changes)


def lengthen(episode: Episode, borough: Borough, **changes: Any) -> Extension:
    """Let help last until five days after NOW."""
    fields: dict[str, Any] = {
        "until": NOW + timedelta(days=5),
        "why": "One more therapy visit.",
        "funded_by": "nhs",
        "by": borough.nurse,
        "now": LATER,
    }
    return extend(episode=episode, **fields | changes)


def ends_at(episode: Episode) -> datetime:
    """The moment help ends by its limit, which is the same read alone and in a list."""
    limit = limit_of(as_it_is(episode))
    assert limit is not None
    in_list = with_limits(Episode.objects.filter(pk=episode.pk)).get()
    assert in_list.help_ends_at == limit.ends_at
    again = limit_of(in_list)
    assert again == limit
    return limit.ends_at
