"""Published figures beside our own: which are set side by side, and how each is said."""

from dataclasses import replace
from datetime import date

import pytest

from homeward.outcomes import comparing
from homeward.outcomes.comparing import compared
from homeward.outcomes.definitions import measure_called, measures
from homeward.outcomes.references import figures_for
from homeward.outcomes.showing import Shown

MET = measure_called("two_hour_response")


def whole(value: float | None) -> Shown:
    return Shown(date(2026, 1, 1), date(2026, 12, 31), (), True, 8, 10, 0, {"percent": value}, False, False)


def test_england_comes_first_and_the_others_the_highest_first() -> None:
    (one,) = compared(MET, whole(82.16), exact=True)
    assert (one.name, one.ours) == ("Seen within 2 hours", "82.2%")
    assert all(each.area.startswith("England") for each in one.england)
    assert one.england
    values = [float(each.words.rstrip("%")) for each in one.elsewhere]
    assert values == sorted(values, reverse=True)
    assert len(values) > 10


@pytest.mark.parametrize(("value", "exact", "says"), [(None, True, ""), (82.0, False, "82%"), (82.0, True, "82.0%")])
def test_ours_is_said_as_the_viewer_may_see_it(value: float | None, exact: bool, says: str) -> None:
    assert compared(MET, whole(value), exact=exact)[0].ours == says


def test_a_single_month_is_not_set_beside_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    year = next(one for one in figures_for("two_hour_response") if not one.is_month)
    month = replace(year, first=date(2025, 3, 1), last=date(2025, 3, 31))
    assert month.is_month
    monkeypatch.setattr(comparing, "figures_for", lambda code: (month,))
    assert compared(MET, whole(82.0), exact=True) == []


def test_counts_of_places_of_other_sizes_are_not_set_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    received = measure_called("referrals_received")
    year = next(one for one in figures_for("two_hour_response") if not one.is_month)
    counted = replace(year, figure=received.figures[0].code)
    monkeypatch.setattr(comparing, "figures_for", lambda code: (counted,))
    shown = replace(whole(None), figures={received.figures[0].code: 10.0})
    assert compared(received, shown, exact=True) == []


@pytest.mark.parametrize("code", [one.code for one in measures() if figures_for(one.code)])
def test_every_published_figure_says_where_when_and_who_published_it(code: str) -> None:
    measure = measure_called(code)
    shown = replace(whole(None), figures=dict.fromkeys(one.code for one in measure.figures))
    for one in compared(measure, shown, exact=True):
        for each in (*one.england, *one.elsewhere):
            assert each.area
            assert each.words
            assert each.source
            assert each.when[-4:].isdigit()
