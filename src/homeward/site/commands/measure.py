"""Count measures from the facts, exactly. Without codes: all that can be counted so. Without dates: 12 weeks."""

import argparse
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from homeward.outcomes.ascof.cases import run_cases
from homeward.outcomes.counting.engines import ENGINES
from homeward.outcomes.definitions import Definition, MeasureUnknown, measure_called, measures
from homeward.outcomes.facts import BREAKDOWNS
from homeward.outcomes.periods import Period

if TYPE_CHECKING:
    from homeward.outcomes.counting import Cell, Question
    from homeward.outcomes.snapshots import Snapshot

MOST_BREAKDOWNS = 2


class _Refused(Exception):
    """What was asked cannot be done; the message says what can."""


def add_arguments(parser: ArgumentParser) -> None:
    """Which measures, from when to when, by what, of which facts, and how to print."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="a measure's code; `--list` prints them")
    parser.add_argument("--list", action="store_true", help="print every measure's code and title, and count nothing")
    parser.add_argument("--from", dest="first", type=_day, help="first day, as 2026-03-02; widened to a whole period")
    parser.add_argument("--to", dest="last", type=_day, help="last day (default: the day the facts were counted)")
    parser.add_argument("--period", choices=[one.value for one in Period], default=Period.WEEK.value)
    parser.add_argument("--dated", metavar="EVENT", default="", help="the event whose date counts; one the measure has")
    parser.add_argument(
        "--by", metavar="A[,B]", default="", help=f"break down by one or two of: {', '.join(BREAKDOWNS)}"
    )
    parser.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", default=[], help="only these rows; may be given again"
    )
    parser.add_argument("--facts", metavar="FOLDER", type=Path, help="count these facts, whoever's they are")
    parser.add_argument(
        "--engine", choices=ENGINES, default="", help="count every row with this, and use no kept parts"
    )
    parser.add_argument(
        "--format", choices=["table", "json", "csv"], default="table", help="json prints one line a row"
    )
    parser.add_argument("--write-pages", metavar="FOLDER", type=Path, help="write the definitions as pages, and stop")
    parser.add_argument(
        "--cases", metavar="FILE", type=Path, help="count a file of worked cases of ASCOF 2A or 2D, and stop"
    )


def run(args: Namespace) -> int:
    """0 when everything was counted; 1 when there are no facts, or no engine, to count; 2 for what cannot be asked."""
    if args.list:
        print("\n".join(f"{one.code}  {one.title}" for one in measures()))
        return 0
    if args.write_pages:
        return _write_pages(args.write_pages)
    if args.cases:
        return run_cases(args.cases, args.format)
    try:
        by, where = _breakdowns(args.by), _where(args.where)
        chosen = _chosen(args.codes, by, args.dated)
    except (MeasureUnknown, _Refused) as error:
        return _refused(str(error), 2)
    return _count(chosen, by, where, args)


def _chosen(codes: Sequence[str], by: Sequence[str], dated: str) -> list[Definition]:
    """The measures named, each of which must be countable so; or all that are."""
    if codes:
        named = [measure_called(code) for code in codes]
        for one in named:
            if why := _why_not(one, by, dated):
                raise _Refused(why)
        return named
    able = [one for one in measures() if not _why_not(one, by, dated)]
    if not able:
        raise _Refused(f'No measure can be counted by {" and ".join(by) or "all"} and dated by "{dated}".')
    return able


def _why_not(measure: Definition, by: Sequence[str], dated: str) -> str:
    """Why a measure cannot be counted so; nothing when it can."""
    for name in by:
        if name not in measure.breakdowns:
            can = ", ".join(measure.breakdowns)
            return f'"{measure.code}" cannot be broken down by "{name}". Use {can}.'
    if dated and dated not in measure.dated:
        return f'"{measure.code}" has no date "{dated}". Use {" or ".join(measure.dated)}.'
    return ""


def _breakdowns(text: str) -> tuple[str, ...]:
    by = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if len(by) > MOST_BREAKDOWNS:
        raise _Refused("--by takes one breakdown or two, as --by locality,pathway.")
    return by


def _where(texts: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values to keep by column: given twice for a column, either will do."""
    wanted: dict[str, tuple[str, ...]] = {}
    for text in texts:
        column, given, value = text.partition("=")
        if not given or column not in BREAKDOWNS:
            raise _Refused(
                f'--where "{text}" is not understood. Write COLUMN=VALUE with one of {", ".join(BREAKDOWNS)}.'
            )
        wanted[column] = (*wanted.get(column, ()), value)
    return tuple(sorted(wanted.items()))


def _count(
    chosen: Sequence[Definition], by: tuple[str, ...], where: tuple[tuple[str, tuple[str, ...]], ...], args: Namespace
) -> int:
    from homeward.kit.london import london_date
    from homeward.outcomes.collecting import facts_in_use
    from homeward.outcomes.counting import EngineMissing, Question
    from homeward.outcomes.printing import PRINTED
    from homeward.outcomes.snapshots import SnapshotUnreadable, facts_at

    again = "" if args.facts else " Run ./homeward collect to write them again."
    try:
        snapshot = facts_at(args.facts) if args.facts else facts_in_use()
        if snapshot is None:
            return _refused("There are no facts yet. Run ./homeward collect first.", 1)
        last = args.last or london_date(snapshot.counted_at)
        first = args.first or last - timedelta(weeks=11)
        if first > last:
            till = "--to" if args.last else f"{last}, when the facts were counted"
            return _refused(f"--from is after {till}. Give the earlier day first.", 2)
        asked = {"first": first, "last": last, "dated": args.dated, "period": Period(args.period)}
        questions = [Question(measure=one, by=by, where=where, **asked) for one in chosen]
        answers = _answers(snapshot, questions, args.engine, everybodys=bool(args.facts))
    except EngineMissing as error:
        return _refused(str(error), 1)
    except SnapshotUnreadable as error:
        return _refused(f"{error}{again}", 1)
    for line in PRINTED[args.format](answers, snapshot.counted_at):
        print(line)
    return 0


def _answers(
    snapshot: "Snapshot", questions: Sequence["Question"], engine: str, *, everybodys: bool
) -> list[tuple["Question", tuple["Cell", ...]]]:
    """Each question with its cells: about everybody, or the live service unless it asks for others, who are named."""
    from homeward.outcomes.counting import count_together
    from homeward.outcomes.origins import beside_live, of_the_service

    apart = {one: one if everybodys else of_the_service(snapshot, one) for one in questions}
    found: dict[Question, tuple[Cell, ...]] = {}
    for where in dict.fromkeys(one.where for one in apart.values()):
        alike = tuple(one for one in apart.values() if one.where == where)
        found |= zip(alike, count_together(snapshot, alike, engine=engine), strict=True)
    others = {name for one in questions if apart[one] != one for name in beside_live(snapshot, one.measure.table)}
    if others:
        names = ", ".join(sorted(others))
        print(f"Counted is the live service. Not counted: {names}. To count them, add --by origin.", file=sys.stderr)
    return [(one, found[one]) for one in apart.values()]


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
