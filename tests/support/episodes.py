"""Somebody accepted by rapid response, whom nobody has seen yet."""

from typing import Any

from homeward.episodes.models import Episode
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, received


def episode_of(borough: Borough, **changes: Any) -> Episode:
    """The episode of somebody referred and accepted at NOW; `details={...}` makes them another person."""
    referral = accept(referral=received(borough, **changes), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode
