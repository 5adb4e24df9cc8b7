"""Check everything: style, types, the order of the rooms, migrations, tests on two databases, and browser journeys.

Stops at the first step that does not pass. Installs Chromium, PostgreSQL and Java where it can (as root on Debian).
What follows -- goes to pytest.
"""

import sys
from argparse import ArgumentParser, Namespace

from homeward.site.checks.installing import what_is_missing
from homeward.site.checks.steps import STEPS, run_steps


def add_arguments(parser: ArgumentParser) -> None:
    """Which steps, and what pytest is told."""
    parser.add_argument(
        "--only", choices=STEPS, action="append", default=[], help="run this step only (may be repeated)"
    )
    parser.add_argument("--without", choices=STEPS, action="append", default=[], help="leave this step out, on purpose")
    parser.add_argument("pytest", nargs="*", metavar="-- PYTEST OPTIONS", help="options and paths for pytest, after --")


def run(args: Namespace) -> int:
    """0 when every step passes; the exit code of the first that does not; 1 when something needed is missing."""
    steps = [step for step in STEPS if step in (args.only or STEPS) and step not in args.without]
    missing = what_is_missing(steps, args.pytest)
    if missing:
        print(missing, file=sys.stderr)
        return 1
    return run_steps(steps, args.pytest)
