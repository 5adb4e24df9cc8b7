"""Run one of Django's own commands, such as makemigrations, shell or createsuperuser."""

import argparse

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after the name goes to Django as it is."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND", help="Django's command and its options")


def run(args: argparse.Namespace) -> int:
    """0 when Django's command finishes; it exits by itself when it does not."""
    execute_from_command_line(["homeward django", *(args.rest or ["help"])])
    return 0
