"""What a measure is, in full: one TOML file each in `measures/`, read and checked. No field may be blank."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from homeward.outcomes.facts import BREAKDOWNS, TABLES

MEASURES = Path(__file__).parent / "measures"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=900)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Better = Literal["higher", "lower", "neither"]
Unit = Literal["percent", "count", "minutes", "days", "hours", "points", "pounds", "rate", "ratio"]
"""What a figure is in. A rate is per 100,000 people; a ratio has no unit."""


class Domain(StrEnum):
    """The part of the framework a measure belongs to, in the order of its page."""

    FRONT_DOOR = "front_door"
    RESPONSE = "response"
    HELP = "help"
    HOSPITAL = "hospital"
    OUTCOME = "outcome"
    EXPERIENCE = "experience"
    MONEY = "money"
    DATA = "data"


DOMAIN_NAMES: dict[Domain, str] = {
    Domain.FRONT_DOOR: "Who comes",
    Domain.RESPONSE: "How soon",
    Domain.HELP: "The help itself",
    Domain.HOSPITAL: "Hospital and home",
    Domain.OUTCOME: "What came of it",
    Domain.EXPERIENCE: "What people and staff say",
    Domain.MONEY: "What it costs",
    Domain.DATA: "How well it is written down",
}


class FigureKind(StrEnum):
    """How a figure follows from sums over rows: n met, d counted, s the amounts, w the weights.

    percent 100 n/d · count n · total scale × s · mean scale × s/d · ratio scale × s/w · median and p90 the quantiles of
    the amounts, between the two nearest in proportion (Hyndman and Fan's type 7).
    """

    PERCENT = "percent"
    COUNT = "count"
    TOTAL = "total"
    MEAN = "mean"
    RATIO = "ratio"
    MEDIAN = "median"
    P90 = "p90"


QUANTILES: dict[FigureKind, float] = {FigureKind.MEDIAN: 0.5, FigureKind.P90: 0.9}


class MeasureUnreadable(ValueError):
    """A measure's file cannot be used; the message names the file and the field."""


class MeasureUnknown(LookupError):
    """A code that no measure has."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part):
    """One number of a measure: what people call it, how it follows from the counts, and its unit."""

    code: Code
    name: Words
    kind: FigureKind
    unit: Unit
    scale: float = 1.0


class Target(_Part):
    """What is aimed for by the first figure, in words with its source; and as a number where there is one."""

    says: Words
    source: Words
    value: float | None = None


class Alarm(_Part):
    """When the first figure is so unlikely that the recording, not the service, is to be looked at first."""

    least: float | None = None
    most: float | None = None
    says: Words


class Definition(_Part):
    """One measure's definition.

    `headline` measures are those at the top of the framework's page. `table` is the table of facts it is counted from,
    `rows_are` what its rows are called ("referrals"); `dated` names events of that table, the usual one first; `period`
    is the one its chart uses. `expression` names the function that counts it, as module.function in `measures`;
    `shown_by` are the breakdowns its page shows without being asked; `reasons_from` is the text column that says why a
    row was left out or what became of it, "" when there is none. The first of `figures` is the one that charts and
    targets are about.
    """

    code: Code
    title: Words
    version: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    domain: Domain
    headline: bool = False
    table: str
    rows_are: Words
    why_it_matters: Words
    numerator: Words
    denominator: Words
    exclusions: Words
    read_with_care: Words
    better: Better
    target: Target
    alarm: Alarm | None = None
    figures: Annotated[tuple[Figure, ...], Field(min_length=1)]
    dated: Annotated[tuple[str, ...], Field(min_length=1)]
    period: Literal["week", "month"]
    breakdowns: Annotated[tuple[str, ...], Field(min_length=1)]
    shown_by: Annotated[tuple[str, ...], Field(min_length=1)]
    reasons_from: Code = ""
    source: Words
    owner: Words
    reviewed_on: date
    expression: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z0-9_]+$")]

    @property
    def unit(self) -> Unit:
        """The unit of the first figure."""
        return self.figures[0].unit

    @model_validator(mode="after")
    def fits_the_facts(self) -> Self:
        """The table is there, has the events and columns that are named, and every breakdown is one."""
        table = TABLES.get(self.table)
        if table is None:
            raise ValueError(f"table: the facts have no {self.table}")
        events, columns = {one.name for one in table.events}, {one.name for one in table.fields}
        if missing := set(self.dated) - events:
            raise ValueError(f"dated: {self.table} has no event {', '.join(sorted(missing))}")
        if missing := set(self.breakdowns) - set(BREAKDOWNS):
            raise ValueError(f"breakdowns: the facts have no {', '.join(sorted(missing))}")
        if not set(self.shown_by) <= set(self.breakdowns):
            raise ValueError("shown_by: must be among the breakdowns")
        if self.reasons_from and self.reasons_from not in columns:
            raise ValueError(f"reasons_from: {self.table} has no {self.reasons_from}")
        return self


def read_definition(file: Path) -> Definition:
    """The definition in a file, its code the file's name. Raises MeasureUnreadable, naming the file and the field."""
    try:
        return Definition.model_validate({"code": file.stem, **tomllib.loads(file.read_text(encoding="utf-8"))})
    except tomllib.TOMLDecodeError as error:
        raise MeasureUnreadable(f"{file.name} is not a TOML file: {error}.") from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'the measure'}: {one['msg'].lower()}" for one in error.errors()
        )
        raise MeasureUnreadable(f"{file.name}: {wrong}. Correct the field and try again.") from error


@cache
def measures() -> tuple[Definition, ...]:
    """Every measure, in the order of the framework's page: by domain, in each the file's name deciding."""
    found = [read_definition(file) for file in sorted(MEASURES.glob("*.toml"))]
    order = list(Domain)
    return tuple(sorted(found, key=lambda one: (order.index(one.domain), one.code != "two_hour_response", one.code)))


def measure_called(code: str) -> Definition:
    """The measure with this code. Raises MeasureUnknown, listing those there are, when there is none."""
    known = {one.code: one for one in measures()}
    if code not in known:
        raise MeasureUnknown(f'There is no measure "{code}". There are: {", ".join(known)}.')
    return known[code]
