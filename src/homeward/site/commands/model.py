"""Check a service model before it is agreed, or print the schema its file follows.

`model check FILE` says that it can be used (exit code 0), or names every field at fault and what to do (exit code 1).
`model schema` prints the JSON schema, for editors that check TOML while one types.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from homeward.pathways.reading import ServiceModelWrong, read
from homeward.pathways.schema import ServiceModel


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and with which file."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="check FILE | schema")
    check = tasks.add_parser("check", help="say whether a service model file can be used")
    check.add_argument("file", type=Path, metavar="FILE", help="a service model, as TOML")
    tasks.add_parser("schema", help="print the schema of a service model file")


def run(args: Namespace) -> int:
    """0 when the schema was printed or the file can be used, else 1."""
    if args.task == "schema":
        print(json.dumps(ServiceModel.model_json_schema(), indent=2))
        return 0
    try:
        model = read(args.file)
    except ServiceModelWrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    pathways = ", ".join(pathway.name for pathway in model.pathways)
    print(f"{args.file.name} can be used: version {model.version}, {len(model.pathways)} pathways ({pathways}).")
    return 0
