"""Which columns a partner's extract has: what happened, and not what a rule answers of it. Pure."""

from functools import cache

from homeward.outcomes.facts.checks import INSTANTS
from homeward.outcomes.facts.shape import Field, Kind, Table
from homeward.outcomes.facts.star import TABLES

GIVEN_BY_COMMAND = frozenset({"partnership", "origin"})
"""Whose facts they are is said as they are brought in."""
INSTEAD: dict[str, tuple[str, str]] = {
    "born_on": ("age_band", "Date of birth; turned into an age band and dropped"),
    "age": ("age_band", "Age in whole years on the day of the first event; turned into an age band and dropped"),
    "ethnic_category": ("ethnicity", "National code of ethnic category; turned into the group and dropped"),
}
"""Columns that may stand in an extract in place of a group, and never reach the facts."""
NOT_KNOWN_WHERE_ABSENT = frozenset({"locality", "age_band", "ethnicity", "deprivation"})
"""Groups that are not known where an extract has no column for them."""


@cache
def headings() -> dict[str, tuple[str, ...]]:
    """The columns of an extract by table, in the order of the facts: those no rule works out."""
    return {name: tuple(field.name for field in raw_fields(table)) for name, table in TABLES.items()}


def raw_fields(table: Table) -> tuple[Field, ...]:
    """The fields of a table that an extract gives. A day that an instant in the row says is worked out from that."""
    from_instants = {on for on, _ in INSTANTS.get(table.name, ())}
    left_out = GIVEN_BY_COMMAND | from_instants
    return tuple(field for field in table.fields if not field.by_rule and field.name not in left_out)


def may_be_given(table: Table) -> frozenset[str]:
    """Every column an extract may have: what the template has, what rules answer, and what stands instead."""
    return frozenset(field.name for field in table.fields) - GIVEN_BY_COMMAND | frozenset(INSTEAD)


def must_be_given(table: Table) -> frozenset[str]:
    """The columns without which a table cannot be taken: keys, dates and numbers that are never empty, and codes."""
    return frozenset(
        field.name
        for field in raw_fields(table)
        if field.name not in NOT_KNOWN_WHERE_ABSENT
        and (
            field.name in table.key
            or (field.kind is not Kind.TEXT and not field.optional)
            or (field.codes and "" not in field.codes)
        )
    )
