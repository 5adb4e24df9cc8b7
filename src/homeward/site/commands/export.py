"""Write numbers, definitions, facts or an event log to a file, for other programs.

`export numbers` holds small numbers back, as for whoever may not see people; with --exact it does not. `export facts`
writes every table as Parquet, `export events` an event log as XES or OCEL 2.0: both are about people without naming
them, have numbers made fresh for each export, and are noted in exports.jsonl in the data folder before they begin.
Exit code 0 when all was written; 1 when there are no facts or the disk refused; 2 for what cannot be asked.
"""

import argparse
import getpass
import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from homeward.outcomes.facts import BREAKDOWNS
from homeward.site.progress import rows_so_far

if TYPE_CHECKING:
    from homeward.outcomes.snapshots import Snapshot


def add_arguments(parser: ArgumentParser) -> None:
    """What to write, and where to."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="numbers | definitions | facts | events")
    numbers = tasks.add_parser("numbers", help="all measures' numbers as a CSV file")
    numbers.add_argument("--from", dest="first", type=_day, help="first day, as 2026-03-02 (default: three years back)")
    numbers.add_argument("--to", dest="last", type=_day, help="last day (default: the day the facts were counted)")
    numbers.add_argument("--period", choices=["week", "month"], default="month")
    numbers.add_argument("--by", choices=BREAKDOWNS, default="", help="break down by one column")
    numbers.add_argument("--exact", action="store_true", help="with small numbers, which can point to somebody")
    definitions = tasks.add_parser("definitions", help="every measure's definition as JSON")
    facts = tasks.add_parser("facts", help="every table as a Parquet file, without the numbers that lead to a record")
    events = tasks.add_parser("events", help="an event log for process mining")
    events.add_argument("--as", dest="shape", choices=["xes", "ocel"], default="xes", help="XES, or OCEL 2.0 JSON")
    for one in (numbers, definitions, events):
        one.add_argument("--out", type=Path, required=True, metavar="FILE")
    facts.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a folder that is new, or empty")


def run(args: Namespace) -> int:
    """Write what was asked for; the exit code."""
    from homeward.outcomes.collecting import facts_in_use
    from homeward.outcomes.snapshots import SnapshotUnreadable

    began = time.perf_counter()
    try:
        if args.task == "definitions":
            return _said(_definitions(args), args.out, began)
        snapshot = facts_in_use()
        if snapshot is None:
            return _refused("There are no facts yet. Run ./homeward collect first.", 1)
        if args.task == "numbers" and args.first and args.first > (args.last or date.max):
            return _refused("--from is after --to. Give the earlier day first.", 2)
        said = _TASKS[args.task](snapshot, args)
    except SnapshotUnreadable as error:
        return _refused(f"{error} Run ./homeward collect to write them again.", 1)
    except OSError as error:
        return _refused(f"It could not be written: {error}.", 1)
    return _said(said, args.out, began)


def _numbers(snapshot: "Snapshot", args: Namespace) -> str:
    from homeward.kit.london import london_date
    from homeward.outcomes.exporting.all_numbers import Asked, all_numbers
    from homeward.outcomes.pages.asking import usual_first
    from homeward.outcomes.periods import Period

    period = Period(args.period)
    last = args.last or london_date(snapshot.counted_at)
    asked = Asked(args.first or usual_first(period, last), last, period, args.by)
    if args.exact:
        _note(f"exact {asked.words}", args.out)
    with _whole(args.out) as file:
        lines = sum(1 for line in all_numbers(snapshot, asked, sees_rows=args.exact) if file.write(line))
    return f"{lines - 1:,} figures"


def _definitions(args: Namespace) -> str:
    from homeward.outcomes.definitions import measures
    from homeward.outcomes.exporting.definitions import definitions_as_json

    with _whole(args.out) as file:
        file.write(definitions_as_json())
    return f"{len(measures())} definitions"


def _facts(snapshot: "Snapshot", args: Namespace) -> str:
    from homeward.outcomes.exporting.facts_files import write_facts
    from homeward.outcomes.exporting.pseudonyms import Pseudonyms

    _note("facts", args.out)
    with rows_so_far() as told:
        rows = write_facts(snapshot, args.out, Pseudonyms(), told)
    return f"{sum(rows.values()):,} facts"


def _events(snapshot: "Snapshot", args: Namespace) -> str:
    from homeward.outcomes.exporting.ocel import write_ocel
    from homeward.outcomes.exporting.pseudonyms import Pseudonyms
    from homeward.outcomes.exporting.xes import write_xes

    _note(f"events as {args.shape}", args.out)
    with _whole(args.out) as file:
        if args.shape == "xes":
            traces, events = write_xes(snapshot, file, Pseudonyms())
            return f"{traces:,} traces with {events:,} events"
        objects, events = write_ocel(snapshot, file, Pseudonyms())
        return f"{objects:,} objects and {events:,} events"


_TASKS = {"numbers": _numbers, "facts": _facts, "events": _events}


def _note(what: str, out: Path) -> None:
    """Keep who took what, and when, before anything is written; without the note nothing is."""
    from django.conf import settings
    from django.utils import timezone

    said = {"at": timezone.now().isoformat(), "by": getpass.getuser(), "what": what, "to": str(out.absolute())}
    with (Path(settings.HOMEWARD_HOME) / "exports.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(said) + "\n")


@contextmanager
def _whole(out: Path) -> Iterator[TextIO]:
    """A file that is there only when it is whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            yield file
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day. Write it as 2026-03-02.') from None


def _said(what: str, out: Path, began: float) -> int:
    print(f"{what} written to {out} in {time.perf_counter() - began:.1f} s.")
    return 0


def _refused(why: str, code: int) -> int:
    print(why, file=sys.stderr)
    return code
