"""Words on the person's own copy, and the small chart of a goal's ratings."""

from datetime import UTC, date, datetime

import pytest

from homeward.episodes.models.goals import Who
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.rules.copy_words import (
    WHO_AGREED,
    WHO_DOES,
    hours_for_you,
    long_date,
    when_we_come,
    where_you_are,
    who_does,
)
from homeward.episodes.rules.goal_chart import rating_chart
from homeward.episodes.rules.goals import LEVELS, NotALevel
from homeward.episodes.rules.taper import Pace, Shape

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MARCH_4 = date(2026, 3, 4)


def test_everybody_who_may_agree_or_do_something_has_words_for_the_person() -> None:
    assert set(WHO_AGREED) == set(AgreedWith.values)
    assert set(WHO_DOES) == set(Who.values)
    assert all("hope" in where_you_are(level) or level == -1 for level in LEVELS)
    with pytest.raises(NotALevel):
        where_you_are(3)


@pytest.mark.parametrize(
    ("level", "looks", "said"),
    [
        (0, "", "what you hoped for"),
        (-1, "", "not there yet"),
        (0, "Makes tea alone.", "Makes tea alone (what you hoped for)"),
        (-2, "Cannot stand", "Cannot stand (a long way from what you hope for)"),
    ],
)
def test_a_level_is_said_to_the_person_as_it_looks_for_them(level: int, looks: str, said: str) -> None:
    assert where_you_are(level, looks) == said


@pytest.mark.parametrize(
    ("who", "name", "said"),
    [
        ("person", "Mabel", "You"),
        ("carer", "Rose", "Rose"),
        ("carer", "", "Your family or carer"),
        ("team", "", "Our team"),
    ],
)
def test_who_does_something_is_said_by_name_and_the_person_is_you(who: str, name: str, said: str) -> None:
    assert who_does(who, name) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-03-05T09:00", "2026-03-05T11:30", "Thursday 5 March 2026, between 9am and 11:30am"),
        ("2026-03-29T01:00", "2026-03-29T03:00", "Sunday 29 March 2026, between 2am and 4am"),
        (
            "2026-03-05T22:00",
            "2026-03-06T00:00",
            "Thursday 5 March 2026, between 10pm and midnight on Friday 6 March 2026",
        ),
    ],
)
def test_a_promised_visit_is_said_in_london_time(start: str, end: str, said: str) -> None:
    from_at, to_at = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (start, end))
    assert when_we_come(from_at, to_at) == said


def test_a_day_is_said_in_full() -> None:
    assert long_date(date(2026, 3, 1)) == "Sunday 1 March 2026"
    assert long_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"  # half past midnight


def shape(*paces: Pace, staff: int = 1, ended_on: date | None = None) -> Shape:
    return Shape(paces=paces, staff=staff, ended_on=ended_on)


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ([], []),
        ([shape(Pace(MARCH_4, EVERY_DAY, 1, 45))], ["We are with you for about 5 hr 15 min a week now."]),
        ([shape(Pace(MARCH_4, EVERY_DAY, 1, 45), staff=2)], ["We are with you for about 5 hr 15 min a week now."]),
        (
            [shape(Pace(MARCH_4, EVERY_DAY, 2, 30), Pace(date(2026, 3, 18), (1, 3, 5), 1, 30))],
            [
                "We are with you for about 7 hr a week now.",
                "From Wednesday 18 March 2026 it is planned to be 1 hr 30 min a week.",
            ],
        ),
        (
            [shape(Pace(MARCH_4, EVERY_DAY, 1, 60), ended_on=date(2026, 3, 31))],
            ["We are with you for about 7 hr a week now.", "From Wednesday 1 April 2026 these visits are over."],
        ),
        (
            [shape(Pace(date(2026, 3, 9), EVERY_DAY, 1, 60))],
            ["From Monday 9 March 2026 it is planned to be 7 hr a week."],
        ),
        ([shape(Pace(date(2026, 2, 1), EVERY_DAY, 1, 60), Pace(date(2026, 3, 1), (), 1, 60))], []),
    ],
)
def test_how_much_time_is_the_persons_and_not_that_of_staff(shapes: list[Shape], said: list[str]) -> None:
    assert hours_for_you(shapes, date(2026, 3, 5)) == said


def test_a_goal_never_rated_has_no_chart() -> None:
    assert rating_chart(-1, MARCH_4, []) is None


def test_each_level_holds_until_the_next_rating() -> None:
    chart = rating_chart(-2, MARCH_4, [(date(2026, 3, 9), -1), (date(2026, 3, 14), 0)])
    assert chart is not None
    assert chart.steps == "M34 124.0H171.0V96.0H308.0V68.0"
    assert chart.marks == ((171.0, 96.0), (308.0, 68.0))
    assert (chart.first, chart.last) == ("4 Mar", "14 Mar")
    assert (68.0, "0") in chart.up
    assert chart.hoped == 68.0


def test_more_is_higher_and_a_rating_on_the_first_day_or_before_is_drawn_at_the_start() -> None:
    chart = rating_chart(0, MARCH_4, [(date(2026, 3, 3), 1), (MARCH_4, 2)])
    assert chart is not None
    heights = {name: y for y, name in chart.up}
    assert heights["+2"] < heights["+1"] < heights["0"] < heights["-1"] < heights["-2"]
    assert [x for x, _ in chart.marks] == [34, 34]
