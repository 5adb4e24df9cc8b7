"""What the tests of this room share: the borough, its clock, an episode, and the nurse at a browser."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from homeward.episodes.models import Episode
from tests.support.borough import NOW, Borough, make_borough
from tests.support.episodes import episode_of
from tests.support.pages import as_


@pytest.fixture
def borough(db: None) -> Borough:
    """The small borough."""
    return make_borough()


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock the pages read: `it_is(moment)`. It stands at NOW until then."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(NOW)
    return set_clock


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """The episode of somebody accepted by rapid response at NOW."""
    return episode_of(borough)


@pytest.fixture
def nurse(borough: Borough) -> Client:
    """A browser in which the nurse is signed in."""
    return as_(borough.nurse)
