"""The definitions and the facts' fields as pages to read, generated so that they are never out of date. Pure."""

from homeward.outcomes.definitions import DOMAIN_NAMES, Alarm, Definition, Domain, Figure, FigureKind, measures
from homeward.outcomes.facts import SCHEMA_VERSION, TABLES, Field, Table
from homeward.outcomes.references import ReferenceFigure, figures_for

MADE = "<!-- Generated from the measures' files: run ./homeward measure --write-pages docs/measures -->\n"

FIGURE_SAYS: dict[FigureKind, str] = {
    FigureKind.PERCENT: "100 × numerator ÷ denominator",
    FigureKind.COUNT: "how many are in the numerator",
    FigureKind.TOTAL: "the amounts added up",
    FigureKind.MEAN: "the amounts added up ÷ denominator",
    FigureKind.RATIO: "the amounts added up ÷ the weights added up",
    FigureKind.MEDIAN: "the middle amount",
    FigureKind.P90: "the amount that 9 in 10 do not exceed",
}


def pages() -> dict[str, str]:
    """Every generated page, by file name: a contents page, one a measure, one for the facts."""
    return {
        "README.md": _contents(),
        **{f"{one.code}.md": _measure(one) for one in measures()},
        "facts.md": _facts(),
    }


def _contents() -> str:
    text = (
        f"{MADE}# Measures\n\nEach of the {len(measures())} measures is defined once, in a file of "
        "`src/homeward/outcomes/measures/`, and counted from the [facts](facts.md).\n"
    )
    for domain in Domain:
        if of_domain := [one for one in measures() if one.domain is domain]:
            lines = [f"| [{one.title}]({one.code}.md) | {one.numerator} | {one.target.says} |" for one in of_domain]
            text += f"\n## {DOMAIN_NAMES[domain]}\n\n| Measure | Numerator | Target |\n|---|---|---|\n"
            text += "\n".join(lines) + "\n"
    return text


def _measure(one: Definition) -> str:
    parts = [
        ("Why it matters", one.why_it_matters),
        ("Numerator", one.numerator),
        ("Denominator", one.denominator),
        ("Left out (excluded)", one.exclusions),
        ("Read with care", one.read_with_care),
        ("Better", one.better),
        ("Target", f"{one.target.says}. Source: {one.target.source}."),
        *([("Look at the recording first", _alarm(one.alarm))] if one.alarm else []),
        ("Counted from", f"The table [{one.table}](facts.md#{one.table}). A row is {TABLES[one.table].row}."),
        ("Counted by the date", "; ".join(f"`{event}`: {_event(one, event)}" for event in one.dated)),
        ("Broken down by", ", ".join(one.breakdowns)),
        *([("Listed beside it", f"how many rows by `{one.reasons_from}`")] if one.reasons_from else []),
        ("Source", one.source),
        ("Owner", one.owner),
        ("Version", f"{one.version}, reviewed {one.reviewed_on}"),
        ("Expression", f"`homeward.outcomes.measures.{one.expression}`"),
    ]
    said = "\n\n".join(f"**{name}.** {words}" for name, words in parts)
    figures = "\n".join(_figure(figure) for figure in one.figures)
    return (
        f"{MADE}# {one.title}\n\nCode: `{one.code}`, under [{DOMAIN_NAMES[one.domain]}](README.md).\n\n"
        f"| Figure | Code | How | Unit |\n|---|---|---|---|\n{figures}\n\n{said}\n{_published(one)}"
    )


def _event(one: Definition, event: str) -> str:
    return TABLES[one.table].event(event).says


def _figure(figure: Figure) -> str:
    times = "" if figure.scale == 1 else f", × {figure.scale:g}"
    unit = "per 100,000" if figure.unit == "rate" else figure.unit
    return f"| {figure.name} | `{figure.code}` | {FIGURE_SAYS[figure.kind]}{times} | {unit} |"


def _published(one: Definition) -> str:
    """What others published, but for single months, which belong in a chart."""
    found = [figure for figure in figures_for(one.code) if not figure.is_month]
    if not found:
        return ""
    lines = [_reference(figure) for figure in found]
    notes = "\n".join(f"- {note}" for note in dict.fromkeys(_who_published(figure) for figure in found))
    return (
        "\n## What others published\n\nSeldom counted quite the same: read what each counts.\n\n"
        "| Where | From | To | Figure | Value |\n|---|---|---|---|---|\n" + "\n".join(lines) + f"\n\n{notes}\n"
    )


def _reference(figure: ReferenceFigure) -> str:
    where = f"{figure.area}: {figure.among}" if figure.among else figure.area
    doubt = "" if figure.confirmed else " (not confirmed)"
    return f"| {where} | {figure.first} | {figure.last} | `{figure.figure}` | {figure.value:,.10g}{doubt} |"


def _who_published(figure: ReferenceFigure) -> str:
    where = f"[{figure.publication}]({figure.address})" if figure.address else figure.publication
    return f"`{figure.figure}`: {figure.note} {where}, {figure.published}."


def _alarm(alarm: Alarm) -> str:
    bounds = [f"below {alarm.least:g}" if alarm.least is not None else ""]
    bounds += [f"above {alarm.most:g}" if alarm.most is not None else ""]
    return f"{alarm.says} (when the first figure is {' or '.join(one for one in bounds if one)})"


def _facts() -> str:
    text = f"{MADE}# Facts\n\nFrozen rows, one Arrow schema a table, version {SCHEMA_VERSION}, kept as Parquet.\n"
    return text + "".join(_table(one) for one in TABLES.values())


def _table(table: Table) -> str:
    counted = ", ".join(f"[{one.title}]({one.code}.md)" for one in measures() if one.table == table.name)
    lines = [_field(field) for field in table.fields]
    return (
        f"\n## {table.name}\n\nOne row is {table.row}. Rows are told apart by {', '.join(table.key)}. "
        f"{f'Counted by: {counted}.' if counted else 'No measure counts it yet.'}\n\n"
        "| Field | Kind | May be empty | Worked out | Values | Meaning |\n|---|---|---|---|---|---|\n"
        + "\n".join(lines)
        + "\n"
    )


def _field(field: Field) -> str:
    empty, worked_out = ("yes" if flag else "no" for flag in (field.optional, field.by_rule))
    return f"| `{field.name}` | {field.kind} | {empty} | {worked_out} | {_values(field)} | {field.says} |"


def _values(field: Field) -> str:
    if field.codes:
        return ", ".join(f"`{code}`" if code else "empty" for code in field.codes)
    if field.least is not None and field.most is not None:
        return f"{field.least:g} to {field.most:g}"
    if field.least is not None:
        return f"{field.least:g} or more"
    return "any"
