"""Measures worked out by hand: a few rows each, so that a reader can check what a definition comes to."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.counting import Cell, Question, count
from homeward.outcomes.definitions import measure_called, measures
from homeward.outcomes.periods import Period
from homeward.outcomes.references import figures_for
from homeward.outcomes.showing import alarming
from tests.outcomes.made_facts import Fact, fact, random_facts, written

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)


def _of(folder: Path, code: str, rows: list[Fact], **asked: Any) -> Cell:
    """The measure over all of the rows, in one cell."""
    measure = measure_called(code)
    question = Question(measure=measure, first=FIRST, last=LAST, period=Period.WHOLE, **asked)
    (cell,) = count(written(folder, {measure.table: rows}), question)
    return cell


def _numbered(table: str, key: str, rows: list[dict[str, Any]]) -> list[Fact]:
    return [fact(table, **{key: str(number)}, **row) for number, row in enumerate(rows, 1)]


def test_places_on_the_ward_are_added_up_before_they_are_divided(tmp_path: Path) -> None:
    days = [(9, 10), (3, 20), (5, None)]
    rows = [
        fact("ward_days", pathway="home_ward", held_on=date(2026, 3, number), taken=taken, places=places)
        for number, (taken, places) in enumerate(days, 1)
    ]
    cell = _of(tmp_path, "home_ward_occupancy", rows)
    assert cell.figures["percent"] == pytest.approx(100 * 12 / 30)
    assert (cell.denominator, cell.excluded) == (2, 1)


def test_a_day_with_two_reasons_is_one_day_held_up(tmp_path: Path) -> None:
    rows = [
        fact("delays", stay_id="1", reason="transport", share=0.5),
        fact("delays", stay_id="1", reason="medicines", share=0.5),
        fact("delays", stay_id="2", reason="not_given", share=1.0),
    ]
    assert _of(tmp_path, "delay_days", rows).figures == {"total": 2.0}


def test_delay_with_zeros_is_the_share_who_were_delayed_times_their_mean(tmp_path: Path) -> None:
    """The Better Care Fund's figure follows from the two others: days of 0, 0, 2 and 6 have a mean of 2."""
    days = [0, 0, 2, 6]
    rows = _numbered(
        "hospital_stays",
        "stay_id",
        [{"left_on": date(2026, 3, 10), "delay_days": one, "on_ready_day": one == 0} for one in days]
        + [{"left_on": date(2026, 3, 10), "excluded_because": "died"}],
    )
    on_the_day = _of(tmp_path / "a", "discharged_on_ready_day", rows)
    delayed = _of(tmp_path / "b", "delay_of_delayed", rows)
    every = _of(tmp_path / "c", "average_delay", rows)
    assert on_the_day.figures["percent"] == 50
    assert delayed.figures == {"mean": 4, "median": 4}
    assert every.figures == {"mean": 2, "total": 8}
    assert (on_the_day.excluded, delayed.excluded, every.excluded) == (1, 1, 1)


def test_twelve_months_of_admissions_come_to_the_rate_of_the_year(tmp_path: Path) -> None:
    months = [date(2025, month, 1) for month in range(5, 13)] + [date(2026, month, 1) for month in range(1, 5)]
    rows = [
        fact(
            "area_counts", what="long_term_admissions", counted_on=month, age_band=age, count=number, population=people
        )
        for month in months
        for age, number, people in (("65_74", 2, 10_000), ("75_84", 6, 6_000), ("85_over", 12, 4_000), ("18_64", 9, 9))
    ]
    measure = measure_called("long_term_admissions_rate")
    question = Question(measure=measure, first=months[0], last=LAST, period=Period.WHOLE)
    (cell,) = count(written(tmp_path, {"area_counts": rows}), question)
    assert cell.figures["rate"] == pytest.approx(12 * 20 / 20_000 * 100_000)


def test_fewer_hours_after_are_saved_and_more_are_not(tmp_path: Path) -> None:
    hours = [(10.0, 0.0), (10.0, 4.0), (2.0, 5.0), (7.0, None), (None, 0.0)]
    rows = _numbered(
        "episodes",
        "episode_id",
        [{"ended_on": date(2026, 3, 20), "hours_at_start": start, "hours_after": after} for start, after in hours],
    )
    saved = _of(tmp_path / "a", "hours_saved", rows)
    assert saved.figures == {"mean": pytest.approx(13 / 3), "fewer": pytest.approx(200 / 3), "total": 13}
    assert (saved.denominator, saved.excluded) == (3, 2)
    assert _of(tmp_path / "b", "hours_after", rows).figures["none"] == 50


def test_pence_are_shown_as_pounds(tmp_path: Path) -> None:
    costs = [150_00, 50_50, None]
    rows = _numbered("episodes", "episode_id", [{"ended_on": date(2026, 3, 20), "cost_pence": one} for one in costs])
    assert _of(tmp_path, "cost_per_episode", rows).figures == {"mean": 100.25, "total": 200.5}


def test_staying_out_of_hospital_counts_only_help_instead_of_hospital(tmp_path: Path) -> None:
    known = [(True, False), (True, True), (True, None), (False, False)]
    rows = _numbered(
        "episodes",
        "episode_id",
        [
            {"began_on": date(2026, 3, 5), "instead_of_hospital": instead, "admitted_within_7": admitted}
            for instead, admitted in known
        ],
    )
    cell = _of(tmp_path, "not_admitted_within_7", rows)
    assert cell.figures == {"percent": 50, "count": 1}
    assert (cell.numerator, cell.denominator, cell.excluded) == (1, 2, 1)


def test_what_does_not_apply_is_no_answer(tmp_path: Path) -> None:
    answers = [("person", True), ("person", True), ("person", False), ("person", None), ("carer", False)]
    rows = _numbered("answers", "answer_id", [{"audience": who, "agrees": agrees} for who, agrees in answers])
    cell = _of(tmp_path, "people_agree", rows)
    assert cell.figures["percent"] == pytest.approx(200 / 3)
    assert (cell.denominator, cell.excluded) == (3, 1)


def test_an_estimate_says_so_in_its_title_and_names_what_it_supposes() -> None:
    for one in measures():
        if one.code.startswith("not_admitted"):
            assert one.title.startswith("Estimate")
            assert "would have gone to hospital" in one.read_with_care
            assert "do not describe admissions proven to have been avoided" in one.read_with_care


def test_the_ratio_that_england_published_is_no_alarm_and_that_of_one_trust_is() -> None:
    measure = measure_called("contacts_per_referral")
    published = {one.area: one.value for one in figures_for(measure.code) if one.figure == "mean"}
    assert not alarming(measure, published["England"])
    assert alarming(measure, published["Guy's and St Thomas' NHS Foundation Trust"])


@pytest.mark.parametrize(("ratio", "alarm"), [(0.1, True), (0.2, False), (10.0, False), (10.1, True), (None, False)])
def test_an_alarm_holds_beyond_its_bounds(ratio: float | None, alarm: bool) -> None:
    assert alarming(measure_called("contacts_per_referral"), ratio) is alarm


def test_an_alarm_has_a_bound() -> None:
    bounds = [(one.alarm.least, one.alarm.most) for one in measures() if one.alarm]
    assert bounds
    assert (None, None) not in bounds


@pytest.mark.parametrize(
    "code", ["discharged_on_ready_day", "delay_of_delayed", "average_delay", "contacts_per_referral"]
)
def test_a_target_that_quotes_england_quotes_what_was_published(code: str) -> None:
    measure = measure_called(code)
    year = next(
        one.value
        for one in figures_for(code)
        if (one.area, one.figure) == ("England", measure.figures[0].code) and not one.is_month
    )
    assert f"{year:g}" in measure.target.says


def test_what_is_shown_first_can_be_counted_by_every_event(tmp_path: Path) -> None:
    """Each way a page may ask for a measure has an answer, also over rows that are empty where they may be."""
    snapshot = written(tmp_path, {one.table: random_facts(one.table, rows=30, seed=5) for one in measures()})
    for one in measures():
        for dated in one.dated:
            for by in one.shown_by:
                question = Question(
                    measure=one, first=FIRST, last=LAST, dated=dated, period=Period(one.period), by=(by,)
                )
                assert {cell.start for cell in count(snapshot, question)} <= set(question.starts)
