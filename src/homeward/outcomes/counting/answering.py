"""Questions answered: from the parts where they can tell, from the rows where they cannot. Answers are kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby

from homeward.outcomes.counting.asking import Cell, Question, Sums
from homeward.outcomes.counting.engines import engine_called
from homeward.outcomes.counting.expressing import Shape, quantile_kinds
from homeward.outcomes.counting.figures import NO_QUANTILES, NOTHING, Quantiles, figures_of
from homeward.outcomes.counting.parts.known import key_of, source_key
from homeward.outcomes.counting.parts.reading import quantiles_from_parts, sums_from_parts
from homeward.outcomes.counting.scanning import Place, Where, quantiles_from_rows, slice_of, sums_from_rows
from homeward.outcomes.definitions import Definition
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot

SumsBy = dict[Question, dict[Place, Sums]]
QuantilesBy = dict[Question, Mapping[Place, Quantiles]]


def count(snapshot: Snapshot, question: Question, *, engine: str = "") -> tuple[Cell, ...]:
    """Count a measure: a cell for every period and group, also where there are no rows. In order of period, then group.

    Groups are those with a row anywhere in the time asked for. An `engine` that is named counts the rows, even where
    the parts could tell. Raises SnapshotUnreadable, EngineMissing, and ValueError for a group the rows do not have.
    """
    return count_together(snapshot, (question,), engine=engine)[0]


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
    found = count_together(snapshot, asked, engine=engine)
    return {one.measure.code: cells for one, cells in zip(asked, found, strict=True)}


def count_together(
    snapshot: Snapshot, questions: tuple[Question, ...], *, engine: str = ""
) -> tuple[tuple[Cell, ...], ...]:
    """Questions that differ in measure and event only, as `count`, in their order."""
    return _answers(snapshot, questions, engine)


def make_ready(measures: Iterable[Definition]) -> None:
    """Load what counting needs, which takes a second or two, so that the first page asked for need not wait for it."""
    for one in measures:
        key_of(one)
    source_key()
    engine_called("duckdb")


@lru_cache(maxsize=256)
def _answers(snapshot: Snapshot, questions: tuple[Question, ...], engine: str) -> tuple[tuple[Cell, ...], ...]:
    """The cells of questions that differ in measure and event only. A snapshot never changes, so they are kept."""
    sums = {} if engine else sums_from_parts(snapshot, questions)
    ranked = {} if engine else quantiles_from_parts(snapshot, questions)
    ranked |= {one: {} for one in questions if not quantile_kinds(one.measure)}
    left = sorted((one for one in questions if one not in sums or one not in ranked), key=_scan)
    for _, alike in groupby(left, key=_scan):
        _count_rows(snapshot, tuple(alike), engine or "duckdb", sums, ranked)
    return tuple(_cells(one, sums[one], ranked[one]) for one in questions)


def _scan(question: Question) -> tuple[str, str]:
    """What of a question says over which rows a pass is to go."""
    return question.measure.table, question.dated_by


def _count_rows(
    snapshot: Snapshot, questions: Sequence[Question], engine: str, sums: SumsBy, ranked: QuantilesBy
) -> None:
    """Add what is missing of questions over the same rows, in a pass for the sums and one for the quantiles."""
    one, counter = questions[0], engine_called(engine)
    shape = Shape(*_scan(one), one.period, one.by)
    rows = slice_of(snapshot, shape, one.span, one.where)
    to_sum = {each.measure.code: each for each in questions if each not in sums}
    to_rank = {each.measure.code: each for each in questions if each not in ranked}
    for code, places in sums_from_rows(counter, rows, [each.measure for each in to_sum.values()], shape).items():
        sums[to_sum[code]] = places
    for code, ranks in quantiles_from_rows(counter, rows, [each.measure for each in to_rank.values()], shape).items():
        ranked[to_rank[code]] = ranks


def _cells(question: Question, sums: Mapping[Place, Sums], ranked: Mapping[Place, Quantiles]) -> tuple[Cell, ...]:
    starts = question.starts
    asked = set(starts)
    groups = sorted({group for start, group in sums if start in asked}) if question.by else [()]
    places = [(start, group) for start in starts for group in groups]
    return tuple(
        _cell(question.measure, place, sums.get(place, NOTHING), ranked.get(place, NO_QUANTILES)) for place in places
    )


def _cell(measure: Definition, place: Place, sums: Sums, quantiles: Quantiles) -> Cell:
    return Cell(*place, sums.n, sums.d, sums.x, figures_of(measure, sums, quantiles), sums.s)
