"""Reading assessment tools: those the project carries, and those a site has added or bought a licence for."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from homeward.episodes.schema.tools import Item, Tool
from homeward.kit.file_faults import FileWrong, shaped, text_of

CARRIED = Path(__file__).parents[1] / "tools"
"""Where the tools that come with the project are, one file each."""
PROJECT = Path(__file__).parents[4]


class ToolWrong(FileWrong):
    """A tool's file that cannot be used. `faults` says, a sentence each, which field and what to do."""

    of = "an assessment tool"


@dataclass(frozen=True)
class Shelf:
    """The tools there are, every version of each, and what is wrong with the files that were left out."""

    tools: tuple[Tool, ...]
    faults: tuple[str, ...]

    def current(self) -> dict[str, Tool]:
        """The highest version of each tool, by code, in the order they are offered."""
        newest = {tool.code: tool for tool in sorted(self.tools, key=_version)}
        return dict(sorted(newest.items(), key=lambda one: (one[1].place, one[1].name)))

    def tool(self, code: str, version: str) -> Tool | None:
        """This version of a tool, or None where it is no longer here."""
        return next((one for one in self.tools if (one.code, one.version) == (code, version)), None)


def site_folder() -> Path:
    """Where a site keeps its own tools: HOMEWARD_TOOLS, else `tools` in the folder of its data."""
    own = os.environ.get("HOMEWARD_TOOLS")
    return Path(own) if own else Path(os.environ.get("HOMEWARD_HOME") or PROJECT / ".homeward") / "tools"


def shelf() -> Shelf:
    """The tools in use here. A site's file that cannot be used is left out, and `faults` says why."""
    return _shelf(site_folder())


@cache
def _shelf(folder: Path) -> Shelf:
    """Read once: new files are seen when the program is started again."""
    return gathered([*sorted(CARRIED.glob("*.toml")), *sorted(folder.glob("*.toml"))])


def gathered(paths: Iterable[Path]) -> Shelf:
    """The tools in these files. One that is wrong, or disagrees with an earlier one, is left out with its faults."""
    tools: list[Tool] = []
    faults: list[str] = []
    for path in paths:
        try:
            tool = read_tool(path)
        except ToolWrong as wrong:
            faults += [f"{path.name}: {fault}" for fault in wrong.faults]
            continue
        found = disagreements_with(tool, tools)
        faults += [f"{path.name}: {fault}" for fault in found]
        tools += [] if found else [tool]
    return Shelf(tuple(tools), tuple(faults))


def read_tool(path: Path) -> Tool:
    """The tool in a TOML file. Raises ToolWrong, naming each field at fault and its remedy."""
    return parse_tool(text_of(path, wrong=ToolWrong), where=path.name)


def parse_tool(text: str, *, where: str = "The tool") -> Tool:
    """The tool in a TOML text. Raises ToolWrong."""
    return shaped(text, Tool, where=where, wrong=ToolWrong)


def disagreements_with(tool: Tool, others: Iterable[Tool]) -> list[str]:
    """Why a tool cannot stand beside others: its version is taken, or it asks a shared question in another way."""
    found = []
    asked: defaultdict[str, list[tuple[Tool, Item]]] = defaultdict(list)
    for other in others:
        if (other.code, other.version) == (tool.code, tool.version):
            found.append(f'version: "{tool.version}" of {tool.name} is here already. Give this one a higher version.')
        for item in other.items:
            asked[item.concept or ""].append((other, item))
    for item in tool.items:
        for other, theirs in asked[item.concept] if item.concept else ():
            if other.code != tool.code and _way(item) != _way(theirs):
                found.append(
                    f'items "{item.code}": {other.name} asks "{item.concept}" in another way, so that no answer could '
                    "be kept. Give both the same kind, values and range, or this one another concept."
                )
    return found


def _way(item: Item) -> tuple[object, ...]:
    return item.kind, tuple(one.code for one in item.values), item.min, item.max, item.step, item.unit


def _version(tool: Tool) -> tuple[int, ...]:
    return tuple(int(part) for part in tool.version.split("."))
