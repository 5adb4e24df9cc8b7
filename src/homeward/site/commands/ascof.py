"""Count ASCOF 2A, 2B and 2C from a council's extract of Client Level Data, Release 2.

Nothing is kept: the file is read, counted and forgotten. What cannot be counted is named line by line.
"""

import argparse
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.outcomes.ascof.extract_figures import Figures
    from homeward.outcomes.ascof.figures import Figure

SHOWN = 20
"""How many kinds of problem are printed."""


def add_arguments(parser: ArgumentParser) -> None:
    """Which file, over which days, for how many people, and how to print."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the extract, as CSV")
    parser.add_argument("--from", dest="first", type=_day, help="first day (default: the last 12 months it covers)")
    parser.add_argument("--to", dest="last", type=_day, help="last day")
    parser.add_argument("--people-18-64", dest="under_65", type=int, help="how many people of 18 to 64 live there")
    parser.add_argument("--people-65", dest="over_65", type=int, help="how many people of 65 and over live there")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def run(args: Namespace) -> int:
    """0 when it was counted; 2 when the file cannot be read, or no period can be told."""
    from homeward.outcomes.ascof.cld import ExtractUnreadable
    from homeward.outcomes.ascof.extract_figures import NothingToCount, figures_of
    from homeward.outcomes.ascof.two_a import AgeBand

    if (args.first is None) is not (args.last is None) or (args.first and args.first > args.last):
        return _refused("Give both --from and --to, the earlier day first.")
    people = {AgeBand.UNDER_65: args.under_65, AgeBand.OVER_65: args.over_65}
    try:
        found = figures_of(
            args.file,
            sent_on=date.today(),  # noqa: DTZ011
            period=(args.first, args.last) if args.first else None,
            population={band: number for band, number in people.items() if number},
        )
    except (ExtractUnreadable, NothingToCount) as why:
        return _refused(str(why))
    print(json.dumps(_as_json(found), ensure_ascii=False) if args.format == "json" else "\n".join(_as_text(found)))
    return 0


def _as_text(found: "Figures") -> Iterator[str]:
    from homeward.outcomes.ascof.two_a import AGE_BAND_NAMES, LEFT_OUT_NAMES, LeftOut

    first, last = found.period
    yield f"{found.lines:,} lines: {found.kept_aside:,} kept aside, {found.repeated:,} the same event again."
    yield f"Counted from {first} to {last}."
    yield ""
    yield "ASCOF 2A: of new clients whose short-term support ended, how many needed no support that lasts"
    for band, figure in found.short_term.items():
        name = AGE_BAND_NAMES.get(band, "Total")  # type: ignore[call-overload]
        value = "" if figure.value is None else f"   {figure.value} %"
        yield f"  {name:14}{figure.numerator:>7,} of {figure.denominator:>7,}{value}"
    for why, number in found.left_out.items():
        yield f"  Not counted   {number:>7,}   {LEFT_OUT_NAMES[LeftOut(why)]}"
    yield from _admissions(found)
    yield from _problems(found)


def _admissions(found: "Figures") -> Iterator[str]:
    from homeward.outcomes.ascof.two_a import AGE_BAND_NAMES

    options = ("--people-18-64", "--people-65")
    yield ""
    yield "ASCOF 2B and 2C: people who are new to a care home for good"
    for option, (band, number) in zip(options, found.new_admissions.items(), strict=True):
        rate = f"{found.rates[band].value} per 100,000" if band in found.rates else f"give {option} for the rate"
        yield f"  {AGE_BAND_NAMES[band]:14}{number:>7,}   {rate}"
    if found.without_component:
        yield f"  Not counted   {found.without_component:>7,}   no service component says that it is for good"


def _problems(found: "Figures") -> Iterator[str]:
    if found.problems:
        yield ""
        yield "What was wrong, most often first:"
    for number, one in found.problems[:SHOWN]:
        what = f"{one.field}: {one.what}" if one.field else one.what
        yield f"  {number:>7,} {'kept aside' if one.kept_aside else 'noted     '}  {what} (first in line {one.line})."
        yield f"                      {one.remedy}"
    if len(found.problems) > SHOWN:
        yield f"  and {len(found.problems) - SHOWN} other kinds. --format json names them all."


def _as_json(found: "Figures") -> dict[str, object]:
    def told(figure: "Figure") -> dict[str, object]:
        return {"numerator": figure.numerator, "denominator": figure.denominator, "value": figure.value}

    return {
        "lines": found.lines,
        "kept_aside": found.kept_aside,
        "repeated": found.repeated,
        "from": found.period[0].isoformat(),
        "to": found.period[1].isoformat(),
        "2A": {str(band): told(figure) for band, figure in found.short_term.items()},
        "left_out": dict(found.left_out),
        "new_admissions": {str(band): number for band, number in found.new_admissions.items()},
        "without_component": found.without_component,
        "rates": {str(band): told(figure) for band, figure in found.rates.items()},
        "problems": [
            {"times": number, "field": one.field, "what": one.what, "remedy": one.remedy, "first_line": one.line}
            | {"kept_aside": one.kept_aside}
            for number, one in found.problems
        ],
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day. Write it as 2026-03-02.') from None


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
