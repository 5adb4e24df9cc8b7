"""Reading the code lists that the project carries as its own data."""

import tomllib
from functools import cache
from pathlib import Path

from homeward.episodes.schema.code_lists import CodeList

CODE_LISTS = Path(__file__).parents[1] / "code_lists"
"""Where the lists are kept, one file each, named by the list's code."""


@cache
def code_list(code: str) -> CodeList:
    """The list with this code. Raises FileNotFoundError for none, ValidationError for a wrong one."""
    return CodeList.model_validate(tomllib.loads((CODE_LISTS / f"{code}.toml").read_text(encoding="utf-8")))


@cache
def code_lists() -> tuple[CodeList, ...]:
    """Every list, by code."""
    return tuple(code_list(path.stem) for path in sorted(CODE_LISTS.glob("*.toml")))
