"""What the tests of episodes share: the borough, its clock, somebody accepted, and the nurse at a browser."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from homeward.episodes.models import Episode, Goal, VisitSeries
from tests.support.borough import NOW, Borough, make_borough
from tests.support.episodes import episode_of
from tests.support.goals import tea
from tests.support.pages import as_
from tests.support.planning import series_adder


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
def three_days_on(it_is: Callable[[datetime], None]) -> None:
    """Let it be three days after NOW."""
    it_is(NOW + timedelta(days=3))


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """The episode of somebody accepted by rapid response at NOW, whom nobody has seen yet."""
    return episode_of(borough)


@pytest.fixture
def other(borough: Borough) -> Episode:
    """The same for another person."""
    return episode_of(borough, details={"family_name": "Bell", "nhs_number": ""})


@pytest.fixture
def nurse(borough: Borough) -> Client:
    """A browser in which the nurse is signed in."""
    return as_(borough.nurse)


@pytest.fixture
def goal(borough: Borough, episode: Episode) -> Goal:
    """A goal of that episode, set at NOW."""
    return tea(episode, borough.nurse)


@pytest.fixture
def series_for(borough: Borough) -> Callable[..., VisitSeries]:
    """Add a series of visits: `series_for(episode)`, every morning unless told otherwise."""
    return series_adder(borough)
