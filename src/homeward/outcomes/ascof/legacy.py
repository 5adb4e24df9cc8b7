"""The measure "91 days", ASCOF 2B(1) of the years before: still at home three months after leaving hospital for help.

People of 65 and over, discharged from hospital from October to December to reablement, rehabilitation or intermediate
care, who were at home 91 days later; part 2 is those discharges of all discharges alive of people of 65 and over. Kept
so that old figures can be compared. Source: SALT data return 2021-22, measure STS004 and sources for ASCOF 2B (NHS
Digital, 11 May 2022).
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from homeward.outcomes.ascof.events import age_by_days
from homeward.outcomes.ascof.figures import Figure

DAYS = timedelta(days=91)
MONTHS = frozenset({10, 11, 12})
AT_HOME = frozenset({"home", "extra_care", "sheltered", "shared_lives"})
"""Where somebody is "at home": also in extra care or sheltered housing, or with a shared lives carer."""


@dataclass(frozen=True, slots=True)
class OldDischarge:
    """A discharge from hospital. `to_help`: to reablement, rehabilitation or intermediate care.

    `lives_at`: where they were on day 91, a code of `AT_HOME`, another place, or "" when nobody asked. A short stay
    away, for respite, is still "home".
    """

    born_on: date | None
    discharged_on: date
    to_help: bool
    lives_at: str = ""


def is_counted(one: OldDischarge) -> bool:
    """Whether the measure counts a discharge at all, in the financial year it fell in."""
    of_age = one.born_on is not None and age_by_days(one.born_on, one.discharged_on) >= 65
    return of_age and one.discharged_on.month in MONTHS


def asked_on(discharged_on: date) -> date:
    """Day 91 after the discharge."""
    return discharged_on + DAYS


def parts_of_year(rows: Iterable[OldDischarge], year: int) -> tuple[Figure, Figure]:
    """Part 1 and part 2 of the financial year that began in `year`.

    Somebody of whom nobody knows where they are is counted, and not as being at home.
    """
    counted = [one for one in rows if is_counted(one) and one.discharged_on.year == year]
    helped = [one for one in counted if one.to_help]
    at_home = sum(one.lives_at in AT_HOME for one in helped)
    return Figure(at_home, len(helped)), Figure(len(helped), len(counted))


@dataclass(frozen=True, slots=True)
class Label:
    """What the framework called a measure in some years, and what the same thing is called now."""

    label: str
    first_year: str
    last_year: str
    means: str
    now: str
    alike: str


@cache
def labels() -> tuple[Label, ...]:
    """Every label of the framework that matters here, old and new, with its years."""
    file = Path(__file__).with_name("labels.toml")
    return tuple(Label(**one) for one in tomllib.loads(file.read_text(encoding="utf-8"))["labels"])
