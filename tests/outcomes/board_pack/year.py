"""A made-up year of facts, small enough to know every figure of."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from homeward.outcomes.snapshots import Snapshot
from tests.outcomes.made_facts import Fact, fact, put_in_use

OCTOBER = date(2026, 10, 1)
"""The month the packs are about: the facts were counted on 4 November 2026."""
MONTHS = [date(2025 + (n + 10) // 12, (n + 10) % 12 + 1, 1) for n in range(12)]
"""November 2025 to October 2026."""


def seen(month: date, *, many: int, in_time: int, clock: str = "05") -> list[Fact]:
    """Referrals of a month with a two-hour clock (or another) that were seen, and how many of them in time."""
    days = [month + timedelta(days=n % 28) for n in range(many)]
    return [
        fact(
            "referrals",
            referral_id=f"{clock}-{day:%Y%m}-{number}",
            received_on=day,
            clock_start_on=day,
            clock_stop_on=day,
            clock_code=clock,
            state="closed",
            triage_outcome="accepted",
            standard_met=number < in_time,
            wait_minutes=60 if number < in_time else 180,
            start_days=0,
        )
        for number, day in enumerate(days)
    ]


def delayed(month: date, reason: str, *, stays: int, days: int) -> list[Fact]:
    """So many days held up by a reason, shared between so many stays."""
    return [
        fact(
            "delays",
            stay_id=f"{reason}-{n % stays}",
            reason=reason,
            share=1.0,
            held_on=month + timedelta(days=n // stays),
        )
        for n in range(days)
    ]


def said(month: date, spread: Sequence[int], audience: str = "person") -> list[Fact]:
    """Answers of an audience in a month: how many gave 1, 2, 3, 4 and 5."""
    given = [response for response, many in enumerate(spread, start=1) for _ in range(many)]
    return [
        fact(
            "answers",
            answer_id=f"{audience}-{n}",
            answered_on=month,
            audience=audience,
            response=response,
            agrees=response > 3,
        )
        for n, response in enumerate(given)
    ]


def a_year(home: Path, *, last_month: Sequence[Fact] = (), other: dict[str, list[Fact]] | None = None) -> Snapshot:
    """Facts in use: 40 seen each month, 30 to 34 of them in time, and in October those given instead, if any."""
    rows = [one for n, month in enumerate(MONTHS[:-1]) for one in seen(month, many=40, in_time=30 + n % 5)]
    rows += last_month or seen(OCTOBER, many=40, in_time=32)
    return put_in_use(home / "facts", {"referrals": rows, **(other or {})})
