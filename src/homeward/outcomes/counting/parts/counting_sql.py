"""The SQL by which DuckDB counts the parts of files: each measure and grouping, in one pass for each event.

The view `facts` has a column `file` beside those of the table. What comes out is long: one row for each part.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from homeward.outcomes.counting.expressing import as_sql, parts_of, quantile_kinds, rows_of
from homeward.outcomes.counting.parts.grains import ALWAYS, GRAINS, Grain
from homeward.outcomes.definitions import Definition
from homeward.outcomes.facts import BREAKDOWNS, TABLES, Event
from homeward.outcomes.facts.sql import quoted

PLACES = ("event", "grain", "code", "began", ALWAYS, "group_0", "group_1")
"""What places a part: `began` is its day, or the first day that its week and month share."""
SUMS = {"n": "BIGINT", "d": "BIGINT", "x": "BIGINT", "s": "DOUBLE", "ss": "DOUBLE", "w": "DOUBLE"}
"""What adds up, and how it is kept."""
AMOUNT_PLACES = ("event", "code", "began", ALWAYS, "amount")

_COLUMNS = ("day", "shared", *(name for name in BREAKDOWNS if name != ALWAYS))

OfEvent = Callable[[Event, Sequence[Definition]], str]


@lru_cache(maxsize=64)
def sums_sql(measures: tuple[Definition, ...]) -> str:
    """Every part of measures of one table: file, PLACES and SUMS. Without those that are about no row."""
    return _of_each_event(measures, _sums_of_event)


@lru_cache(maxsize=64)
def amounts_sql(measures: tuple[Definition, ...]) -> str:
    """How often each amount occurs on each day, for measures with a quantile: file, AMOUNT_PLACES and `times`."""
    return _of_each_event([one for one in measures if quantile_kinds(one)], _amounts_of_event)


def _of_each_event(measures: Sequence[Definition], of_event: OfEvent) -> str:
    events = TABLES[measures[0].table].events if measures else ()
    dated = [(event, [one for one in measures if event.name in one.dated]) for event in events]
    return " UNION ALL ".join(of_event(event, found) for event, found in dated if found)


def _sums_of_event(event: Event, measures: Sequence[Definition]) -> str:
    sets = ", ".join(f"(file, {ALWAYS}, {', '.join(_told_apart(grain))})" for grain in GRAINS)
    counted = (
        f"SELECT file, grouping({', '.join(_COLUMNS)}) AS mask, {', '.join(_COLUMNS)}, {ALWAYS}, "
        f"[{', '.join(map(_summed, measures))}] AS parts FROM {_measured(event, measures)} "
        f"GROUP BY GROUPING SETS ({sets})"
    )
    grains = " ".join(f"WHEN {_mask(grain)} THEN {quoted(','.join(grain))}" for grain in GRAINS)
    long = (
        f"SELECT file, {quoted(event.name)} AS event, CASE mask {grains} END AS grain, coalesce(day, shared) AS began, "
        f"{ALWAYS}, {_group(0)} AS group_0, {_group(1)} AS group_1, unnest(parts, recursive := true) FROM ({counted})"
    )
    return f"SELECT file, {', '.join((*PLACES, *SUMS))} FROM ({long}) WHERE d > 0 OR x > 0"


def _amounts_of_event(event: Event, measures: Sequence[Definition]) -> str:
    amounts = ", ".join(f"{{'code': {quoted(one.code)}, 'amount': {one.code}__amount}}" for one in measures)
    each = (
        f"SELECT file, {quoted(event.name)} AS event, day AS began, {ALWAYS}, unnest([{amounts}], recursive := true) "
        f"FROM {_measured(event, measures)}"
    )
    places = f"file, {', '.join(AMOUNT_PLACES)}"
    return f"SELECT {places}, count(*) AS times FROM ({each}) WHERE amount IS NOT NULL GROUP BY {places}"


def _measured(event: Event, measures: Sequence[Definition]) -> str:
    """A row for each fact with a day for the event: its file, groups and days, and what each measure is of it."""
    rows = rows_of(measures[0].table, "file")
    columns = {name: value for one in measures for name, value in _columns(one)}
    dates = [f"{event.column}_{unit}" for unit in ("on", "week", "month")]
    sql = as_sql(rows.select("file", *BREAKDOWNS, *dates, **columns), "duckdb")
    day, week, month = dates
    return f"(SELECT *, {day} AS day, greatest({week}, {month}) AS shared FROM ({sql}) WHERE {day} IS NOT NULL)"


def _columns(measure: Definition) -> Iterator[tuple[str, object]]:
    parts = parts_of(measure, rows_of(measure.table, "file"))
    for name in ("belongs", "counts", "meets", "amount", "weight"):
        value = getattr(parts, name)
        if value is not None:
            yield f"{measure.code}__{name}", value


def _summed(measure: Definition) -> str:
    """What the measure adds up to, as a DuckDB struct."""
    there = {name for name, _ in _columns(measure)}
    belongs, counts, meets, amount, weight = (
        f"{measure.code}__{name}" for name in ("belongs", "counts", "meets", "amount", "weight")
    )
    sums = {"n": meets, "d": counts, "x": f"({belongs} AND NOT {counts})"}
    fields = [f"'{name}': sum(CAST({value} AS INT))::BIGINT" for name, value in sums.items()]
    for name, column, value in (("s", amount, amount), ("ss", amount, f"{amount} * {amount}"), ("w", weight, weight)):
        fields.append(f"'{name}': {f'coalesce(sum({value}), 0.0)' if column in there else '0.0'}::DOUBLE")
    return f"{{'code': {quoted(measure.code)}, {', '.join(fields)}}}"


def _told_apart(grain: Grain) -> tuple[str, ...]:
    """The columns by which the parts of a grouping are told apart."""
    return (*grain, "shared") if grain else ("day",)


def _mask(grain: Grain) -> int:
    """The number that SQL's `grouping` gives for it: a bit for each column, the last lowest, 0 for one told apart."""
    apart = _told_apart(grain)
    return sum(1 << place for place, name in enumerate(reversed(_COLUMNS)) if name not in apart)


def _group(number: int) -> str:
    """The value of the grouping's first or second column."""
    cases = " ".join(f"WHEN {_mask(grain)} THEN {grain[number]}" for grain in GRAINS if number < len(grain))
    return f"coalesce(CASE mask {cases} END, '')"
