"""Facts of three years, by month, for measures before and after a change; and files of other areas."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from homeward.outcomes.collecting import facts_folder
from tests.outcomes.made_facts import Fact, fact, put_in_use

COUNTED_AT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
CHANGE = date(2025, 3, 1)
FIRST = date(2023, 2, 11)
MetOf = Callable[[date, int], int]


def months() -> list[date]:
    """From February 2023, of which facts begin on the 11th, to March 2026, which is still running."""
    return [date(2023 + (1 + i) // 12, (1 + i) % 12 + 1, 1) for i in range(38)]


def facts_with(met: MetOf, *, each: int = 20, localities: tuple[str, ...] = ("north",)) -> list[Fact]:
    """So many seen two-hour referrals a month and locality; `met` says how many in time, by month and locality."""
    rows = []
    for start in months():
        for place, locality in enumerate(localities):
            for n in range(each):
                day = max(start + timedelta(days=n % (3 if start == months()[-1] else 28)), FIRST)
                rows.append(
                    fact(
                        "referrals",
                        referral_id=f"{start}-{locality}-{n}",
                        pathway="rapid_response",
                        locality=locality,
                        received_on=day,
                        clock_start_on=day,
                        clock_stop_on=day,
                        clock_code="05",
                        wait_minutes=60,
                        standard_met=n < met(start, place),
                        excluded_because="",
                    )
                )
    return rows


def in_use(rows: list[Fact]) -> None:
    put_in_use(facts_folder(), {"referrals": rows}, counted_at=COUNTED_AT)


def stepped(start: date, place: int) -> int:
    """12 or 13 of 20 in time before, 16 or 17 from the change on."""
    return (16 if start >= CHANGE else 12) + start.month % 2


def write_comparison(home: Path, name: str, areas: int = 4) -> None:
    (home / "comparison").mkdir(exist_ok=True)
    rows = [
        f"Area {n},{start:%Y-%m},{60 + n + (start.month * (n + 1)) % 5},100"
        for n in range(areas)
        for start in months()[1:-1]
    ]
    text = "\n".join(["area,month,numerator,denominator", *rows])
    (home / "comparison" / name).write_text(text, encoding="utf-8")
