"""Where parts are kept.

parts/parts.json                              what they are of
parts/<table>/sums/file=<checksum>/…          the parts of one file of facts
parts/<table>/amounts/file=<checksum>/…       how often each amount occurs in it, for medians
parts/<table>/sums.parquet, amounts.parquet   those of all files together, which questions read
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from homeward.outcomes.counting.parts.counting_sql import AMOUNT_PLACES, PLACES, SUMS, amounts_sql, sums_sql
from homeward.outcomes.definitions import Definition


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of part: its name, the SQL that counts it from facts, its columns that place and that add up."""

    name: str
    counted: Callable[[tuple[Definition, ...]], str]
    places: tuple[str, ...]
    sums: dict[str, str]


OF_SUMS = Kind("sums", sums_sql, PLACES, SUMS)
OF_AMOUNTS = Kind("amounts", amounts_sql, AMOUNT_PLACES, {"times": "BIGINT"})
KINDS = (OF_SUMS, OF_AMOUNTS)


def together(table: Path, kind: Kind) -> Path:
    """The parts of all files of a table."""
    return table / f"{kind.name}.parquet"


def of_files(table: Path, kind: Kind, checksums: Iterable[str]) -> list[str]:
    """The files with the parts of these files of facts, as many times as one is named; none where there is no row."""
    found = (table / kind.name / f"file={checksum}" for checksum in checksums)
    return [str(file) for folder in found for file in sorted(folder.glob("*.parquet"))]


def carry_over(old: Path, new: Path) -> None:
    """Let the new place have the same file, or every file of the same folder; nothing where there is nothing."""
    for file in sorted(old.iterdir()) if old.is_dir() else [old] if old.exists() else []:
        place = new / file.name if old.is_dir() else new
        place.parent.mkdir(parents=True, exist_ok=True)
        _link(file, place)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links keeps a copy, which is as good
        shutil.copyfile(old, new)
