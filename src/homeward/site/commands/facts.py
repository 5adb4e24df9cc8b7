"""Check any folder of facts, print what every field means, or write empty files for a partner to fill in.

`facts check [DIR]` looks through a folder of facts, Parquet or CSV, or the facts in use: exit code 0 when all holds, 1
when something does not, 2 when it cannot be read. `facts dictionary` prints the data dictionary. `facts template DIR`
writes an empty CSV file for each table, with its headings, and the dictionary beside them. `facts make DIR` makes up
the facts of as many people as are asked for, to try counting at a nation's size.
"""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.outcomes.facts.checking import Checked
    from homeward.outcomes.facts.opening import Fault


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and with which folder."""
    tasks = parser.add_subparsers(
        dest="task", required=True, metavar="check [DIR] | dictionary | template DIR | make DIR"
    )
    check = tasks.add_parser("check", help="look through a folder of facts, and name what does not hold")
    check.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="default: the facts in use")
    check.add_argument("--format", choices=["table", "json"], default="table", help="json prints one fault a line")
    tasks.add_parser("dictionary", help="print what every field means, as a page")
    template = tasks.add_parser("template", help="write empty CSV files with headings for a partner to fill in")
    template.add_argument("folder", type=Path, metavar="DIR", help="a folder that is new, or empty")
    made = tasks.add_parser("make", help="make up the facts of many people; nobody in them is real")
    made.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet")
    made.add_argument("--people", type=_number, default=10_000, help="how many people (default: 10,000)")
    made.add_argument("--months", type=_number, default=36, help="over how many months (default: 36)")


def run(args: Namespace) -> int:
    """0 when all is well, 1 when something does not hold, 2 when it cannot be read or written."""
    return {"check": _check, "dictionary": _dictionary, "template": _template, "make": _make}[args.task](args)


def _check(args: Namespace) -> int:
    from django.utils import timezone

    from homeward.kit.london import london_date
    from homeward.outcomes.collecting import facts_in_use
    from homeward.outcomes.facts.checking import FactsUnreadable, check_facts
    from homeward.outcomes.snapshots import SnapshotUnreadable

    today, folder = london_date(timezone.now()), args.folder
    try:
        if folder is None:
            snapshot = facts_in_use()
            if snapshot is None:
                return _refused("There are no facts yet. Run ./homeward collect first, or give a folder.")
            folder, today = snapshot.folder, london_date(snapshot.counted_at)
        checked = check_facts(folder, today=today)
    except (FactsUnreadable, SnapshotUnreadable) as error:
        return _refused(str(error))
    for line in _PRINTED[args.format](checked, folder, today):
        print(line)
    return 2 if checked.unreadable else 1 if checked.faults else 0


def _in_words(checked: "Checked", folder: Path, today: date) -> Iterator[str]:
    for fault in checked.faults:
        yield f"{fault.table}{'.' if fault.field else ''}{fault.field}: {fault.says}{_rows(fault)}."
        yield f"    In {fault.file}{f', for example {fault.example}' if fault.example else ''}."
        yield f"    What to do: {fault.remedy}"
    rows = sum(checked.rows.values())
    found = f"{len(checked.faults)} faults" if len(checked.faults) != 1 else "1 fault"
    yield f"{rows:,} rows of {len(checked.rows)} tables in {folder} checked as of {today}: {found}."


def _rows(fault: "Fault") -> str:
    return f", in {fault.rows:,} row{'s' if fault.rows > 1 else ''}" if fault.rows else ""


def _as_json(checked: "Checked", folder: Path, today: date) -> Iterator[str]:
    for fault in checked.faults:
        yield json.dumps(asdict(fault), ensure_ascii=False)
    yield json.dumps({"rows": checked.rows, "faults": len(checked.faults), "as_of": today.isoformat()})


_PRINTED = {"table": _in_words, "json": _as_json}


def _dictionary(args: Namespace) -> int:
    from homeward.outcomes.facts.dictionary import dictionary

    print(dictionary())
    return 0


def _template(args: Namespace) -> int:
    from homeward.outcomes.facts.dictionary import dictionary
    from homeward.outcomes.facts.template import headings

    try:
        args.folder.mkdir(parents=True, exist_ok=True)
        if any(args.folder.iterdir()):
            return _refused(f'"{args.folder}" is not empty. Give a new folder.')
        for table, columns in headings().items():
            (args.folder / f"{table}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
        (args.folder / "data-dictionary.md").write_text(dictionary() + "\n", encoding="utf-8")
    except OSError as error:
        return _refused(f"The files could not be written: {error}.")
    print(f"{len(headings())} empty files and data-dictionary.md written to {args.folder}.")
    return 0


def _make(args: Namespace) -> int:
    from homeward.outcomes.making import Size, make

    written = 0
    try:
        for table, month, rows in make(args.folder, Size(people=args.people, months=args.months)):
            written += rows
            if sys.stderr.isatty():
                print(f"\r{table}, {month:%B %Y}: {written:,} rows so far \033[K", end="", file=sys.stderr, flush=True)
    except OSError as error:
        return _refused(f'"{args.folder}" could not be written: {error.strerror}. Give a folder that is not there yet.')
    print(f"{written:,} made-up facts of {args.people:,} people written to {args.folder}.")
    return 0


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f'"{text}" is not a number of 1 or more')
    return int(text)


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
