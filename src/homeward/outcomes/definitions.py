"""What a measure is, in full: one TOML file each in `measures/`, read and checked. No field may be blank."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from homeward.outcomes.facts import REFERRALS

MEASURES = Path(__file__).parent / "measures"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=900)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Dated = Literal["received", "start", "stop"]
"""Which event a referral is counted by: its receipt, the start of its clock, or the first contact that stops it."""
Breakdown = Literal["pathway", "source", "need", "age_band", "organisation"]
Unit = Literal["percent", "referrals", "minutes"]


class MeasureUnreadable(ValueError):
    """A measure's file cannot be used; the message names the file and the field."""


class MeasureUnknown(LookupError):
    """A code that no measure has."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part):
    """One number of a measure: the name its expression gives it, and what people call it."""

    code: Code
    name: Words


class Target(_Part):
    """What is aimed for, in words with its source; and as a number where there is one."""

    says: Words
    source: Words
    value: float | None = None


class Definition(_Part):
    """One measure's definition.

    `expression` names the function that counts it, as module.function in `measures`; `shown_by` are the breakdowns its
    page shows without being asked.
    """

    code: Code
    title: Words
    version: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    why_it_matters: Words
    numerator: Words
    denominator: Words
    exclusions: Words
    read_with_care: Words
    unit: Unit
    better: Literal["higher", "lower", "neither"]
    target: Target
    figures: Annotated[tuple[Figure, ...], Field(min_length=1)]
    dated: Annotated[tuple[Dated, ...], Field(min_length=1)]
    breakdowns: Annotated[tuple[Breakdown, ...], Field(min_length=1)]
    shown_by: Annotated[tuple[Breakdown, ...], Field(min_length=1)]
    reasons_from: Literal["excluded_because", "state"]
    source: Words
    owner: Words
    reviewed_on: date
    expression: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]

    @model_validator(mode="after")
    def breakdowns_agree(self) -> Self:
        """Every breakdown is a column of the facts, and those shown without asking are among them."""
        missing = set(self.breakdowns) - set(REFERRALS.names)
        if missing:
            raise ValueError(f"breakdowns: the facts have no {', '.join(sorted(missing))}")
        if not set(self.shown_by) <= set(self.breakdowns):
            raise ValueError("shown_by: must be among the breakdowns")
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
    """Every measure, in the order of the framework's page: two-hour response first, then by title."""
    found = [read_definition(file) for file in sorted(MEASURES.glob("*.toml"))]
    return tuple(sorted(found, key=lambda one: (one.code != "two_hour_response", one.title)))


def measure_called(code: str) -> Definition:
    """The measure with this code. Raises MeasureUnknown, listing those there are, when there is none."""
    known = {one.code: one for one in measures()}
    if code not in known:
        raise MeasureUnknown(f'There is no measure "{code}". There are: {", ".join(known)}.')
    return known[code]
