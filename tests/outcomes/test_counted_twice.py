"""Every measure, counted from files of made-up facts, equals the slow count of its definition's words."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.outcomes.counting import Question, count, excluded_by_reason, rows_behind
from homeward.outcomes.definitions import Definition, FigureKind, measure_called, measures
from homeward.outcomes.facts import TABLES
from homeward.outcomes.periods import Period
from tests.outcomes.made_facts import FIRST_DAY, LAST_DAY, Fact, facts_of, random_facts, written
from tests.outcomes.slow_count import SlowCell, slow_count

CODES = [one.code for one in measures()]
NOTHING_OF: dict[FigureKind, float] = {FigureKind.COUNT: 0.0, FigureKind.TOTAL: 0.0}
"""What a figure is where there are no rows at all: none is a number of people, and of days, but no percentage."""


@st.composite
def questions(draw: st.DrawFn, measure: Definition) -> Question:
    """Any time, event and period, no group or one or two, and sometimes only some of one group's values."""
    days = st.dates(FIRST_DAY - timedelta(days=40), LAST_DAY + timedelta(days=40))
    first, last = sorted((draw(days), draw(days)))
    groups = [*measure.breakdowns, *([measure.reasons_from] if measure.reasons_from else [])]
    where = st.tuples(st.sampled_from(["partnership", "origin"]), st.sampled_from([("here",), ("live", "there")]))
    return Question(
        measure=measure,
        first=draw(st.sampled_from([FIRST_DAY, FIRST_DAY, first])),
        last=draw(st.sampled_from([LAST_DAY, LAST_DAY, max(last, FIRST_DAY)])),
        dated=draw(st.sampled_from(["", *measure.dated])),
        period=draw(st.sampled_from(Period)),
        by=tuple(draw(st.lists(st.sampled_from(groups), max_size=2, unique=True))),
        where=draw(st.one_of(st.just(()), st.tuples(where))),
    )


def _slowly(question: Question, rows: Sequence[Fact]) -> dict[tuple[date, tuple[str, ...]], SlowCell]:
    first, after = question.span
    table, code = question.measure.table, question.measure.code
    kept = [row for row in rows if all(row[name] in values for name, values in question.where)]
    if question.period is Period.WHOLE:
        day = f"{TABLES[table].event(question.dated_by).column}_on"
        kept = [row for row in kept if row[day] is not None and first <= row[day] < after]
    cells = slow_count(code, kept, dated=question.dated_by, period=question.period, by=question.by, first=first)
    return {place: cell for place, cell in cells.items() if first <= place[0] < after}


def _same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_measure_equals_its_slow_count(code: str, data: st.DataObject) -> None:
    measure = measure_called(code)
    rows = data.draw(facts_of(measure.table))
    question = data.draw(questions(measure))
    with TemporaryDirectory() as folder:
        cells = count(written(Path(folder), {measure.table: rows}), question)
    slow = _slowly(question, rows)
    found = {(cell.start, cell.group): cell for cell in cells}
    assert {start for start, _ in slow} <= set(question.starts)
    assert {group for _, group in slow} <= {group for _, group in found} or not slow
    assert {start for start, _ in found} in ({*question.starts}, set())
    for place, cell in found.items():
        expected = slow.get(place) or SlowCell(0, 0, 0, {one.code: NOTHING_OF.get(one.kind) for one in measure.figures})
        assert (cell.numerator, cell.denominator, cell.excluded) == (expected.n, expected.d, expected.x)
        assert set(cell.figures) == set(expected.figures)
        assert {name for name, value in cell.figures.items() if not _same(value, expected.figures[name])} == set()


@pytest.mark.parametrize("code", CODES)
def test_the_rows_behind_a_number_add_up_to_it(code: str, tmp_path: Path) -> None:
    measure = measure_called(code)
    rows = random_facts(measure.table, rows=80, seed=11)
    snapshot = written(tmp_path, {measure.table: rows})
    question = Question(measure=measure, first=FIRST_DAY, last=LAST_DAY, period=Period.WHOLE)
    (cell,) = count(snapshot, question)
    behind = rows_behind(snapshot, question, limit=80)
    assert (behind.met, behind.counted, behind.total) == (
        cell.numerator,
        cell.denominator,
        cell.denominator + cell.excluded,
    )
    assert len(behind.rows) == behind.total
    assert sum(excluded_by_reason(snapshot, question).values()) == cell.excluded
    ids = [name for name in TABLES[measure.table].key if name.endswith("_id")]
    there = {tuple(row[name] for name in ids) for row in rows}
    assert {tuple(row.ids[name] for name in ids) for row in behind.rows} <= there
