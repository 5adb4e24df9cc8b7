"""Count measures from the facts, exactly. Without codes: all of them. Without dates: the last 12 weeks."""

import argparse
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from homeward.outcomes.ascof.cases import run_cases
from homeward.outcomes.definitions import Definition, MeasureUnknown, measure_called, measures
from homeward.outcomes.periods import Period


def add_arguments(parser: ArgumentParser) -> None:
    """Which measures, from when to when, by what, and how to print."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="a measure's code; `--list` prints them")
    parser.add_argument("--list", action="store_true", help="print every measure's code and title, and count nothing")
    parser.add_argument("--from", dest="first", type=_day, help="first day, as 2026-03-02; widened to a whole week")
    parser.add_argument("--to", dest="last", type=_day, help="last day (default: the day the facts were counted)")
    parser.add_argument("--period", choices=[Period.WEEK.value, Period.MONTH.value], default=Period.WEEK.value)
    parser.add_argument("--dated", choices=["received", "start", "stop"], help="the event whose date counts")
    parser.add_argument("--by", default="", help="break down by: pathway, source, need, age_band or organisation")
    parser.add_argument(
        "--format", choices=["table", "json", "csv"], default="table", help="json prints one line a row"
    )
    parser.add_argument("--write-pages", metavar="FOLDER", type=Path, help="write the definitions as pages, and stop")
    parser.add_argument(
        "--cases", metavar="FILE", type=Path, help="count a file of worked cases of ASCOF 2A or 2D, and stop"
    )


def run(args: Namespace) -> int:
    """0 when everything was counted; 1 when there are no facts to count; 2 for a measure or breakdown that is not."""
    if args.list:
        print("\n".join(f"{one.code}  {one.title}" for one in measures()))
        return 0
    if args.write_pages:
        return _write_pages(args.write_pages)
    if args.cases:
        return run_cases(args.cases, args.format)
    try:
        chosen = [measure_called(code) for code in args.codes] or list(measures())
    except MeasureUnknown as error:
        return _refused(str(error), 2)
    for one in chosen:
        if args.by and args.by not in one.breakdowns:
            return _refused(f'"{one.code}" cannot be broken down by "{args.by}". Use {", ".join(one.breakdowns)}.', 2)
        if args.dated and args.dated not in one.dated:
            return _refused(f'"{one.code}" has no date "{args.dated}". Use {" or ".join(one.dated)}.', 2)
    return _count(chosen, args)


def _count(chosen: Iterable[Definition], args: Namespace) -> int:
    from homeward.kit.london import london_date
    from homeward.outcomes.collecting import facts_in_use
    from homeward.outcomes.counting import Question, count
    from homeward.outcomes.printing import PRINTED
    from homeward.outcomes.snapshots import SnapshotUnreadable

    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return _refused("There are no facts yet. Run ./homeward collect first.", 1)
        last = args.last or london_date(snapshot.counted_at)
        first = args.first or last - timedelta(weeks=11)
        if first > last:
            return _refused("--from is after --to. Give the earlier day first.", 2)
        period = Period(args.period)
        answers = [
            (question, count(snapshot, question))
            for one in chosen
            for question in [Question(measure=one, first=first, last=last, dated=args.dated, period=period, by=args.by)]
        ]
    except SnapshotUnreadable as error:
        return _refused(f"{error} Run ./homeward collect to write them again.", 1)
    for line in PRINTED[args.format](answers, snapshot.counted_at):
        print(line)
    return 0


def _write_pages(folder: Path) -> int:
    from homeward.outcomes.documents import pages

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(pages())} pages written to {folder}.")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day. Write it as 2026-03-02.') from None


def _refused(why: str, code: int) -> int:
    print(why, file=sys.stderr)
    return code
