"""The definitions and the facts' fields as pages to read, generated so that they are never out of date. Pure."""

from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.facts import SCHEMA_VERSION, TABLES, described

MADE = "<!-- Generated from the measures' files: run ./homeward measure --write-pages docs/measures -->\n"


def pages() -> dict[str, str]:
    """Every generated page, by file name: a contents page, one a measure, one for the facts."""
    return {
        "README.md": _contents(),
        **{f"{one.code}.md": _measure(one) for one in measures()},
        "facts.md": _facts(),
    }


def _contents() -> str:
    lines = [f"- [{one.title}]({one.code}.md): {one.numerator}" for one in measures()]
    return (
        f"{MADE}# Measures\n\nEach measure is defined once, in a file of "
        "`src/homeward/outcomes/measures/`, and counted from the [facts](facts.md).\n\n" + "\n".join(lines) + "\n"
    )


def _measure(one: Definition) -> str:
    figures = "; ".join(f"`{figure.code}`: {figure.name.lower()}" for figure in one.figures)
    parts = [
        ("Why it matters", one.why_it_matters),
        ("Numerator", one.numerator),
        ("Denominator", one.denominator),
        ("Left out (excluded)", one.exclusions),
        ("Read with care", one.read_with_care),
        ("Unit", f"{one.unit} ({figures})"),
        ("Better", one.better),
        ("Target", f"{one.target.says}. Source: {one.target.source}."),
        ("Counted by the date of", ", ".join(one.dated)),
        ("Broken down by", ", ".join(one.breakdowns)),
        ("Source", one.source),
        ("Owner", one.owner),
        ("Version", f"{one.version}, reviewed {one.reviewed_on}"),
        ("Expression", f"`homeward.outcomes.measures.{one.expression}`"),
    ]
    said = "\n\n".join(f"**{name}.** {words}" for name, words in parts)
    return f"{MADE}# {one.title}\n\nCode: `{one.code}`\n\n{said}\n"


def _facts() -> str:
    text = f"{MADE}# Facts\n\nFrozen rows, one Arrow schema a table, version {SCHEMA_VERSION}, kept as Parquet.\n"
    for table, schema in TABLES.items():
        row = (schema.metadata or {})[b"row"].decode()
        text += f"\n## {table}\n\nOne row is {row}.\n\n| Field | Type | May be empty | Meaning |\n|---|---|---|---|\n"
        for (name, kind, words), field in zip(described(table), schema, strict=True):
            text += f"| `{name}` | {kind} | {'yes' if field.nullable else 'no'} | {words} |\n"
    return text
