"""Reading what the borough is made from: the figures with their sources, and the words and names."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def figures() -> dict[str, dict[str, Any]]:
    """Every figure by name, each with its value, source and date."""
    return tomllib.loads((HERE / "figures.toml").read_text(encoding="utf-8"))


def figure(name: str) -> Any:
    """The value of one figure: a number, a list or a table. Raises KeyError for a name that is not in the file."""
    return figures()[name]["value"]


@cache
def words(name: str) -> dict[str, Any]:
    """One of the files in `borough/`, by its name without ending."""
    return tomllib.loads((HERE / "borough" / f"{name}.toml").read_text(encoding="utf-8"))
