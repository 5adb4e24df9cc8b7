"""Evaluating a marked change: which numbers stand for its places and pathways, and what to hold them against.

Numbers come from whoever counts for a viewer, so nothing rests on a number that the viewer may not see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings

from homeward.kit.london import london_date
from homeward.outcomes.areas import FILE as AREAS_FILE
from homeward.outcomes.areas import read_areas
from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import Definition, FigureKind
from homeward.outcomes.evaluation.choosing import Looked, looked_at
from homeward.outcomes.evaluation.months import Month, month_of
from homeward.outcomes.evaluation.reading import read_series
from homeward.outcomes.evaluation.series import Kind, Series
from homeward.outcomes.evaluation.wording import Named
from homeward.outcomes.own_files import OwnFileWrong
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import Shown
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.wording import name_of_group
from homeward.partnership.models import PhasedChange

YEARS_BEFORE = timedelta(days=3 * 365)
"""How far back the trend before a change is looked at: three years have three of every season."""
THIS_SERVICE = "This service"
NO_PLACE = frozenset({"", "not_known"})


class Counts(Protocol):
    """Whoever counts for a viewer."""

    @property
    def snapshot(self) -> Snapshot:
        """The facts that are counted."""

    def cells(self, question: Question) -> list[Shown]:
        """The cells of a question as the viewer may see them."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What was held against what: one's own series and the months after which nothing is whole, and every answer."""

    own: Series
    areas: tuple[str, ...]
    whole_until: date
    looked: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """By which column of the facts a change's places are told apart ("" for none), and their codes with first days."""

    by: str
    began: Mapping[str, date]


def evaluated(counts: Counts, measure: Definition, change: PhasedChange, others: Sequence[Series] = ()) -> Evaluated:
    """A measure before and after a change, and against other areas where there are any.

    `others` are areas without the change, or, where they are called as one of its places, with it.
    """
    places = _places_of(change, measure)
    where = (("pathway", tuple(change.pathways)),) if change.pathways and "pathway" in measure.breakdowns else ()
    last = london_date(counts.snapshot.counted_at)
    question = Question(
        measure=measure, first=min(change.starts_on - YEARS_BEFORE, last), last=last, period=Period.MONTH, where=where
    )
    mine = (*where, (places.by, tuple(places.began))) if places.by else where
    own = _from_first_facts(counts.cells(replace(question, where=mine)))
    whole_until = max((one.start for one in own if one.complete), default=month_of(last))
    series = _series(THIS_SERVICE, measure, own)
    areas, began = _areas(counts, question, places, series, change)
    for one in others:
        if one.area not in began:
            areas.append(one)
            began[one.area] = _start_of(one.area, change)
    looked = looked_at(series, change.days, areas, began, Named(measure.title, measure.unit), whole_until=whole_until)
    return Evaluated(series, tuple(one.area for one in areas if began[one.area] is None), whole_until, looked)


def comparison_files(measure: Definition) -> list[Path]:
    """Other areas' numbers that the site keeps for a measure: comparison/<code>.csv or <code>-<anything>.csv."""
    folder = Path(settings.HOMEWARD_HOME) / "comparison"
    found = [*folder.glob(f"{measure.code}.csv"), *folder.glob(f"{measure.code}-*.csv")]
    return sorted(found)


def read_comparison(file: Path) -> tuple[Series, ...]:
    """The areas in a file. Raises SeriesUnreadable for what is in it, and OSError when it cannot be opened."""
    return read_series(file.read_text(encoding="utf-8", errors="replace"))


def kind_of(measure: Definition) -> Kind:
    """How a measure's first figure is compared."""
    kinds: dict[FigureKind, Kind] = {FigureKind.PERCENT: "percent", FigureKind.COUNT: "count"}
    return kinds.get(measure.figures[0].kind, "number")


def _places_of(change: PhasedChange, measure: Definition) -> _Places:
    """Organisations or localities, when every phase is of the same sort and the measure can be broken down by it."""
    phases = list(change.phases.all())
    if all(one.organisation for one in phases) and "organisation" in measure.breakdowns:
        return _Places("organisation", {one.organisation.code: one.starts_on for one in phases if one.organisation})
    if all(one.locality for one in phases) and "locality" in measure.breakdowns:
        names = locality_names()
        codes = {name.casefold(): code for code, name in names.items()} | {code.casefold(): code for code in names}
        began = {codes.get(one.locality.casefold(), one.locality): one.starts_on for one in phases}
        return _Places("locality", began)
    return _Places("", {})


def locality_names() -> dict[str, str]:
    """The name of each locality of the site, by its code."""
    try:
        return dict(read_areas(Path(settings.HOMEWARD_HOME) / AREAS_FILE).names)
    except OwnFileWrong:
        return {}


def _areas(
    counts: Counts, question: Question, places: _Places, own: Series, change: PhasedChange
) -> tuple[list[Series], dict[str, date | None]]:
    """The places of the service itself, with and without the change; or the whole of it, when it began at once."""
    if not places.by:
        alone = [own] if len(change.days) == 1 else []
        return list(alone), {one.area: change.starts_on for one in alone}
    readable = name_of_group(places.by, counts.snapshot.counted_at)
    called = locality_names() if places.by == "locality" else {}
    cells: dict[str, list[Shown]] = {}
    for one in counts.cells(replace(question, by=(places.by,))):
        if one.group[0] not in NO_PLACE:
            cells.setdefault(one.group[0], []).append(one)
    first = own.months[0].start if own.months else question.first
    areas, began = [], {}
    for code, row in cells.items():
        kept = [one for one in row if one.start >= first]
        name = called.get(code) or readable(code)
        areas.append(_series(name, question.measure, kept))
        began[name] = places.began.get(code)
    return areas, began


def _from_first_facts(cells: Sequence[Shown]) -> list[Shown]:
    """Months from the first whole one there are facts of: months before have no rows, and the first may be a part."""
    first = next((i for i, one in enumerate(cells) if one.rows), len(cells))
    return list(cells[first + 1 if first else 0 :])


def _series(area: str, measure: Definition, cells: Sequence[Shown]) -> Series:
    code = measure.figures[0].code
    return Series(area, kind_of(measure), tuple(Month(one.start, one.figures[code]) for one in cells))


def _start_of(area: str, change: PhasedChange) -> date | None:
    """Since when an area of a file has the change: when it is called as one of its places."""
    called = {one.place.casefold(): one.starts_on for one in change.phases.all() if one.place}
    return called.get(area.casefold())
