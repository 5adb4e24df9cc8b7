"""What the made-up partnership keeps by hand: its localities, its unit costs, and counts of the whole borough."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from homeward.demo.reading import words
from homeward.demo.year import months_before
from homeward.outcomes import areas, unit_costs
from homeward.outcomes.collecting import area_counts_facts

MONTHS = 36
"""How many months of counts for the whole borough there are."""


def write_own_files(folder: Path, *, today: date, seed: int) -> None:
    """Write the files into the data folder, over any that were made before. The same for the same seed and day."""
    own = words("figures_of_its_own")
    notes = (f"# source: {own['source']}", f"# date: {own['date']}")
    _write(folder / areas.FILE, areas.COLUMNS, _areas(own), notes)
    _write(folder / unit_costs.FILE, unit_costs.COLUMNS, _unit_costs(own), notes)
    counts = _area_counts(own, today=today, seed=seed)
    _write(folder / area_counts_facts.FILE, area_counts_facts.COLUMNS, counts, notes)


def _areas(own: dict[str, Any]) -> Iterator[Sequence[object]]:
    for place in own["localities"]:
        for sector, fifth in zip(place["sectors"], place["deprivation"], strict=True):
            yield sector, place["code"], place["name"], fifth


def _unit_costs(own: dict[str, Any]) -> Iterator[Sequence[object]]:
    for cost in own["unit_costs"]:
        pounds, prices = f"{cost['pounds_per_hour']:.2f}", own["prices"]
        yield cost["pathway"], "", pounds, prices["from_on"], prices["year"], own["source"]


def _area_counts(own: dict[str, Any], *, today: date, seed: int) -> Iterator[Sequence[object]]:
    """Admissions of each locality in each of the months that are over, the earliest first."""
    rng = Random(seed)
    for month in (months_before(today, back) for back in range(MONTHS, 0, -1)):
        for told in own["counts"]:
            season = told["by_season"][month.month - 1]
            for place, people in told["population"].items():
                expected = people / 100_000 * told["a_month_per_100_000"][place] * season
                found = max(0, round(rng.gauss(expected, expected**0.5)))
                yield told["what"], f"{month:%Y-%m}", place, told["age_band"], found, people, own["source"]


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], notes: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{note}\n" for note in notes)
        csv.writer(file).writerows([columns, *rows])
