"""What changed in a month: special causes first, worse before better, then targets, then alarms."""

from collections.abc import Sequence
from datetime import date

import pytest

from homeward.outcomes.board_pack.saying import NOTHING, NOTHING_ELSE, what_changed
from homeward.outcomes.definitions import measure_called
from homeward.outcomes.periods import Period, next_after
from homeward.outcomes.series import Series, series_of
from homeward.outcomes.showing import Shown

STEADY = [80, 84, 81, 83, 80, 84, 81, 83, 80, 84, 81, 83, 80, 84]


def series(code: str, values: Sequence[float]) -> Series:
    """A measure over months that end in October 2026."""
    measure, row = measure_called(code), []
    starts = [date(2026, 10, 1)][: len(values)]
    while len(starts) < len(values):
        starts.append(date(starts[-1].year - (starts[-1].month == 1), (starts[-1].month - 2) % 12 + 1, 1))
    for day, value in zip(reversed(starts), values, strict=True):
        figures = {figure.code: float(value) for figure in measure.figures}
        row.append(Shown(day, next_after(Period.MONTH, day), (), True, 40, 50, 0, figures, False, False))
    return series_of(measure, row, period=Period.MONTH, exact=False)


def test_nothing_that_changed_is_said_so() -> None:
    assert what_changed([series("accepted", STEADY), series("goals_met", STEADY)]) == NOTHING


def test_without_figures_nothing_is_claimed() -> None:
    assert what_changed([series("accepted", [])]) == "There are no figures for this month yet."


@pytest.mark.parametrize(
    ("code", "last", "says"),
    [
        ("goals_met", 60, "Getting worse: goals met (60%)."),
        ("goals_met", 99, "Getting better: goals met (99%)."),
        ("referrals_received", 99, "Changed, and neither better nor worse in itself: referrals received (99)."),
    ],
)
def test_a_special_cause_is_named_with_its_figure(code: str, last: float, says: str) -> None:
    paragraph = what_changed([series(code, [*STEADY, last])])
    assert says in paragraph
    assert paragraph.endswith(NOTHING_ELSE)


def test_worse_comes_before_better_and_both_before_what_is_neither() -> None:
    found = [
        series("referrals_received", [*STEADY, 99]),
        series("goals_met", [*STEADY, 99]),
        series("accepted", STEADY),
        series("destination_home", [*STEADY, 60]),
    ]
    paragraph = what_changed(found)
    places = [paragraph.index(words) for words in ("Getting worse", "Getting better", "Changed, and neither")]
    assert places == sorted(places)
    assert "accepted" not in paragraph


def test_a_target_missed_as_things_run_is_said_after_what_changed() -> None:
    paragraph = what_changed([series("two_hour_response", [value - 40 for value in STEADY])])
    assert "As things run, the target is not met for seen within 2 hours (44%, target 70%)" in paragraph
    assert paragraph.startswith(NOTHING)


def test_an_unlikely_figure_points_to_the_recording() -> None:
    paragraph = what_changed([series("contacts_without_length", STEADY)])
    assert paragraph.endswith("Look at the recording before the service for contacts without a length (84%).")


def test_few_months_are_read_with_care() -> None:
    short = what_changed([series("goals_met", [*STEADY[:8], 60])])
    assert "All of these rest on fewer than 13 months, so read with care." in short
    assert "fewer than 13" not in what_changed([series("goals_met", [*STEADY, 60])])
