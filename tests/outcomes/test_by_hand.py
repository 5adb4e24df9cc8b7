"""The peers of the benchmark count the same: every measure by hand, in SQL, Polars and pandas, equals the product."""

from pathlib import Path

import pytest

from benchmarks import jobs
from benchmarks.by_hand.conditions import BY_TABLE
from homeward.outcomes.definitions import measures
from homeward.outcomes.making import Size, make


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up facts of 400 people over three months."""
    folder = tmp_path_factory.mktemp("made") / "facts"
    for _ in make(folder, Size(people=400, months=3)):
        pass
    return folder


def test_every_measure_is_written_by_hand() -> None:
    assert {one.code for those in BY_TABLE.values() for one in those} == {one.code for one in measures()}


@pytest.mark.parametrize("peer", ["by_hand", "polars", "pandas"])
def test_a_peer_comes_to_the_same_sums(facts: Path, peer: str) -> None:
    ours, theirs = jobs.JOBS["product"](facts), jobs.JOBS[peer](facts)
    for code, sums in ours.items():
        assert theirs[code] == pytest.approx(sums, rel=1e-9, abs=1e-9), code


def test_made_up_facts_have_something_to_count_for_every_measure(facts: Path) -> None:
    assert [code for code, (_, d, *_rest) in jobs.JOBS["product"](facts).items() if not d] == []
