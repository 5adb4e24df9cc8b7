"""What the rules say of the end of help: where people lived, then and weeks on, and how much care followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from homeward.episodes.rules.follow_ups import is_early
from homeward.episodes.rules.leaving import ADMITTED, CARE_HOME, DECEASED, SUPPORT

HOME, EXTRA_CARE, IN_CARE_HOME, IN_HOSPITAL = "home", "extra_care", "care_home", "hospital"
ELSEWHERE, DIED, NOT_REACHED = "elsewhere", "died", "not_reached"
AT_HOME = frozenset({HOME, EXTRA_CARE})
"""Places that count as home: extra care and sheltered housing are people's own homes (ASCOF, settled accommodation)."""
_CARE_HOME_SEQUELS = frozenset({"lts_nursing", "lts_residential", CARE_HOME})
_LIVED = {"own_home": HOME, "extra_care": EXTRA_CARE, "care_home": IN_CARE_HOME, "temporary": ELSEWHERE,
          "no_home": ELSEWHERE}  # fmt: skip
"""A place by the answer to the triage question of where somebody lives."""

WAITING, ARRANGED = "waiting", "arranged"
"""Answers to a request for care after help. Another is no care that was arranged."""


def destination(*, outcome: str, sequel: str, lived_at: str) -> str:
    """Where somebody was when help ended, as a follow-up would say it; "" when not known.

    The outcome and what followed say it where they can; else it is where they lived when they were referred.
    """
    if outcome == DECEASED:
        return DIED
    if outcome == ADMITTED:
        return IN_HOSPITAL
    return IN_CARE_HOME if sequel in _CARE_HOME_SEQUELS else _LIVED.get(lived_at, "")


def at_home(place: str) -> bool | None:
    """Whether a place is somebody's own home; None when it is not known, and of the dead."""
    return None if place in ("", DIED, NOT_REACHED) else place in AT_HOME


@dataclass(frozen=True, slots=True)
class TwelveWeeksOn:
    """What is known weeks after help: whether somebody asked in time, and whether the person lived at home."""

    followed_up: bool | None
    at_home: bool | None


def twelve_weeks_on(due_on: date | None, *, done_on: date | None, living_at: str, today: date) -> TwelveWeeksOn:
    """What a follow-up tells as things stand on a day.

    Nobody to ask, or not due yet: both None. An attempt that reached nobody is no answer, and a call more than a week
    early does not say how somebody is twelve weeks on. Who has died by then was followed, and is not at home.
    """
    if due_on is None:
        return TwelveWeeksOn(None, None)
    if living_at == DIED:
        return TwelveWeeksOn(True, False)
    counts = done_on is not None and living_at != NOT_REACHED and not is_early(due_on, done_on)
    if counts:
        return TwelveWeeksOn(True, living_at in AT_HOME)
    return TwelveWeeksOn(False if today > due_on else None, None)


def hours_after(requests: Iterable[tuple[str, float]], *, outcome: str, sequel: str) -> float | None:
    """Hours a week of care arranged after help, from the answer and the hours of each request; 0 when there is none.

    None when nobody can say: no outcome is noted yet, they died or went into hospital, a request still waits for its
    answer, or support followed of which no hours were written down.
    """
    found = list(requests)
    if outcome in ("", DECEASED, ADMITTED) or any(answer == WAITING for answer, _ in found):
        return None
    arranged = [hours for answer, hours in found if answer == ARRANGED]
    return None if sequel in SUPPORT and not arranged else float(sum(arranged))
