"""Hold a measure against a marked change, or any series of months against a day. Says what each way takes for granted.

With --measure and --change the facts are counted exactly; --compare adds other areas. With --series a CSV file with the
columns area, month, numerator and denominator is looked at by itself: of one area before and after --at, of several
each area that --at names against the others.
"""

import argparse
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from homeward.outcomes.evaluation.choosing import Looked
    from homeward.outcomes.evaluation.series import Series


class Refused(ValueError):
    """What was asked cannot be done; `code` is the exit code."""

    def __init__(self, says: str, code: int = 2) -> None:
        super().__init__(says)
        self.code = code


def add_arguments(parser: ArgumentParser) -> None:
    """Which measure and change, or which series and day; what to compare with, and how to print."""
    parser.add_argument("--measure", metavar="CODE", help="a measure's code; `homeward measure --list` prints them")
    parser.add_argument("--change", metavar="ID", type=int, help="the number of a marked change, as in its address")
    parser.add_argument("--compare", metavar="FILE", type=Path, help="a CSV file of other areas' months")
    parser.add_argument("--series", metavar="FILE", type=Path, help="a CSV file of months to look at by itself")
    parser.add_argument(
        "--at",
        metavar="[AREA=]DAY",
        type=_start,
        action="append",
        default=[],
        help="when it began, as 2026-03 or 2026-03-15; with the area's name when the file has several; may be repeated",
    )
    parser.add_argument("--format", choices=["table", "json"], default="table", help="json prints one line a way")


def run(args: Namespace) -> int:
    """0 when at least one way says something; 1 when none does or there are no facts; 2 for what cannot be asked."""
    from homeward.outcomes.evaluation.reading import SeriesUnreadable

    try:
        looked = _series_looked_at(args) if args.series else _change_looked_at(args)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.code
    except (SeriesUnreadable, OSError) as error:
        print(f"The file cannot be used: {error}", file=sys.stderr)
        return 2
    for line in (_json if args.format == "json" else _table)(looked):
        print(line)
    return 0 if any(one.answer for one in looked) else 1


def _change_looked_at(args: Namespace) -> "Sequence[Looked]":
    from homeward.outcomes.collecting import facts_in_use
    from homeward.outcomes.definitions import MeasureUnknown, measure_called
    from homeward.outcomes.evaluating import comparison_files, evaluated, read_comparison
    from homeward.outcomes.pages.viewing import Counter
    from homeward.outcomes.snapshots import SnapshotUnreadable
    from homeward.partnership.queries import change_marked

    if not args.measure or args.change is None:
        raise Refused("Give --measure with --change, or --series with --at.")
    try:
        measure, snapshot = measure_called(args.measure), facts_in_use()
    except MeasureUnknown as error:
        raise Refused(str(error)) from error
    except SnapshotUnreadable as error:
        raise Refused(f"{error} Run ./homeward collect to write them again.", 1) from error
    change = change_marked(args.change)
    if change is None or change.withdrawn_at is not None:
        raise Refused(f"There is no change {args.change} in force. The page /changes lists them.")
    if snapshot is None:
        raise Refused("There are no facts yet. Run ./homeward collect first.", 1)
    file = args.compare or next(iter(comparison_files(measure)), None)
    return evaluated(Counter(snapshot, exact=True), measure, change, read_comparison(file) if file else ()).looked


def _series_looked_at(args: Namespace) -> "Sequence[Looked]":
    from homeward.outcomes.evaluating import read_comparison
    from homeward.outcomes.evaluation.choosing import looked_at
    from homeward.outcomes.evaluation.wording import Named

    areas = read_comparison(args.series)
    began = _began(args.at, areas)
    changed = [one for one in areas if began[one.area] is not None]
    unit = {"percent": "percent", "count": "count"}.get(areas[0].kind, "ratio")
    last = max(month.start for one in areas for month in one.months)
    named = Named(args.series.stem, unit)
    looked: list[Looked] = []
    for one in changed:
        starts = [day for day in [began[one.area]] if day]
        looked += looked_at(one, starts, areas if one is changed[-1] else (), began, named, whole_until=last)
    return looked


def _began(given: Sequence[tuple[str, date]], areas: "Sequence[Series]") -> dict[str, date | None]:
    """Since when each area has the change. Raises Refused for an area the file does not have, and for none at all."""
    names = [one.area for one in areas]
    if not given:
        raise Refused("Give --at with the day on which it began, as 2026-03 or 2026-03-15.")
    if len(names) > 1 and any(not area for area, _ in given):
        raise Refused(f"The file has {len(names)} areas. Say which has the change, as --at {names[0]}=2026-03.")
    called = {area or names[0]: day for area, day in given}
    if unknown := set(called) - set(names):
        raise Refused(f"The file has no area {', '.join(sorted(unknown))}. It has {', '.join(names)}.")
    return {name: called.get(name) for name in names}


def _table(looked: "Iterable[Looked]") -> Iterator[str]:
    from homeward.outcomes.evaluation.answer import TECHNICAL_NAMES, WAY_NAMES
    from homeward.outcomes.evaluation.wording import interval

    for one in looked:
        yield f"{WAY_NAMES[one.way]} ({TECHNICAL_NAMES[one.way]})"
        if one.answer is None:
            yield f"  Nothing can be said yet. {one.lacks}"
            yield ""
            continue
        answer = one.answer
        yield f"  {answer.sentence}"
        yield f"  {answer.months_before} months before, {answer.months_after} after; areas: {answer.areas}."
        for term in answer.terms:
            yield f"  {term.name}: {term.value:+.3f}{'%' if answer.relative else ''} ({interval(term)})"
        yield from (f"  Be careful: {said}" for said in answer.warnings)
        yield from (f"  Takes for granted: {said}" for said in answer.assumptions)
        yield ""


def _json(looked: "Iterable[Looked]") -> Iterator[str]:
    for one in looked:
        said: dict[str, Any] = {"way": one.way.value, "lacks": one.lacks, "answer": None}
        if one.answer is not None:
            answer = asdict(one.answer)
            drawn = [{"month": month.start.isoformat(), "value": month.value} for month in one.answer.drawn]
            said["answer"] = {**answer, "way": one.way.value, "drawn": drawn}
        yield json.dumps(said, ensure_ascii=False)


def _start(text: str) -> tuple[str, date]:
    area, _, day = text.rpartition("=")
    try:
        return area.strip(), date.fromisoformat(day if len(day) > 7 else f"{day}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{day}" is not a day. Write it as 2026-03 or 2026-03-15.') from None
