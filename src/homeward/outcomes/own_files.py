"""A partnership's figures, kept by hand as CSV files in its data folder: read whole, or refused with every fault."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from homeward.kit.file_faults import FileWrong, text_of

One = TypeVar("One")


class OwnFileWrong(FileWrong):
    """A file of the partnership's own figures that cannot be used. `faults` name the line and the field."""

    of = "this file"


class FieldWrong(ValueError):
    """A field that cannot be what it says: its name, and a sentence with what to do."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        super().__init__(says)


@dataclass(frozen=True, slots=True)
class Heads:
    """What the lines before the headings say: where the figures are from, and of which day they are."""

    source: str = ""
    date: str = ""


def read_own(
    path: Path, columns: Sequence[str], made: Callable[[dict[str, str]], One], *, heads: Sequence[str] = ()
) -> tuple[Heads, list[One]]:
    """Every line of a CSV file, each made into what it means, and what the file says of itself.

    Lines that begin with # stand before the headings; `# source: …` and `# date: …` are kept, and those named in
    `heads` must be there. Raises OwnFileWrong with every fault: the line, the field, what is wrong and what to do.
    """
    lines = text_of(path, wrong=OwnFileWrong).splitlines()
    notes = [line for line in lines if line.startswith("#")]
    said = _heads(notes)
    faults = [f'The line "# {name}: …" is missing. Add it above the headings.' for name in heads if not said.get(name)]
    body = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    found = csv.reader(line for _, line in body)
    titles = [title.strip() for title in next(found, [])]
    faults += _title_faults(titles, columns)
    if faults:
        raise OwnFileWrong(path.name, faults)
    rows: list[One] = []
    for (number, _), values in zip(body[1:], found, strict=False):
        try:
            if len(values) != len(titles):
                raise FieldWrong("line", f"there are {len(values)} values for {len(titles)} columns. Correct the line.")
            rows.append(made({title: value.strip() for title, value in zip(titles, values, strict=True)}))
        except FieldWrong as wrong:
            faults.append(f"Line {number}, {wrong.field}: {wrong}")
    if faults:
        raise OwnFileWrong(path.name, faults)
    return Heads(source=said.get("source", ""), date=said.get("date", "")), rows


def _heads(notes: Sequence[str]) -> dict[str, str]:
    pairs = (note.lstrip("# ").partition(":") for note in notes)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _title_faults(titles: Sequence[str], columns: Sequence[str]) -> list[str]:
    missing = [f'The column "{one}" is missing. Add it.' for one in columns if one not in titles]
    unknown = [
        f'"{one}" is not a column of this file. Remove it or correct it.' for one in titles if one not in columns
    ]
    return missing + unknown
