"""What a table of facts is made of: fields with their meaning and range, and the events its rows are counted by."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pyarrow as pa

_INSTANT = pa.timestamp("us", tz="UTC")


class Kind(StrEnum):
    """What sort of value a field holds."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    DAY = "day"
    INSTANT = "instant"


ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.YES_NO: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.INSTANT: _INSTANT,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, kind and meaning.

    `optional` fields may be empty (text is never null: "" means not known). `codes` are all the values there can be, ""
    among them where it may be empty; none means any. `least` and `most` bound a number. `by_rule` marks what a rule
    answered rather than what happened: an extract leaves it out, and it is worked out as it is read.
    """

    name: str
    kind: Kind
    says: str
    optional: bool = False
    codes: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A day that places rows in weeks and months: columns `<column>_on`, `_week` (Monday) and `_month` (first day)."""

    name: str
    column: str
    says: str
    optional: bool = False

    def fields(self) -> tuple[Field, Field, Field]:
        """The three columns of the event. The week and the month follow from the day."""
        return (
            Field(f"{self.column}_on", Kind.DAY, f"London date {self.says}", self.optional),
            Field(f"{self.column}_week", Kind.DAY, f"Monday of the week {self.says}", self.optional, by_rule=True),
            Field(f"{self.column}_month", Kind.DAY, f"First day of the month {self.says}", self.optional, by_rule=True),
        )


@dataclass(frozen=True)
class Table:
    """One table: what a row is, which fields tell rows apart, which event's month its files are kept by."""

    name: str
    row: str
    key: tuple[str, ...]
    events: tuple[Event, ...]
    own: tuple[Field, ...]
    groups: tuple[Field, ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field in order: the groups that all tables share, the events, and the table's own."""
        return (*self.groups, *(field for event in self.events for field in event.fields()), *self.own)

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with each field's meaning in its metadata."""
        fields = [
            pa.field(one.name, ARROW[one.kind], nullable=one.optional, metadata={"description": one.says})
            for one in self.fields
        ]
        return pa.schema(fields, metadata={"table": self.name, "row": self.row})

    def event(self, name: str) -> Event:
        """The event with this name. Raises KeyError when there is none."""
        return {one.name: one for one in self.events}[name]

    @property
    def month_column(self) -> str:
        """The column whose month says in which file a row is kept: that of the first event, which is never empty."""
        return f"{self.events[0].column}_month"
