"""DuckDB and Spark give the same numbers, for every measure, period and group: the contract that a nation relies on.

One session of Spark serves the whole file, since beginning one takes ten seconds.
"""

from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from homeward.outcomes.counting import Cell, EngineMissing, count_all
from homeward.outcomes.counting.engines import engine_called
from homeward.outcomes.counting.spark import LEAST_JAVA, java_version
from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.facts import TABLES
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable, facts_at
from tests.outcomes.made_facts import random_facts, written
from tests.outcomes.same_cells import differences

WHY_NOT = "Spark is not installed here: it needs Java 17 and requirements/spark.txt"
spark = pytest.mark.skipif(not find_spec("pyspark") or (java_version() or 0) < LEAST_JAVA, reason=WHY_NOT)

FIRST, LAST = date(2026, 3, 3), date(2026, 10, 27)
"""From after a period's beginning to after both nights on which the clocks change."""
EMPTY = "area_counts"
SHAPES = {
    "by month, locality and pathway": {"period": Period.MONTH, "by": ("locality", "pathway")},
    "a whole, of one origin": {"period": Period.WHOLE, "where": (("origin", ("live", "it's")),)},
}
Both = tuple[dict[str, tuple[Cell, ...]], dict[str, tuple[Cell, ...]]]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Facts of every table, many values empty; one table without a file, and one file without a row."""
    folder = tmp_path_factory.mktemp("facts")
    written(folder, {name: random_facts(name, rows=120, seed=4) for name in TABLES if name != EMPTY})
    bare = folder / "costs" / "partnership=here" / "month=2026-07"
    bare.mkdir(parents=True, exist_ok=True)
    pq.write_table(TABLES["costs"].schema.empty_table(), bare / "empty.parquet")
    return facts_at(folder)


@pytest.fixture(scope="module", params=SHAPES)
def both(request: pytest.FixtureRequest, facts: Snapshot) -> Both:
    """What DuckDB and what Spark count."""
    asked = {"first": FIRST, "last": LAST, **SHAPES[request.param]}
    return tuple(count_all(facts, measures(), engine=engine, **asked) for engine in ("duckdb", "spark"))  # type: ignore[misc]


@spark
@pytest.mark.parametrize("measure", measures(), ids=lambda one: one.code)
def test_both_engines_give_the_same_numbers(both: Both, measure: Definition) -> None:
    duckdb, on_spark = ({measure.code: of_engine[measure.code]} for of_engine in both)
    assert differences(duckdb, on_spark) == []


@spark
def test_the_made_facts_would_show_a_difference(both: Both) -> None:
    counted = {code: sum(cell.denominator + cell.excluded for cell in cells) for code, cells in both[0].items()}
    assert {code for code, rows in counted.items() if rows == 0} == {
        one.code for one in measures() if one.table == EMPTY
    }


@spark
def test_a_file_that_spark_cannot_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "referrals" / "partnership=here" / "month=2026-03"
    place.mkdir(parents=True)
    (place / "part-0.parquet").write_text("not Parquet")
    snapshot = Snapshot(tmp_path, written(tmp_path / "other", {}).counted_at, {})
    of_referrals = [one for one in measures() if one.table == "referrals"][:1]
    with pytest.raises(SnapshotUnreadable, match="The facts cannot be counted"):
        count_all(snapshot, of_referrals, first=FIRST, last=FIRST + timedelta(days=9), engine="spark")


def test_without_java_it_says_what_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    engine_called.cache_clear()
    with pytest.raises(EngineMissing, match="needs Java 17 or newer"):
        engine_called("spark")


def test_an_engine_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="There are: duckdb, spark"):
        engine_called("abacus")
