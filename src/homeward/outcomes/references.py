"""Published figures of England and other places, to set beside this partnership's own: our data, with its sources.

They are kept in `reference_figures/`, one file for each publication. A reference is no target, and seldom counts quite
the same: each says in a note what it counts. Pure.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, ValidationError, model_validator

from homeward.outcomes.definitions import Code, MeasureUnknown, Words, measure_called
from homeward.outcomes.periods import Period, next_after

REFERENCES = Path(__file__).parent / "reference_figures"

Area = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]


class ReferencesUnreadable(ValueError):
    """A file of reference figures cannot be used; the message names the file and the field."""


@dataclass(frozen=True, slots=True)
class ReferenceFigure:
    """One published figure: of which measure and figure, where, among whom, over which days, and who published it.

    `among` is "" for everybody, else the part that was counted, in words. `confirmed` is false where only a summary or
    a quotation was at hand; say so where it shows.
    """

    measure: str
    figure: str
    area: str
    among: str
    first: date
    last: date
    value: float
    note: str
    confirmed: bool
    publication: str
    address: str
    published: str
    checked_on: date

    @property
    def is_month(self) -> bool:
        """Whether it is of one calendar month, so that it can stand in a chart by months."""
        return self.first.day == 1 and next_after(Period.MONTH, self.first) == self.last + timedelta(days=1)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _About(_Part):
    measure: Code
    figure: Code
    among: str = ""
    confirmed: bool = True
    note: Words
    first: date

    @model_validator(mode="after")
    def is_a_figure_of_a_measure(self) -> Self:
        """The measure is there and has the figure."""
        try:
            known = [one.code for one in measure_called(self.measure).figures]
        except MeasureUnknown as error:
            raise ValueError(f"measure: {error}") from error
        if self.figure not in known:
            raise ValueError(f"figure: {self.measure} has no figure {self.figure}")
        return self


class _Months(_About):
    """A figure of one place, month after month."""

    area: Area
    values: Annotated[tuple[FiniteFloat, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def begins_with_a_month(self) -> Self:
        """The first day is the first of a month."""
        if self.first.day != 1:
            raise ValueError("first: must be the first day of a month")
        return self


class _Spans(_About):
    """A figure of several places, over the same days."""

    last: date
    values: Annotated[dict[Area, FiniteFloat], Field(min_length=1)]

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        """The last day is not before the first."""
        if self.last < self.first:
            raise ValueError("last: must not be before the first day")
        return self


class _Publication(_Part):
    publication: Words
    address: str
    published: Words
    checked_on: date
    months: tuple[_Months, ...] = ()
    spans: tuple[_Spans, ...] = ()


def figures_for(code: str) -> tuple[ReferenceFigure, ...]:
    """The published figures beside a measure, England first, then by area, by what was counted, and by day.

    Empty where there are none, also for a code that no measure has. Raises ReferencesUnreadable for a wrong file.
    """
    return _by_measure().get(code, ())


def read_references(file: Path) -> tuple[ReferenceFigure, ...]:
    """The figures of one publication's file. Raises ReferencesUnreadable, naming the file and the field."""
    try:
        read = _Publication.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ReferencesUnreadable(f"{file.name} is not a TOML file: {error}.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg'].lower()}" for one in error.errors())
        raise ReferencesUnreadable(f"{file.name}: {wrong}. Correct the field and try again.") from error
    return (*_of_months(read), *_of_spans(read))


@cache
def _by_measure() -> dict[str, tuple[ReferenceFigure, ...]]:
    found: dict[str, list[ReferenceFigure]] = {}
    for file in sorted(REFERENCES.glob("*.toml")):
        for one in read_references(file):
            found.setdefault(one.measure, []).append(one)
    return {code: tuple(sorted(figures, key=_order)) for code, figures in found.items()}


def _order(one: ReferenceFigure) -> tuple[bool, str, str, str, date, date]:
    return one.area != "England", one.area, one.among, one.figure, one.first, one.last


def _of_months(read: _Publication) -> Iterator[ReferenceFigure]:
    for series in read.months:
        first = series.first
        for value in series.values:
            after = next_after(Period.MONTH, first)
            yield _figure(read, series, series.area, first, after - timedelta(days=1), value)
            first = after


def _of_spans(read: _Publication) -> Iterator[ReferenceFigure]:
    for span in read.spans:
        for area, value in span.values.items():
            yield _figure(read, span, area, span.first, span.last, value)


def _figure(read: _Publication, about: _About, area: str, first: date, last: date, value: float) -> ReferenceFigure:
    return ReferenceFigure(
        measure=about.measure,
        figure=about.figure,
        area=area,
        among=about.among,
        first=first,
        last=last,
        value=value,
        note=about.note,
        confirmed=about.confirmed,
        publication=read.publication,
        address=read.address,
        published=read.published,
        checked_on=read.checked_on,
    )
