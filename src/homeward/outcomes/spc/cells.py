"""Cells of a CSV file, read one by one; what cannot be read is refused with its line and column."""

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TypeVar

from homeward.kit.file_faults import FileWrong, text_of

NOTHING = {"", "na", "nan", "null", "none"}
TRUE, FALSE = {"true", "t"}, {"false", "f"}

Read = TypeVar("Read")


class SeriesFileWrong(FileWrong):
    """A file of series or of points that cannot be read; it names the line, the column and what to do."""

    of = "series"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file, its cells by the names of their columns."""

    file: str
    line: int
    cells: Mapping[str, str]

    def read(self, column: str, reader: Callable[[str], Read], should: str) -> Read | None:
        """What a cell says; None for an empty cell, NA or NaN. Raises SeriesFileWrong where the reader refuses it."""
        text = self.cells[column].strip()
        if text.casefold() in NOTHING:
            return None
        try:
            return reader(text)
        except (ValueError, KeyError):
            raise self.wrong(column, f'"{text}" is not {should}. Correct it.') from None

    def needed(self, column: str, reader: Callable[[str], Read], should: str) -> Read:
        """What a cell says. Raises SeriesFileWrong also where it says nothing."""
        found = self.read(column, reader, should)
        if found is None:
            raise self.wrong(column, f"there must be {should} here. Add it.")
        return found

    def wrong(self, column: str, says: str) -> SeriesFileWrong:
        """The error to raise about a cell."""
        return SeriesFileWrong(self.file, [f"Line {self.line}, column {column}: {says}"])


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a file that has at least these columns, in any order. Raises SeriesFileWrong."""
    reader = csv.reader(StringIO(text_of(path, wrong=SeriesFileWrong), newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if missing := [column for column in columns if column not in names]:
            raise SeriesFileWrong(
                str(path), [f"Line 1: there is no column {', '.join(missing)}. Name each column in the first line."]
            )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                says = (
                    f"Line {reader.line_num}: there are {len(cells)} cells, and {len(names)} columns. Correct the line."
                )
                raise SeriesFileWrong(str(path), [says])
            yield Row(str(path), reader.line_num, dict(zip(names, cells, strict=True)))
    except csv.Error as fault:
        raise SeriesFileWrong(str(path), [f"Line {reader.line_num}: {fault}. Correct the line."]) from None


def number(text: str) -> float:
    """A finite number."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def whole(text: str) -> int:
    """A whole number, also where a program wrote 12 as 12.0."""
    value = number(text)
    if value != int(value):
        raise ValueError(text)
    return int(value)


def places(text: str) -> tuple[int, ...]:
    """Places of points, counted from 1: 13;25."""
    return tuple(whole(one) for one in re.split(r"[;,|\s]+", text) if one)


def claim(text: str) -> bool:
    """TRUE or FALSE."""
    if text.casefold() in TRUE | FALSE:
        return text.casefold() in TRUE
    raise ValueError(text)


def moment(text: str) -> datetime:
    """A date, with a time of day or without; with an offset, the same instant in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is None else found.astimezone(UTC).replace(tzinfo=None)
