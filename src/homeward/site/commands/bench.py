"""Run one benchmark and print what it measured, one object a line; 1 when a requirement does not hold."""

import json
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[4] / "benchmarks"
NOT_BENCHMARKS = {"__init__", "result", "crowd", "jobs"}


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in BENCHMARKS.glob("*.py") if path.stem not in NOT_BENCHMARKS)


def add_arguments(parser: ArgumentParser) -> None:
    """Which benchmark, and how to print."""
    parser.add_argument("name", choices=names(), help="which benchmark")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="json prints one object a line")


def run(args: Namespace) -> int:
    """Measure; 1 when any requirement does not hold."""
    sys.path.insert(0, str(BENCHMARKS.parent))
    benchmark = import_module(f"benchmarks.{args.name}")
    held = True
    print(f"Measuring {args.name}. This takes a minute or so.", file=sys.stderr)
    for result in benchmark.run():
        row = result.as_row()
        held &= result.holds is not False
        print(json.dumps(row) if args.format == "json" else _in_words(row), flush=True)
    return 0 if held else 1


def _in_words(row: dict[str, object]) -> str:
    line = f"{row['name']}: {row['value']} {row['unit']}"
    if row["ratio"] is not None:
        line += f", {row['ratio']} times {row['peer']}"
    if row["required"] is not None:
        line += f" (at most {row['required']}: {'holds' if row['holds'] else 'DOES NOT HOLD'})"
    return line
