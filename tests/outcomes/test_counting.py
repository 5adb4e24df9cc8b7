"""What a question gives: its periods and groups, the rows behind it, and what happens to facts that cannot be read."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from homeward.outcomes.counting import (
    Question,
    Sums,
    count,
    count_all,
    count_together,
    excluded_by_reason,
    full_count,
    rows_behind,
)
from homeward.outcomes.counting.figures import figures_of
from homeward.outcomes.definitions import Figure, FigureKind, measure_called, measures
from homeward.outcomes.periods import Period, starts_between
from homeward.outcomes.snapshots import Snapshot, SnapshotGone, SnapshotUnreadable, facts_at
from tests.outcomes.made_facts import COUNTED_AT, fact, put_in_use, random_facts, written

DAY = date(2026, 3, 4)
TWO_HOUR = measure_called("two_hour_response")
WAIT = measure_called("wait_to_first_contact")
RECEIVED = measure_called("referrals_received")


def referral(number: int, on: date = DAY, **changes: object) -> dict[str, object]:
    """A two-hour referral received, begun and seen on one day, in time."""
    days = {"received_on": on, "clock_start_on": on, "clock_stop_on": on}
    plain = {"referral_id": str(number), "clock_code": "05", "standard_met": True, "wait_minutes": 60}
    return fact("referrals", **{**days, **plain, **changes})


def counted(folder: Path, rows: list[dict[str, object]], **asked: object) -> list[tuple[object, ...]]:
    question = Question(**{"measure": TWO_HOUR, "first": DAY, "last": DAY, **asked})  # type: ignore[arg-type]
    cells = count(written(folder, {"referrals": rows}), question)
    return [(cell.start, cell.group, cell.numerator, cell.denominator, cell.excluded) for cell in cells]


def test_weeks_without_rows_are_there_and_empty(tmp_path: Path) -> None:
    snapshot = written(tmp_path, {"referrals": [referral(1)]})
    found = count_all(snapshot, [TWO_HOUR, RECEIVED], first=date(2026, 2, 20), last=date(2026, 3, 20))
    weeks = [date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert [cell.start for cell in found["two_hour_response"]] == weeks
    assert [cell.figures["percent"] for cell in found["two_hour_response"]] == [None, None, 100.0, None, None]
    assert [cell.figures["count"] for cell in found["referrals_received"]] == [0, 0, 1, 0, 0]


def test_a_table_without_files_has_empty_weeks(tmp_path: Path) -> None:
    question = Question(measure=RECEIVED, first=date(2026, 3, 2), last=date(2026, 3, 15))
    assert [cell.denominator for cell in count(written(tmp_path, {}), question)] == [0, 0]


def test_groups_are_those_with_a_row_anywhere_in_the_time_and_in_every_period(tmp_path: Path) -> None:
    rows = [
        referral(1, source="gp"),
        referral(2, date(2026, 3, 11), source="ambulance", standard_met=None),
        referral(3, date(2026, 4, 1), source="self"),
        referral(4, source="ward", clock_code="06"),
    ]
    assert counted(tmp_path, rows, last=date(2026, 3, 12), by=("source",)) == [
        (date(2026, 3, 2), ("ambulance",), 0, 0, 0),
        (date(2026, 3, 2), ("gp",), 1, 1, 0),
        (date(2026, 3, 9), ("ambulance",), 0, 0, 1),
        (date(2026, 3, 9), ("gp",), 0, 0, 0),
    ]


def test_two_groups_together_and_only_some_of_their_values(tmp_path: Path) -> None:
    rows = [
        referral(n, locality=where, pathway="home", need=need)
        for n, (where, need) in enumerate(
            [("north", "fall"), ("north", "fall"), ("south", "fall"), ("south", "it's"), ("east", "fall")]
        )
    ]
    both = {"by": ("pathway", "locality"), "where": (("need", ("fall", "it's")), ("locality", ("north", "south")))}
    assert counted(tmp_path, rows, period=Period.MONTH, **both) == [
        (date(2026, 3, 1), ("home", "north"), 2, 2, 0),
        (date(2026, 3, 1), ("home", "south"), 2, 2, 0),
    ]


def test_a_whole_counts_exactly_the_days_asked_for(tmp_path: Path) -> None:
    rows = [referral(day, date(2026, 3, day)) for day in range(1, 11)]
    whole = {"first": date(2026, 3, 3), "last": date(2026, 3, 5), "period": Period.WHOLE}
    assert counted(tmp_path, rows, **whole) == [(date(2026, 3, 3), (), 3, 3, 0)]


def test_the_event_says_in_which_week_a_row_is_counted(tmp_path: Path) -> None:
    over_midnight = [referral(1, date(2026, 3, 8), clock_stop_on=date(2026, 3, 9))]
    both_weeks = {"first": date(2026, 3, 8), "last": date(2026, 3, 9)}
    assert [row[3] for row in counted(tmp_path / "a", over_midnight, dated="start", **both_weeks)] == [1, 0]
    assert [row[3] for row in counted(tmp_path / "b", over_midnight, dated="stop", **both_weeks)] == [0, 1]


def test_a_row_without_the_event_is_in_no_period(tmp_path: Path) -> None:
    assert counted(tmp_path, [referral(1, clock_stop_on=None)], dated="stop", period=Period.WHOLE)[0][2:] == (0, 0, 0)


def test_quantiles_lie_between_the_two_nearest(tmp_path: Path) -> None:
    rows = [referral(n, wait_minutes=10 * n) for n in (1, 2, 3, 4)]
    (cell,) = count(written(tmp_path, {"referrals": rows}), Question(measure=WAIT, first=DAY, last=DAY))
    assert cell.figures == pytest.approx({"median": 25.0, "p90": 37.0})


@pytest.mark.parametrize(
    ("kind", "sums", "expected"),
    [
        (FigureKind.PERCENT, Sums(1, 4, 9), 25.0),
        (FigureKind.PERCENT, Sums(0, 0, 9), None),
        (FigureKind.COUNT, Sums(3, 4), 3.0),
        (FigureKind.COUNT, Sums(), 0.0),
        (FigureKind.TOTAL, Sums(1, 1, 0, 7.0), 14.0),
        (FigureKind.TOTAL, Sums(), 0.0),
        (FigureKind.TOTAL, Sums(x=2), None),
        (FigureKind.MEAN, Sums(1, 4, 0, 6.0), 3.0),
        (FigureKind.MEAN, Sums(x=1), None),
        (FigureKind.RATIO, Sums(1, 1, 0, 6.0, 36.0, 4.0), 3.0),
        (FigureKind.RATIO, Sums(1, 1, 0, 6.0, 36.0, 0.0), None),
        (FigureKind.MEDIAN, Sums(1, 1), None),
    ],
)
def test_each_kind_of_figure_follows_from_the_sums(kind: FigureKind, sums: Sums, expected: float | None) -> None:
    figure = Figure(code="it", name="The figure", kind=kind, unit="ratio", scale=2.0)
    assert figures_of(RECEIVED.model_copy(update={"figures": (figure,)}), sums) == {"it": expected}


def test_the_rows_behind_a_number_add_up_to_it(tmp_path: Path) -> None:
    rows = [
        referral(1, date(2026, 3, 5), episode_id="e1", person_id="p1"),
        referral(2, standard_met=False),
        referral(3, standard_met=None, excluded_because="closed_before_a_visit"),
        referral(4, clock_code="07", standard_met=None, excluded_because="not_in_standard"),
        referral(5, clock_code="07", standard_met=None, excluded_because="not_in_standard"),
        referral(6, clock_code="06"),
        referral(7, date(2026, 3, 12)),
    ]
    snapshot = written(tmp_path, {"referrals": rows})
    question = Question(measure=TWO_HOUR, first=DAY, last=DAY)
    found, (cell,) = rows_behind(snapshot, question, limit=9), count(snapshot, question)
    assert [(row.ids["referral_id"], row.counted, row.met, row.reason) for row in found.rows] == [
        ("2", True, False, ""),
        ("3", False, False, "closed_before_a_visit"),
        ("4", False, False, "not_in_standard"),
        ("5", False, False, "not_in_standard"),
        ("1", True, True, ""),
    ]
    assert (found.total, found.counted, found.met) == (5, cell.denominator, cell.numerator) == (5, 2, 1)
    assert found.rows[-1].on == date(2026, 3, 5)
    assert found.rows[-1].ids == {
        "partnership": "here",
        "origin": "live",
        "referral_id": "1",
        "episode_id": "e1",
        "person_id": "p1",
    }
    assert excluded_by_reason(snapshot, question) == {"not_in_standard": 2, "closed_before_a_visit": 1}
    assert list(excluded_by_reason(snapshot, question)) == ["not_in_standard", "closed_before_a_visit"]


def test_rows_come_a_page_at_a_time_with_their_amounts(tmp_path: Path) -> None:
    rows = [referral(n, wait_minutes=None if n == 2 else n) for n in range(1, 6)]
    snapshot = written(tmp_path, {"referrals": rows})
    page = rows_behind(snapshot, Question(measure=WAIT, first=DAY, last=DAY), limit=2, offset=1)
    assert [(row.ids["referral_id"], row.counted, row.amount) for row in page.rows] == [
        ("2", False, None),
        ("3", True, 3.0),
    ]
    assert (page.total, page.counted) == (5, 4)
    of_nobody = Question(measure=WAIT, first=DAY, last=DAY, where=(("source", ("nobody",)),))
    assert rows_behind(snapshot, of_nobody).total == 0


def test_rows_of_any_measure_can_be_shown(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path, {name: random_facts(name, rows=30, seed=1) for name in {one.table for one in measures()}}
    )
    for measure in measures():
        question = Question(measure=measure, first=date(2026, 2, 1), last=date(2026, 12, 31), period=Period.WHOLE)
        (cell,), found = count(snapshot, question), rows_behind(snapshot, question, limit=1000)
        assert (found.counted, found.met) == (cell.denominator, cell.numerator)
        assert found.total == len(found.rows) == cell.denominator + cell.excluded
        assert sum(excluded_by_reason(snapshot, question).values()) == cell.excluded


def test_many_questions_at_once_give_what_each_gives_alone(tmp_path: Path) -> None:
    snapshot = written(tmp_path, {name: random_facts(name, rows=30, seed=2) for name in ("referrals", "contacts")})
    questions = tuple(
        Question(measure=one, first=DAY, last=date(2026, 6, 1), dated=event)
        for one in measures()
        if one.table in ("referrals", "contacts")
        for event in one.dated
    )
    together = count_together(snapshot, questions)
    assert list(together) == [count(snapshot, one) for one in questions]
    assert len({one.dated_by for one in questions}) > 2


def test_a_full_count_is_that_of_all_time(tmp_path: Path) -> None:
    written(tmp_path, {"referrals": random_facts("referrals", rows=80, seed=3)})
    sums, ranked = full_count(tmp_path, by=("locality",), counting=[WAIT], threads=1, memory="500MB")
    cells = count(
        facts_at(tmp_path),
        Question(measure=WAIT, first=date(2026, 1, 1), last=date(2026, 12, 31), period=Period.MONTH, by=("locality",)),
    )
    assert {place: (found.d, found.x) for place, found in sums[WAIT.code].items()} == {
        (cell.start, cell.group): (cell.denominator, cell.excluded)
        for cell in cells
        if cell.denominator + cell.excluded
    }
    assert {place: found[FigureKind.P90] for place, found in ranked[WAIT.code].items()} == {
        (cell.start, cell.group): cell.figures["p90"] for cell in cells if cell.denominator
    }


def test_a_group_that_the_rows_do_not_have_is_refused(tmp_path: Path) -> None:
    question = Question(measure=TWO_HOUR, first=DAY, last=DAY, by=("shoes",))
    with pytest.raises(ValueError, match='have no "shoes" to tell them apart by'):
        count(written(tmp_path, {"referrals": [referral(1)]}), question)


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "referrals" / "month=2026-03").mkdir(parents=True)
    (tmp_path / "referrals" / "month=2026-03" / "part-0.parquet").write_text("not Parquet")
    snapshot = Snapshot(tmp_path, COUNTED_AT, {})
    with pytest.raises(SnapshotUnreadable, match="The facts cannot be counted"):
        count(snapshot, Question(measure=TWO_HOUR, first=DAY, last=DAY))


def test_facts_that_were_let_go_are_said_to_be_gone(tmp_path: Path) -> None:
    first = put_in_use(tmp_path, {"referrals": [referral(1)]})
    for number in (2, 3):
        put_in_use(tmp_path, {"referrals": [referral(number)]})
    with pytest.raises(SnapshotGone):
        count(first, Question(measure=TWO_HOUR, first=DAY, last=DAY))


def test_only_files_of_months_asked_for_are_opened(tmp_path: Path) -> None:
    snapshot = written(tmp_path, {"referrals": [referral(1), referral(2, date(2026, 5, 6))]})
    (spoilt,) = (file for file in snapshot.files("referrals") if "2026-05" in file)
    Path(spoilt).write_text("not Parquet")
    march = Question(measure=RECEIVED, first=DAY, last=DAY, period=Period.MONTH)
    assert [cell.denominator for cell in count(snapshot, march)] == [1]
    with pytest.raises(SnapshotUnreadable):
        count(snapshot, replace(march, last=date(2026, 5, 1)))


def test_months_follow_each_other_over_the_year() -> None:
    assert starts_between(Period.MONTH, date(2025, 11, 30), date(2026, 2, 1)) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )


def test_counting_needs_no_django_and_loads_nothing_heavy_before_the_first_question() -> None:
    heavy = {"django", "ibis", "duckdb", "pyspark", "pandas"}
    code = f"import sys, homeward.outcomes.counting; print({heavy} & set(sys.modules))"
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": source})
    assert done.stdout.strip() == "set()", done.stderr
