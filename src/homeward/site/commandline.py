"""The command line: a table of commands, each in its own module that is loaded only when asked for."""

import argparse
import os
import sys
from dataclasses import dataclass, field
from importlib import import_module

from homeward import __version__


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it does in a line, whether it needs the database set up, and how it is used."""

    name: str
    purpose: str
    django: bool = True
    example: str = ""
    environment: dict[str, str] = field(default_factory=dict)


_WEB = {"HOMEWARD_FINGERPRINTS": "1"}
COMMANDS = (
    Command("demo", "make the made-up borough and serve it", True, "demo --port 8001", _WEB | {"HOMEWARD_DEMO": "1"}),
    Command("serve", "serve the pages from this machine", True, "serve --port 8000", _WEB),
    Command("receive", "take in referral messages from files", example="receive message.json --format json"),
    Command("sender", "let another organisation's system send messages", example='sender add RZQ99 "Emergency line"'),
    Command("send", "tell referrers' systems what was decided", example="send --format json"),
    Command("collect", "write the facts that measures are counted from"),
    Command("facts", "check a folder of facts, and say what each field means", example="facts check facts-folder"),
    Command("measure", "count a measure from the facts"),
    Command("export", "take numbers, facts or events away", example="export events --as xes --out events.xes"),
    Command("board-pack", "write the monthly board pack", example="board-pack --month 2026-10 --out packs"),
    Command(
        "evaluate",
        "hold a measure, or any series of months, against a change",
        example="evaluate --series months.csv --at 2025-01",
    ),
    Command(
        "ascof",
        "count national measures from a council's extract",
        False,
        "ascof extract.csv --from 2025-04-01 --to 2026-03-31",
    ),
    Command("spc", "check our control charts against published ones", False, "spc series.csv points.csv"),
    Command("model", "check a service model file before it is agreed", example="model check agreed.toml"),
    Command("tool", "check an assessment tool's file before it is used", example="tool check barthel.toml"),
    Command("verify", "prove that no referral is lost, unowned or unanswered", example="verify --format json"),
    Command("bench", "time a part of the service against what it must reach", False, "bench worklist --format json"),
    Command(
        "test",
        "check everything: style, types, rooms, both databases, browser",
        False,
        "test --only sqlite -- -k clocks",
    ),
    Command("migrate", "bring the database up to date"),
    Command("docs", "write the documents that come from the program itself", example="docs --check"),
    Command("django", "run one of Django's own commands, for developers", example="django makemigrations"),
)

EPILOGUE = """\
environment:
  HOMEWARD_HOME   folder for all data (default: .homeward beside the launcher)
  DATABASE_URL    a PostgreSQL address (default: an SQLite file in HOMEWARD_HOME)
  HOMEWARD_HOSTS  host names to answer to, separated by commas, beside this machine's own
  HOMEWARD_HTTPS  1 when served over https behind a proxy

examples:
  ./homeward demo
  ./homeward verify --format json
"""


def main(arguments: list[str]) -> int:
    """Run one command; its exit code. 2 for a command that does not exist, 130 when interrupted."""
    chosen = next((command for command in COMMANDS if arguments and command.name == arguments[0]), None)
    if chosen is None:
        overview().parse_args(arguments or ["--help"])
        return 2
    try:
        return _run(chosen, arguments[1:])
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def overview() -> argparse.ArgumentParser:
    """The help on all commands; it accepts a command's name and nothing else."""
    width = max(len(command.name) for command in COMMANDS)
    listing = "\n".join(f"  {command.name:<{width}}  {command.purpose}" for command in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="homeward",
        usage="homeward COMMAND [OPTIONS]",
        description=f"One front door and one record for care at home.\n\ncommands:\n{listing}\n\n"
        "`homeward COMMAND --help` says more about one command.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Homeward {__version__}")
    parser.add_argument("command", choices=[command.name for command in COMMANDS], help=argparse.SUPPRESS)
    return parser


def _run(command: Command, arguments: list[str]) -> int:
    os.environ.update(command.environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeward.site.settings")
    if command.django:
        import django

        django.setup()
    module = import_module(f"homeward.site.commands.{command.name.replace('-', '_')}")
    parser = argparse.ArgumentParser(
        prog=f"homeward {command.name}",
        description=(module.__doc__ or "").strip(),
        epilog=f"example:\n  ./homeward {command.example}" if command.example else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    return (
        _explained(module, parser.parse_args(arguments))
        if command.django
        else int(module.run(parser.parse_args(arguments)))
    )


def _explained(module: object, args: argparse.Namespace) -> int:
    """Run a command; when there is no database, or it does not answer, say so in a sentence and return 1."""
    from django.db.utils import OperationalError, ProgrammingError

    try:
        return int(module.run(args))  # type: ignore[attr-defined]
    except (OperationalError, ProgrammingError) as error:
        said = str(error).strip().splitlines()[0]
        if "no such table" in said or "does not exist" in said:
            print(
                "The database has no tables for this yet. Run ./homeward demo for the made-up borough, "
                f"or ./homeward migrate to set up your own. (The database said: {said})",
                file=sys.stderr,
            )
        elif isinstance(error, OperationalError):
            print(f"The database did not answer: {said}. Nothing was half-written; try again.", file=sys.stderr)
        else:
            raise
        return 1
