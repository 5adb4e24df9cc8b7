"""What the desk's tests share: the borough, its clock, pages opened as its members, referrals on their way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

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
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock the pages read: `it_is(moment)`. It stands two and a half hours after NOW until then."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(NOW + timedelta(minutes=150))
    return set_clock


@pytest.fixture
def as_() -> Callable[[Member], Client]:
    """A client signed in as a member: `as_(borough.nurse)`."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in


@pytest.fixture
def accepted(borough: Borough) -> Callable[..., Referral]:
    """A referral accepted onto a pathway; `details={...}` and the other words change what the referral said."""

    def bring(*, pathway: str = "rapid_response", now: datetime = NOW, **changes: Any) -> Referral:
        referral = received(borough, now=now, **{"needed_at": now, **changes})
        return accept(referral=referral, pathway=pathway, reason="They asked for it.", by=borough.coordinator, now=now)

    return bring


@pytest.fixture
def visited(borough: Borough) -> Callable[..., Visit]:
    """A visit, an hour after NOW by the nurse unless told otherwise, to the person of an accepted referral."""

    def go(referral: Referral, *, at: datetime | None = None, by: Member | None = None, **changes: Any) -> Visit:
        at = at or NOW + timedelta(minutes=60)
        assert referral.episode is not None
        words = {"what_happened": "Checked her over. Steady on her feet.", "next_step": "Ring tomorrow.", **changes}
        return record_visit(
            episode=referral.episode,
            by=by or borough.nurse,
            started_at=at,
            now=at,
            **{"kind": VisitKind.FACE_TO_FACE, **words},
        )

    return go


def someone(number: int, **details: Any) -> dict[str, Any]:
    """Details of a person whom no other referral is about."""
    return {"family_name": f"Person{number:03d}", "given_name": "Sam", "nhs_number": "", **details}
