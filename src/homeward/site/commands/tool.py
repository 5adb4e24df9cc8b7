"""Check an assessment tool's file before it is used, list the tools that are here, or print the schema of such a file.

`tool check FILE` says that it can be used (exit code 0), or names every field at fault and what to do (exit code 1).
A site's own files go into the folder HOMEWARD_TOOLS, or `tools` in HOMEWARD_HOME.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from homeward.episodes.reading.tools import ToolWrong, disagreements_with, read_tool, shelf, site_folder
from homeward.episodes.rules.scoring import in_words
from homeward.episodes.schema.tools import Tool


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and with which file."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="check FILE | list | schema")
    check = tasks.add_parser("check", help="say whether a tool's file can be used beside the tools that are here")
    check.add_argument("file", type=Path, metavar="FILE", help="an assessment tool, as TOML")
    tasks.add_parser("list", help="list the tools that are here, with their versions")
    tasks.add_parser("schema", help="print the schema of a tool's file")


def run(args: Namespace) -> int:
    """0 when all is well, 1 when the file checked or a file already here cannot be used."""
    if args.task == "schema":
        print(json.dumps(Tool.model_json_schema(), indent=2))
        return 0
    return _list() if args.task == "list" else _check(args.file)


def _check(file: Path) -> int:
    try:
        tool = read_tool(file)
        already_here = file.resolve().parent == site_folder().resolve()
        found = [] if already_here else disagreements_with(tool, shelf().tools)
        if found:
            raise ToolWrong(file.name, found)
    except ToolWrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    print(f"{file.name} can be used: {tool.name}, version {tool.version}, {_items(tool)}{_scored(tool)}.")
    return 0


def _items(tool: Tool) -> str:
    return "1 item" if len(tool.items) == 1 else f"{len(tool.items)} items"


def _scored(tool: Tool) -> str:
    if tool.scoring == "none":
        return ", no score"
    low, high = (in_words(end) for end in tool.range)
    return f", score {low} to {high}" + (f", {len(tool.bands)} bands" if tool.bands else "")


def _list() -> int:
    here, current = shelf(), set(shelf().current().values())
    for tool in sorted(here.tools, key=lambda one: (one.place, one.name, one.version)):
        print(f"{tool.code:<12} {tool.version:<8} {tool.name}{'' if tool in current else ' (earlier version)'}")
    for fault in here.faults:
        print(f"Left out: {fault}", file=sys.stderr)
    return 1 if here.faults else 0
