"""The project's own source, read as syntax: which room a file is in, and what it does."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src" / "homeward"


@dataclass(frozen=True)
class Source:
    """One file: its place under the package, as parts without the ending, and its text."""

    parts: tuple[str, ...]
    text: str

    @property
    def room(self) -> str:
        """The room it is in; "" for the package itself."""
        return self.parts[0] if len(self.parts) > 1 else ""

    @property
    def tree(self) -> ast.Module:
        """The file as syntax."""
        return ast.parse(self.text)

    def is_in(self, *furniture: str) -> bool:
        """True for `pages.py` and for everything under `pages/`."""
        return len(self.parts) > 1 and self.parts[1] in furniture

    def __str__(self) -> str:
        return "/".join(self.parts)


def sources() -> list[Source]:
    """Every Python file of the package but the migrations."""
    files = sorted(PACKAGE.rglob("*.py"))
    return [
        Source(file.relative_to(PACKAGE).with_suffix("").parts, file.read_text(encoding="utf-8"))
        for file in files
        if "migrations" not in file.parts
    ]


def layers() -> list[set[str]]:
    """The rooms by layer, the lowest last, as the import contract has them: there is one list of rooms."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    rooms = next(contract for contract in contracts if contract["id"] == "rooms")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in rooms["layers"]]


def height_of(room: str) -> int:
    """How high a room stands; the lowest is 0. Raises StopIteration for a room that has no place."""
    return next(height for height, layer in enumerate(reversed(layers())) if room in layer)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for attributes of a name, with calls left out (`A.objects.filter().update`); "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, ast.Call | ast.Subscript):
        return dotted(node.func if isinstance(node, ast.Call) else node.value)
    return ""


def chains(tree: ast.AST) -> Iterator[str]:
    """Every dotted name in a file, each also inside longer ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            chain = dotted(node)
            if chain:
                yield chain


def models_of_other_rooms(source: Source) -> dict[str, str]:
    """The names by which a file knows models of other rooms, each with its room."""
    found = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "homeward" and parts[-1] == "models" and parts[1] != source.room:
                found |= {alias.asname or alias.name: parts[1] for alias in node.names}
    return found
