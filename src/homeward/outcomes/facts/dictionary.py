"""The data dictionary: every table and field with its meaning, range and codes, as one page. Pure."""

from homeward.outcomes.facts.shape import Field, Table
from homeward.outcomes.facts.star import SCHEMA_VERSION, TABLES
from homeward.outcomes.facts.template import GIVEN_BY_COMMAND, INSTEAD, must_be_given, raw_fields


def dictionary() -> str:
    """The data dictionary as Markdown."""
    lines = [f"# Data dictionary of the facts, version {SCHEMA_VERSION}", "", *_BEFORE]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", f"One row is {table.row}. Rows are told apart by {_key(table)}.", ""]
        lines += ["| Field | Kind | In an extract | Meaning | Values |", "|---|---|---|---|---|"]
        lines += [_line(table, field) for field in table.fields]
    return "\n".join(lines)


_BEFORE = (
    "Dates are London dates, as 2026-03-02. Instants say their offset from UTC, as 2026-03-02T09:30:00Z. Yes or no is",
    "true or false. Fields that are worked out may be left out of an extract: the rules answer them as it is read.",
    "",
    "These columns may stand in an extract and never reach the facts: "
    + "; ".join(f"`{name}` ({says[0].lower()}{says[1:]})" for name, (_, says) in INSTEAD.items())
    + ".",
)


def _key(table: Table) -> str:
    return ", ".join(f"`{name}`" for name in table.key)


def _line(table: Table, field: Field) -> str:
    return f"| `{field.name}` | {field.kind.value} | {_given(table, field)} | {field.says} | {_values(field)} |"


def _given(table: Table, field: Field) -> str:
    if field.name in GIVEN_BY_COMMAND:
        return "said as it is brought in"
    if field.name in must_be_given(table):
        return "must be given"
    return "may be given" if field in raw_fields(table) else "worked out"


def _values(field: Field) -> str:
    if field.codes:
        return ", ".join(f"`{code}`" if code else "empty" for code in field.codes)
    if field.least is not None and field.most is not None:
        return f"{field.least:g} to {field.most:g}"
    if field.least is not None:
        return f"{field.least:g} or more"
    return "may be empty" if field.optional else ""
