"""What the desk's tests share: the borough, pages opened as its members, and referrals brought some way along."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from homeward.episodes.actions import record_visit
from homeward.episodes.models import Visit
from homeward.episodes.rules import VisitKind
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from homeward.referrals.models import Referral
from tests.support.borough import NOW, Borough, make_borough, received


@pytest.fixture
def borough(db: None) -> Borough:
    """The small borough."""
    return make_borough()


@pytest.fixture
def as_() -> Callable[[Member], Client]:
    """A client signed in as a member."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in


@pytest.fixture
def accepted(borough: Borough) -> Callable[..., Referral]:
    """A referral accepted for rapid response: `accepted(details={...})` changes what the referral said."""

    def bring(*, pathway: str = "rapid_response", now: datetime = NOW, **changes: Any) -> Referral:
        referral = received(borough, now=now, **changes)
        return accept(referral=referral, pathway=pathway, reason="They asked for it.", by=borough.coordinator, now=now)

    return bring


@pytest.fixture
def visited(borough: Borough) -> Callable[..., Visit]:
    """A visit by the nurse to the person of an accepted referral."""

    def go(
        referral: Referral, *, kind: str = VisitKind.FACE_TO_FACE, after: int = 60, by: Member | None = None
    ) -> Visit:
        at = NOW + timedelta(minutes=after)
        assert referral.episode is not None
        return record_visit(
            episode=referral.episode,
            kind=kind,
            started_at=at,
            what_happened="Checked her over. Steady on her feet.",
            next_step="Ring tomorrow.",
            by=by or borough.nurse,
            now=at,
        )

    return go
