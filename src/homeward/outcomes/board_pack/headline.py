"""How one measure stands in a board pack: a line of the framework, and a headline measure in full."""

from collections.abc import Iterator, Sequence
from datetime import date

from homeward.outcomes.board_pack.blocks import Block, Chart, Heading, Paragraph, Table
from homeward.outcomes.board_pack.months import last_day_of, of_the_month
from homeward.outcomes.counting import excluded_by_reason
from homeward.outcomes.counting.asking import Question
from homeward.outcomes.origins import of_the_service
from homeward.outcomes.periods import Period
from homeward.outcomes.series import Series
from homeward.outcomes.showing import UNDER, Shown, guarded, in_words
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.wording import name_of_group

BETTER = {"higher": "or more", "lower": "or less", "neither": ""}


def key_figures(one: Series, month: date) -> tuple[str, ...]:
    """The line of a measure in the framework's table."""
    cell = of_the_month(one, month)
    counts = ("", "", "") if cell is None else (_number(cell.numerator), _number(cell.denominator), _left_out(cell))
    return (one.measure.title, value_of(one, cell), target_of(one) or "None", shows(one), *counts, one.measure.version)


def value_of(one: Series, cell: Shown | None) -> str:
    """The first figure of the month in words, or why there is none."""
    value = cell.figures[one.measure.figures[0].code] if cell else None
    if value is not None:
        return one.in_words(value)
    return "Not shown" if cell and cell.figures_hidden else "No figure"


def target_of(one: Series) -> str:
    """What is aimed for, as "70% or more"; "" when no number is."""
    if one.measure.target.value is None:
        return ""
    return f"{one.in_words(one.measure.target.value)} {BETTER[one.measure.better]}".strip()


def shows(one: Series) -> str:
    """What the control chart shows, in few words: whether it changes, and whether the target is met."""
    if len(one.chart.points) < 2:
        return "Too early to say"
    parts = [one.special or "No change", *([one.assurance.name] if one.assurance else [])]
    return ". ".join(parts)


def full(one: Series, month: date, as_at: str, number: int) -> Iterator[Block]:
    """A headline measure: heading, chart, what it shows, every number of the month, and how it is defined."""
    measure, cell = one.measure, of_the_month(one, month)
    yield Heading(2, measure.title)
    yield Paragraph(measure.why_it_matters)
    if one.chart.points:
        drawn = one.drawing
        words = [drawn.mean_says, drawn.limits_says, drawn.target_says]
        key = ". ".join(word for word in words if word) + "."
        changes = " ".join(f"{change.number}: {change.says}." for change in drawn.changes)
        yield Chart(f"chart-{number}", f"{measure.title}, by month", one.says, f"{key} {changes}".strip(), drawn)
        yield Paragraph(one.says, strong=True)
    if one.alarm:
        yield Paragraph(f"Look at the recording first: {one.alarm}")
    if cell is None:
        yield Paragraph("There is nothing to count for this month.")
        return
    yield Table(f"{measure.title}, {month:%B %Y}", ("What", "Figure"), tuple(_figures(one, cell)), (4, 5))
    yield Paragraph(
        f"Numerator: {measure.numerator} Denominator: {measure.denominator} Left out: {measure.exclusions} "
        f"Read with care: {measure.read_with_care}"
    )
    reviewed = f"{measure.reviewed_on.day} {measure.reviewed_on:%B %Y}"
    yield Paragraph(f"Definition version {measure.version}, reviewed {reviewed}. Data as at {as_at}. {measure.source}")


def _figures(one: Series, cell: Shown) -> Iterator[tuple[str, str]]:
    for figure in one.measure.figures:
        value = cell.figures[figure.code]
        hidden = "Not shown" if cell.figures_hidden else "No figure"
        yield figure.name, hidden if value is None else in_words(value, figure.unit, exact=one.exact)
    yield "Target", target_of(one) or one.measure.target.says
    yield "Numerator", _number(cell.numerator)
    yield f"Denominator: {one.measure.rows_are}", _number(cell.denominator)
    yield "Left out", _left_out(cell)


def left_out_rows(snapshot: Snapshot, found: Sequence[Series], month: date) -> Iterator[tuple[str, str, str]]:
    """Why rows of these measures were left out in the month, and how many for each reason, the most frequent first."""
    for one in found:
        measure = one.measure
        if not measure.reasons_from:
            continue
        question = Question(measure=measure, first=month, last=last_day_of(month), period=Period.WHOLE)
        name = name_of_group(measure.reasons_from, snapshot.counted_at)
        for why, n in excluded_by_reason(snapshot, of_the_service(snapshot, question)).items():
            yield measure.title, name(why), _number(guarded(n))


def _left_out(cell: Shown) -> str:
    return _number(cell.excluded)


def _number(count: int | None) -> str:
    return UNDER if count is None else f"{count:,}"
