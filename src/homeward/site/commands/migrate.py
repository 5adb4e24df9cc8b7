"""Bring the database up to date, keeping what is in it."""

from argparse import ArgumentParser, Namespace

from homeward.site.serving import bring_database_up_to_date


def add_arguments(parser: ArgumentParser) -> None:
    """No options."""


def run(args: Namespace) -> int:
    """Always 0; an error is raised when the database does not answer."""
    changed = bring_database_up_to_date()
    print(f"{changed} changes made to the database." if changed else "The database was up to date.")
    return 0
