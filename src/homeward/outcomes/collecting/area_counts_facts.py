"""The table `area_counts`: what is published or agreed for the whole area, as the partnership keeps it in a file.

The file is `area_counts.csv` in its data folder. Nothing is shipped: each partnership takes its own figures.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.facts import TABLES
from homeward.outcomes.own_files import FieldWrong, OwnFileWrong, read_own

FILE = "area_counts.csv"
COLUMNS = ("what", "month", "locality", "age_band", "count", "population", "source")
_CODES = {field.name: field.codes for field in TABLES["area_counts"].fields}


def rows(context: Context) -> Iterator[Row]:
    """A row for every line of the file, by month; none without it. Raises OwnFileWrong with every fault."""
    for one in read_area_counts(Path(settings.HOMEWARD_HOME) / FILE):
        yield {
            "partnership": context.partnership,
            "origin": context.origin,
            **dict.fromkeys(("pathway", "model", "organisation", "source", "need", "ethnicity", "deprivation"), ""),
            **on_day("counted", one.pop("month")),
            **one,
        }


def read_area_counts(path: Path) -> list[dict[str, Any]]:
    """The lines of the file by month, in an order that does not depend on the file's. Raises OwnFileWrong."""
    if not path.exists():
        return []
    _, lines = read_own(path, COLUMNS, _line)
    keys = [tuple(one[name] for name in ("month", "what", "locality", "age_band")) for one in lines]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        said = [f"{key[1]} of {key[0]:%Y-%m}, {key[2]}, {key[3]} stands twice. Keep one line." for key in twice]
        raise OwnFileWrong(path.name, said)
    return [one for _, one in sorted(zip(keys, lines, strict=True), key=lambda pair: pair[0])]


def _line(values: dict[str, str]) -> dict[str, Any]:
    for name in ("what", "age_band"):
        if values[name] not in _CODES[name]:
            known = ", ".join(filter(None, _CODES[name]))
            raise FieldWrong(name, f'"{values[name]}" is not one it can be. Use one of: {known}.')
    if not values["source"]:
        raise FieldWrong("source", "it is empty. Say where the figure is published.")
    return {
        "what": values["what"],
        "month": _month(values["month"]),
        "locality": values["locality"],
        "age_band": values["age_band"],
        "count": _whole("count", values["count"]),
        "population": _whole("population", values["population"]) if values["population"] else None,
    }


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == len("2026-04") else text).replace(day=1)
    except ValueError:
        raise FieldWrong("month", f'"{text}" is not a month. Write it as 2026-04.') from None


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise FieldWrong(name, f'"{text}" is not a whole number of 0 or more. Write it without commas.')
    return int(text)
