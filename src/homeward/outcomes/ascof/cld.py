"""Reading an extract of Client Level Data, Release 2: what can be counted, and what is wrong, line by line."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from homeward.outcomes.ascof.cld_lines import Line, fields
from homeward.outcomes.ascof.cld_reading import TRACED, Problem, Reading


class ExtractUnreadable(ValueError):
    """A file that is no extract of Client Level Data. The message says what is wrong, and what to do."""


def read_cld(path: Path) -> tuple[list[Line], list[Problem]]:
    """Every line that can be counted, and every problem. No line is in neither.

    Columns may stand in any order and be written in any case. Dates are 2025-04-01 or 01/04/2025. Raises
    ExtractUnreadable.
    """
    reader = csv.reader(io.StringIO(_text_of(path), newline=""))
    problems: list[Problem] = []
    lines: list[Line] = []
    try:
        header = next(reader, [])
        columns = _columns(header, path, problems)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _read(reader.line_num, cells, header, columns, lines, problems)
    except csv.Error as fault:
        raise ExtractUnreadable(f"Line {reader.line_num} of {path} is not CSV: {fault}. Correct it.") from None
    return lines, problems


def counted(problems: Iterable[Problem]) -> list[tuple[int, Problem]]:
    """How often each problem occurs, most often first, with its first line."""
    first: dict[tuple[str, str, bool], Problem] = {}
    times: Counter[tuple[str, str, bool]] = Counter()
    for one in problems:
        key = (one.field, one.what, one.kept_aside)
        times[key] += 1
        first.setdefault(key, one)
    return [(number, first[key]) for key, number in times.most_common()]


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise ExtractUnreadable(f"{path} cannot be read: {fault.strerror}. Check its name.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(header: list[str], path: Path, problems: list[Problem]) -> dict[str, int]:
    """The place of each known field. Those that are not known, or stand twice, are problems of line 1."""
    known = {_letters(name): name for name in (*fields().names, TRACED)}
    found: dict[str, int] = {}
    for place, text in enumerate(header):
        name = known.get(_letters(text))
        if name is None:
            problems.append(Problem(1, text, "Not a field of Release 2", "Nothing needs doing: it is not read.", False))
        elif name in found:
            problems.append(Problem(1, name, "Stands twice", "Remove one: the first is read.", False))
        else:
            found[name] = place
    missing = [name for name in fields().needed if name not in found]
    if missing:
        raise ExtractUnreadable(f"{path} has no column {', '.join(missing)}. Add what is missing to its first line.")
    if not {TRACED, "NHS_Number", "LA_Person_Unique_Identifier"} & found.keys():
        raise ExtractUnreadable(f"{path} has no column that tells people apart. Add LA_Person_Unique_Identifier.")
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _read(
    number: int,
    cells: list[str],
    header: list[str],
    columns: Mapping[str, int],
    lines: list[Line],
    problems: list[Problem],
) -> None:
    if len(cells) != len(header):
        what = f"{len(cells)} cells where the first line has {len(header)}"
        problems.append(Problem(number, "", what, "Put texts with commas between quotation marks.", True))
        return
    reading = Reading(number, {name: cells[place].strip() for name, place in columns.items()}, problems)
    line = reading.line()
    if line is not None:
        lines.append(line)
