"""Why people who were ready waited in hospital, and what people and staff answered, as groups that point to nobody."""
# ruff: noqa: S608 - the names in the SQL are the program's own

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from homeward.outcomes.counting.duck import duckdb_here
from homeward.outcomes.counting.engines import Slice
from homeward.outcomes.counting.expressing import VIEW
from homeward.outcomes.facts.groups import LIVE
from homeward.outcomes.origins import beside_live
from homeward.outcomes.showing import LEAST_SHOWN, guarded
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.wording import name_of_group

MOST_REASONS = 10
LEAST_ANSWERS = 50
"""Below so many answers their spread is not shown: a person answers some ten statements, and five people are fewest."""
ON_THE_SCALE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
AUDIENCES = {"person": "People we helped", "carer": "Carers", "staff": "Staff"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for delay: days that it cost and stays that it held up, both to the nearest 5."""

    name: str
    days: int
    stays: int


@dataclass(frozen=True, slots=True)
class Spread:
    """What one audience answered over a year: how many of a hundred gave each answer, and of how many answers.

    `parts` are None where there are too few answers to show how they spread.
    """

    audience: str
    parts: tuple[int, ...] | None
    answers: int


def delay_reasons(snapshot: Snapshot, first: date, last: date) -> tuple[list[Reason], int]:
    """The ten reasons that cost most days, and how many more there are. A reason of fewer than five stays has no line.

    Where that would leave one reason alone without a line, the smallest goes too: the one would follow from the sum.
    """
    per_reason = f"SELECT reason, sum(share), count(DISTINCT stay_id) FROM {VIEW} GROUP BY reason ORDER BY 2 DESC, 1"
    found = _asked(snapshot, "delays", "held_on", first, last, per_reason)
    shown = [(reason, days, stays) for reason, days, stays in found if stays >= LEAST_SHOWN]
    if len(found) - len(shown) == 1:
        shown = shown[:-1]
    name = name_of_group("reason", snapshot.counted_at)
    reasons = [Reason(name(reason), _to_five(days), _to_five(stays)) for reason, days, stays in shown[:MOST_REASONS]]
    return reasons, len(found) - len(reasons)


def answers_given(snapshot: Snapshot, first: date, last: date) -> list[Spread]:
    """How each audience answered in these days, on the scale it was asked on; nothing for one that never answered."""
    per_answer = (
        f"SELECT audience, response, count(*) FROM {VIEW} WHERE response IS NOT NULL GROUP BY audience, response"
    )
    found = {(who, n): many for who, n, many in _asked(snapshot, "answers", "answered_on", first, last, per_answer)}
    spreads = []
    for code, name in AUDIENCES.items():
        each = [found.get((code, response), 0) for response in range(1, 6)]
        if answers := sum(each):
            spreads.append(_spread(name, each, answers))
    return spreads


def _spread(name: str, each: Sequence[int], answers: int) -> Spread:
    enough = answers >= LEAST_ANSWERS and not any(0 < n < LEAST_SHOWN for n in each)
    parts = tuple(round(100 * n / answers) for n in each) if enough else None
    return Spread(name, parts, guarded(answers) or 0)


def _to_five(number: float) -> int:
    return guarded(max(round(number), LEAST_SHOWN)) or 0


def _asked(snapshot: Snapshot, table: str, day: str, first: date, last: date, sql: str) -> list[Sequence[Any]]:
    files = snapshot.files(table)
    if not files:
        return []
    where = (("origin", (LIVE,)),) if beside_live(snapshot, table) else ()
    rows = Slice(files=files, day=day, first=first, after=last + timedelta(days=1), where=where)
    return list(duckdb_here().asked(rows, sql))
