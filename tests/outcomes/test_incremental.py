"""However often facts are collected in between, they come out as if they were written once, from nothing."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.hospital import note_stay, say_ready
from homeward.episodes.actions.leaving import leave
from homeward.episodes.actions.visiting import withdraw_visit
from homeward.episodes.models import Episode, Visit
from homeward.kit.london import london_date
from homeward.outcomes import collecting
from homeward.outcomes.collecting import collect
from homeward.outcomes.counting import PartsWritten
from homeward.referrals.actions import accept, decline
from homeward.referrals.models import Referral
from tests.outcomes.test_collecting import contents
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.leaving import agreed

STEPS = 24


@pytest.fixture
def borough(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> Borough:
    monkeypatch.setattr(collecting, "write_parts", lambda folder, previous=None: PartsWritten(0, 0))
    return make_borough()


def refer(borough: Borough, now: datetime, chance: random.Random) -> None:
    back = now - timedelta(days=chance.choice([0, 0, 1]))
    received(borough, now=back, needed_at=back, details={"nhs_number": ""})


def take_on(borough: Borough, now: datetime, chance: random.Random) -> None:
    waiting = [one for one in Referral.objects.order_by("pk") if one.accepted_at is None and one.closed_at is None]
    if waiting:
        one = chance.choice(waiting)
        if chance.random() < 0.2:
            decline(referral=one, reason="Elsewhere.", by=borough.coordinator, now=now)
        else:
            accept(referral=one, pathway="rapid_response", by=borough.coordinator, now=now)


def visit(borough: Borough, now: datetime, chance: random.Random) -> None:
    """A visit that was made a while ago, written down now: an old month changes."""
    going_on = list(Episode.objects.filter(ended_at=None).order_by("pk"))
    if going_on:
        episode = chance.choice(going_on)
        at = max(episode.needed_from, now - timedelta(days=chance.choice([0, 3, 40])))
        kind = chance.choice(["face_to_face", "phone_or_video", "no_access"])
        record_visit(
            episode=episode,
            kind=kind,
            started_at=at,
            what_happened="Saw her.",
            minutes=chance.choice([None, 45]),
            by=borough.nurse,
            now=now,
        )


def withdraw(borough: Borough, now: datetime, chance: random.Random) -> None:
    held = list(Visit.objects.filter(withdrawn_at=None, episode__ended_at=None).order_by("pk"))
    if held:
        withdraw_visit(visit=chance.choice(held), why="Another person.", by=borough.nurse, now=now)


def go_to_hospital(borough: Borough, now: datetime, chance: random.Random) -> None:
    out = Episode.objects.filter(ended_at=None, hospital_stays=None).order_by("pk").first()
    if out:
        day = london_date(now) - timedelta(days=chance.randrange(3))
        stay = note_stay(episode=out, hospital="Riverside", ward="Elm", admitted_on=day, by=borough.nurse, now=now)
        say_ready(stay=stay, ready_on=day, by=borough.nurse, now=now)


def end(borough: Borough, now: datetime, chance: random.Random) -> None:
    seen = Episode.objects.filter(ended_at=None, first_contact_at__isnull=False, hospital_stays=None).order_by("pk")
    if episode := seen.first():
        agreed(episode, by=borough.nurse, now=now)
        said = {"reason": "completed", "outcome": "nfa_as_planned", "sequel": "nfa_as_planned"}
        leave(episode=episode, by=borough.nurse, now=now, **said)


ACTIONS: tuple[Callable[[Borough, datetime, random.Random], None], ...] = (
    refer,
    refer,
    take_on,
    take_on,
    visit,
    visit,
    withdraw,
    go_to_hospital,
    end,
)


@pytest.mark.parametrize("seed", range(4))
def test_collecting_in_between_changes_nothing(borough: Borough, seed: int) -> None:
    chance, now, carried = random.Random(seed), NOW, 0
    for _ in range(STEPS):
        now += timedelta(hours=chance.choice([1, 30, 200]))
        chance.choice(ACTIONS)(borough, now, chance)
        if chance.random() < 0.4:
            carried += collect(now=now).carried
    last = collect(now=now)
    assert last.files > 0
    assert carried + last.carried > 0
    assert contents(last.snapshot) == contents(collect(now=now, rebuild=True).snapshot)
