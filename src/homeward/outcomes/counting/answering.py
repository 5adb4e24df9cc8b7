"""Questions answered: from the parts where they can tell, from the rows where they cannot. Answers are kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby

from homeward.outcomes.counting.asking import Cell, Question, Sums
from homeward.outcomes.counting.engines import engine_called
from homeward.outcomes.counting.expressing import Shape
from homeward.outcomes.counting.figures import NOTHING, Quantiles, figures_of
from homeward.outcomes.counting.parts.known import key_of, source_key
from homeward.outcomes.counting.parts.reading import quantiles_from_parts, sums_from_parts
from homeward.outcomes.counting.scanning import (
    Place,
    Ranked,
    Summed,
    Where,
    quantiles_from_rows,
    slice_of,
    sums_from_rows,
)
from homeward.outcomes.definitions import Definition
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot


def count(snapshot: Snapshot, question: Question, *, engine: str = "") -> tuple[Cell, ...]:
    """Count a measure: a cell for every period and group, also where there are no rows. In order of period, then group.

    Groups are those with a row anywhere in the time asked for. An `engine` that is named counts the rows, even where
    the parts could tell. Raises SnapshotUnreadable, EngineMissing, and ValueError for a group the rows do not have.
    """
    return _answers(snapshot, (question,), engine)[0]


def count_all(
    snapshot: Snapshot,
    measures: Sequence[Definition],
    *,
    first: date,
    last: date,
    period: Period = Period.WEEK,
    by: tuple[str, ...] = (),
    where: Where = (),
    engine: str = "",
) -> dict[str, tuple[Cell, ...]]:
    """Many measures at once, each by its first event, as `count`; by code. One pass over each table and event."""
    asked = tuple(Question(measure=one, first=first, last=last, period=period, by=by, where=where) for one in measures)
    return {one.measure.code: cells for one, cells in zip(asked, _answers(snapshot, asked, engine), strict=True)}


def make_ready(measures: Iterable[Definition]) -> None:
    """Load what counting needs, which takes a second or two, so that the first page asked for need not wait for it."""
    for one in measures:
        key_of(one)
    source_key()
    engine_called("duckdb")


@lru_cache(maxsize=256)
def _answers(snapshot: Snapshot, questions: tuple[Question, ...], engine: str) -> tuple[tuple[Cell, ...], ...]:
    """The cells of questions that differ in measure and event only. A snapshot never changes, so they are kept."""

    def source(question: Question) -> tuple[str, str]:
        return question.measure.table, question.dated_by

    found: dict[Question, tuple[Cell, ...]] = {}
    for _, alike in groupby(sorted(questions, key=source), key=source):
        together = tuple(alike)
        sums, ranked = _counted(snapshot, together, engine)
        for one in together:
            code = one.measure.code
            found[one] = _cells(one, sums[code], ranked.get(code, {}))
    return tuple(found[one] for one in questions)


def _counted(snapshot: Snapshot, questions: tuple[Question, ...], engine: str) -> tuple[Summed, Ranked]:
    """What measures of one table and event come to, by one question's time and groups, which are all's."""
    one = questions[0]
    shape = Shape(one.measure.table, one.dated_by, one.period, one.by)
    measures = [question.measure for question in questions]
    asked = (snapshot, measures, shape, one.span, one.where)
    sums, ranked = (None, None) if engine else (sums_from_parts(*asked), quantiles_from_parts(*asked))
    if sums is None or ranked is None:
        counter, rows = engine_called(engine or "duckdb"), slice_of(snapshot, shape, one.span, one.where)
        sums = sums_from_rows(counter, rows, measures, shape) if sums is None else sums
        ranked = quantiles_from_rows(counter, rows, measures, shape) if ranked is None else ranked
    return sums, ranked


def _cells(question: Question, sums: Mapping[Place, Sums], ranked: Mapping[Place, Quantiles]) -> tuple[Cell, ...]:
    starts = set(question.starts)
    groups = sorted({group for start, group in sums if start in starts}) if question.by else [()]
    places = [(start, group) for start in question.starts for group in groups]
    return tuple(_cell(question.measure, place, sums.get(place, NOTHING), ranked.get(place, {})) for place in places)


def _cell(measure: Definition, place: Place, sums: Sums, quantiles: Quantiles) -> Cell:
    return Cell(*place, sums.n, sums.d, sums.x, figures_of(measure, sums, quantiles))
