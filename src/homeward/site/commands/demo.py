"""Make the made-up borough of Pellbridge, if it is not there yet, and serve it from this machine.

Everyone in it is made up. Run again, it keeps what is there; with --fresh it starts again.
"""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from homeward.demo.making import NotAMadeUpBorough, Size, clear, made, make, who_to_be
from homeward.demo.own_files import write_own_files
from homeward.demo.progress import progress_bar
from homeward.kit.london import london_date
from homeward.outcomes.collecting import collect
from homeward.outcomes.collecting.underway import start_counting
from homeward.site.serving import bring_database_up_to_date, serve, why_not

SEED = 20180401


def add_arguments(parser: ArgumentParser) -> None:
    """What to make, and where to serve it."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--fresh", action="store_true", help="clear the made-up borough away and make it again")
    parser.add_argument("--seed", type=int, help=f"another number makes another borough (default: {SEED})")
    parser.add_argument("--referrals", type=_count, help="how many referrals in 17 months (default: about 8,200)")
    parser.add_argument("--open", type=_count, default=0, help="so many open referrals on top, to try it under load")
    parser.add_argument("--no-serve", action="store_true", help="make the borough and stop")


def run(args: Namespace) -> int:
    """0 when served or made; 1 when the port is taken or the database is not a made-up one."""
    trouble = "" if args.no_serve else why_not("127.0.0.1", args.port)
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    bring_database_up_to_date()
    try:
        _have_a_borough(args)
    except NotAMadeUpBorough as refusal:
        print(refusal, file=sys.stderr)
        return 1
    _say_who_to_be(args.port)
    return 0 if args.no_serve else serve(port=args.port)


def _have_a_borough(args: Namespace) -> None:
    if args.fresh:
        clear()
    there = made()
    if there is None:
        now = datetime.now(UTC)
        with progress_bar() as progress:
            size = Size(referrals=args.referrals, also_open=args.open)
            seed = SEED if args.seed is None else args.seed
            written = make(seed=seed, now=now, size=size, progress=progress)
            write_own_files(Path(settings.HOMEWARD_HOME), today=london_date(now), seed=seed)
            if args.no_serve:
                progress("Counting facts for the measures", 0, 1)
                collect(now=now)
                progress("Counting facts for the measures", 1, 1)
            else:
                start_counting(now=now)  # the pages are there meanwhile, and those of outcomes say how far it has got
        print(f"Made {written.people:,} people, {written.referrals:,} referrals and {written.visits:,} visits.")
        return
    kept = f"Keeping the borough made on {there.made_at:%-d %B %Y}, with what was done in it since."
    print(f"{kept} --fresh starts again.")
    if args.referrals is not None or args.open or args.seed not in (None, there.seed):
        print("--seed, --referrals and --open take effect with --fresh.", file=sys.stderr)


def _say_who_to_be(port: int) -> None:
    people = who_to_be()
    wide = [max(len(row[column]) for row in people) for column in (0, 1)] if people else [0, 0]
    print(f"\nSign in with one click at http://127.0.0.1:{port} as any of these made-up people:")
    for name, job, sees in people:
        print(f"  {name:<{wide[0]}}  {job:<{wide[1]}}  sees {sees}")
    print()


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is not a number of referrals: give a whole number, 0 or more")
    return int(text)
