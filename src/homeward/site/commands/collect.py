"""Write the facts that measures are counted from, anew and whole. Readers see the earlier ones until it is done."""

import sys
from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """No options."""


def run(args: Namespace) -> int:
    """0 when the facts were written; 1, with the reason, when the disk refused."""
    from django.utils import timezone

    from homeward.outcomes.collecting import collect

    try:
        done = collect(now=timezone.now())
    except OSError as error:
        print(f"The facts could not be written: {error}. The earlier ones are still in use.", file=sys.stderr)
        return 1
    for table, rows in done.snapshot.rows.items():
        print(f"{rows:,} {table} written to {done.snapshot.folder} in {done.seconds:.2f} s.")
    return 0
