"""Prove over the whole database that no referral is lost, unowned or unanswered.

Each room checks its own promises. Exit code 0 when all hold; otherwise 1, with what does not hold and what to do.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module

from homeward.kit.problem import Problem

CHECKED = (
    "homeward.pathways.verify",
    "homeward.episodes.verify",
    "homeward.referrals.verify",
    "homeward.voice.verify",
    "homeward.outcomes.verify",
    "homeward.exchange.verify",
)
"""The rooms that make promises: each module has `problems()`, which yields what does not hold."""


def add_arguments(parser: ArgumentParser) -> None:
    """How to print."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="json prints one problem a line")


def run(args: Namespace) -> int:
    """Print every problem; 1 if there is any."""
    found = 0
    for problem in all_problems():
        found += 1
        print(json.dumps(asdict(problem)) if args.format == "json" else _in_words(problem))
    checked = _referrals_checked()
    if args.format == "json":
        print(json.dumps({"referrals_checked": checked, "problems": found, "holds": found == 0}))
    elif found:
        print(f"{found} problem{'s' if found > 1 else ''} in {checked} referrals checked.")
    else:
        print(f"Nothing is lost: {checked} referrals checked.")
    return 1 if found else 0


def all_problems() -> Iterator[Problem]:
    """What does not hold, room by room."""
    for name in CHECKED:
        yield from import_module(name).problems()


def _referrals_checked() -> int:
    from homeward.referrals.queries import how_many_referrals

    return how_many_referrals()


def _in_words(problem: Problem) -> str:
    return f"{problem.subject}: this does not hold: {problem.rule}.\n    What to do: {problem.remedy}"
