"""Measures counted by Ibis and DuckDB agree with a slow count in plain Python, to the last digit that matters."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.outcomes.counting import Question, count, rows_behind, sql_of
from homeward.outcomes.definitions import measure_called, measures
from homeward.outcomes.periods import Period, starts_between
from tests.outcomes.made_facts import facts_of, histories, history, snapshot_of
from tests.outcomes.slow_count import SLOW, slow_count

FIRST, LAST = date(2026, 3, 2), date(2026, 11, 4)
CODES = [one.code for one in measures()]


def test_every_measure_has_a_slow_count() -> None:
    assert set(CODES) == set(SLOW)


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=histories(), data=st.data())
def test_a_measure_equals_its_slow_count(code: str, made: list, data: st.DataObject) -> None:
    measure = measure_called(code)
    dated = data.draw(st.sampled_from(measure.dated))
    period = data.draw(st.sampled_from([Period.WEEK, Period.MONTH]))
    by = data.draw(st.sampled_from(["", *measure.breakdowns, measure.reasons_from]))
    with TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), made)
        question = Question(measure=measure, first=FIRST, last=LAST, dated=dated, period=period, by=by)
        cells = count(snapshot, question)
    first, after = question.span
    slow = {
        place: counted
        for place, counted in slow_count(code, facts_of(made), dated=dated, period=period, by=by).items()
        if first <= place[0] < after
    }
    assert {(cell.start, cell.group) for cell in cells} >= set(slow)
    for cell in cells:
        n, d, excluded, figures = slow.get((cell.start, cell.group), (0, 0, 0, {}))
        assert (cell.numerator, cell.denominator, cell.excluded) == (n, d, excluded)
        for name, value in cell.figures.items():
            expected = figures.get(name, 0 if measure.unit == "referrals" else None)
            assert value is None if expected is None else value == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_weeks_without_rows_are_there_and_empty(tmp_path: Path) -> None:
    seen = history(first_contact_at=datetime(2026, 3, 4, 11, 0, tzinfo=UTC))
    snapshot = snapshot_of(tmp_path, [seen])
    asked = {one.code: Question(measure=one, first=date(2026, 2, 20), last=date(2026, 3, 20)) for one in measures()}
    weeks = [date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    two_hour = count(snapshot, asked["two_hour_response"])
    assert [cell.start for cell in two_hour] == weeks
    assert [cell.denominator for cell in two_hour] == [0, 0, 1, 0, 0]
    assert [cell.figures["percent"] for cell in two_hour] == [None, None, 100.0, None, None]
    assert [cell.figures["count"] for cell in count(snapshot, asked["referrals_received"])] == [0, 0, 1, 0, 0]


def test_a_partnership_without_referrals_has_empty_weeks(tmp_path: Path) -> None:
    question = Question(measure=measures()[0], first=date(2026, 3, 2), last=date(2026, 3, 15))
    assert [cell.denominator for cell in count(snapshot_of(tmp_path, []), question)] == [0, 0]


def test_quantiles_lie_between_the_two_nearest_waits(tmp_path: Path) -> None:
    start = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    made = [history(n, first_contact_at=start + timedelta(minutes=10 * n)) for n in (1, 2, 3, 4)]
    question = Question(measure=measure_called("wait_to_first_contact"), first=start.date(), last=start.date())
    (cell,) = count(snapshot_of(tmp_path, made), question)
    assert cell.figures["median"] == pytest.approx(25.0)
    assert cell.figures["p90"] == pytest.approx(37.0)


def _two_hour_in(folder: Path, start: datetime, minutes: int, *, dated: str = "start") -> list[tuple[date, int, int]]:
    made = history(received_at=start, clock_start_at=start, first_contact_at=start + timedelta(minutes=minutes))
    question = Question(
        measure=measure_called("two_hour_response"),
        first=FIRST,
        last=LAST,
        dated="stop" if dated == "stop" else "start",
    )
    cells = count(snapshot_of(folder, [made]), question)
    return [(cell.start, cell.numerator, cell.denominator) for cell in cells if cell.denominator]


@pytest.mark.parametrize(
    ("start", "minutes", "week", "met"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 120, date(2026, 3, 23), 1),  # the wall clock shows three hours
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 121, date(2026, 3, 23), 0),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 120, date(2026, 10, 19), 1),  # the wall clock shows one hour
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 121, date(2026, 10, 19), 0),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), 60, date(2026, 3, 30), 1),  # Monday in London, Sunday in UTC
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), 60, date(2026, 10, 19), 1),  # Sunday in both
    ],
)
def test_weeks_in_which_the_clocks_change_are_londons(
    tmp_path: Path, start: datetime, minutes: int, week: date, met: int
) -> None:
    assert _two_hour_in(tmp_path, start, minutes) == [(week, met, 1)]


def test_a_response_over_sunday_midnight_counts_in_one_week_by_start_and_in_the_next_by_stop(tmp_path: Path) -> None:
    start = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert _two_hour_in(tmp_path / "a", start, 60) == [(date(2026, 3, 2), 1, 1)]
    assert _two_hour_in(tmp_path / "b", start, 60, dated="stop") == [(date(2026, 3, 9), 1, 1)]


def test_the_rows_behind_a_week_add_up_to_its_number(tmp_path: Path) -> None:
    start = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    made = [
        history(1, first_contact_at=start + timedelta(minutes=119)),
        history(2, first_contact_at=start + timedelta(minutes=121)),
        history(3, clock="07", first_contact_at=start + timedelta(minutes=60)),
        history(4),
        history(5, closed_at=start),
        history(6, clock="06", first_contact_at=start + timedelta(minutes=60)),
        history(7, first_contact_at=start - timedelta(minutes=1)),
        history(8, received_at=start + timedelta(days=7)),
    ]
    snapshot = snapshot_of(tmp_path, made)
    question = Question(measure=measure_called("two_hour_response"), first=start.date(), last=start.date())
    rows = rows_behind(snapshot, question)
    (cell,) = count(snapshot, question)
    assert [(row.referral_id, row.counted, row.met, row.reason) for row in rows] == [
        (1, True, True, ""),
        (2, True, False, ""),
        (3, False, False, "not_in_standard"),
        (4, False, False, "not_seen_time_run_out"),
        (5, False, False, "closed_before_a_visit"),
        (7, False, False, "contact_before_clock_start"),
    ]
    assert (cell.numerator, cell.denominator, cell.excluded) == (1, 2, 4)
    assert rows[0].clock_start_at == start
    assert rows[0].first_contact_at == start + timedelta(minutes=119)


def test_a_whole_counts_exactly_the_days_asked_for(tmp_path: Path) -> None:
    days = [datetime(2026, 3, day, 10, 0, tzinfo=UTC) for day in range(1, 11)]
    snapshot = snapshot_of(tmp_path, [history(n, received_at=day) for n, day in enumerate(days, 1)])
    received = measure_called("referrals_received")
    question = Question(measure=received, first=date(2026, 3, 3), last=date(2026, 3, 5), period=Period.WHOLE)
    (cell,) = count(snapshot, question)
    assert (cell.start, cell.denominator) == (date(2026, 3, 3), 3)


def test_months_follow_each_other_over_the_year() -> None:
    assert starts_between(Period.MONTH, date(2025, 11, 30), date(2026, 2, 1)) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )


def test_counting_needs_no_django_and_loads_ibis_only_to_count() -> None:
    code = "import sys, homeward.outcomes.counting; print({'django', 'ibis', 'duckdb'} & set(sys.modules))"
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": source})
    assert done.stdout.strip() == "set()", done.stderr


def test_the_same_expression_can_be_written_for_another_engine() -> None:
    question = Question(measure=measures()[0], first=FIRST, last=LAST, by="source")
    assert "standard_met" in sql_of(question, dialect="postgres")
