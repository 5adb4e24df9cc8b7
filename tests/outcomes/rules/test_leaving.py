"""Where people were when help ended, twelve weeks on, and how many hours of care followed."""

from datetime import date, timedelta

import pytest

from homeward.episodes.models.leaving import LivingAt, RequestAnswer
from homeward.outcomes.rules import leaving
from homeward.outcomes.rules.leaving import TwelveWeeksOn, at_home, destination, hours_after, twelve_weeks_on

DUE = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("outcome", "sequel", "lived_at", "place", "home"),
    [
        ("nfa_as_planned", "nfa_as_planned", "own_home", "home", True),
        ("nfa_as_planned", "nfa_as_planned", "extra_care", "extra_care", True),
        ("nfa_as_planned", "nfa_as_planned", "care_home", "care_home", False),
        ("nfa_as_planned", "nfa_as_planned", "temporary", "elsewhere", False),
        ("nfa_as_planned", "nfa_as_planned", "no_home", "elsewhere", False),
        ("nfa_as_planned", "nfa_as_planned", "", "", None),
        ("progress_support", "lts_community", "own_home", "home", True),
        ("progress_support", "lts_residential", "own_home", "care_home", False),
        ("progress_support", "lts_nursing", "own_home", "care_home", False),
        ("progress_support", "st_care_home", "own_home", "care_home", False),
        ("admitted_hospital", "admitted_hospital", "own_home", "hospital", False),
        ("nfa_deceased", "nfa_deceased", "own_home", "died", None),
    ],
)
def test_what_followed_says_where_they_were_and_else_where_they_lived(
    outcome: str, sequel: str, lived_at: str, place: str, home: bool | None
) -> None:
    found = destination(outcome=outcome, sequel=sequel, lived_at=lived_at)
    assert (found, at_home(found)) == (place, home)


@pytest.mark.parametrize(
    ("done", "living_at", "today", "asked", "home"),
    [
        (None, "", 0, None, None),
        (None, "", 1, False, None),
        (0, "home", 0, True, True),
        (0, "extra_care", 0, True, True),
        (30, "care_home", 30, True, False),
        (0, "hospital", 0, True, False),
        (0, "elsewhere", 0, True, False),
        (-7, "home", -7, True, True),
        (-8, "home", -7, None, None),
        (-8, "home", 1, False, None),
        (0, "not_reached", 0, None, None),
        (0, "not_reached", 1, False, None),
        (-20, "died", -20, True, False),
    ],
)
def test_a_follow_up_counts_when_it_reached_somebody_about_twelve_weeks_on(
    done: int | None, living_at: str, today: int, asked: bool | None, home: bool | None
) -> None:
    found = twelve_weeks_on(
        DUE,
        done_on=None if done is None else DUE + timedelta(days=done),
        living_at=living_at,
        today=DUE + timedelta(days=today),
    )
    assert found == TwelveWeeksOn(asked, home)


def test_with_nobody_to_ask_nothing_was_due() -> None:
    assert twelve_weeks_on(None, done_on=None, living_at="", today=DUE) == TwelveWeeksOn(None, None)


def test_places_and_answers_are_those_people_can_choose() -> None:
    places = {leaving.HOME, leaving.EXTRA_CARE, leaving.IN_CARE_HOME, leaving.IN_HOSPITAL}
    assert places | {leaving.ELSEWHERE, leaving.DIED, leaving.NOT_REACHED} == set(LivingAt.values)
    assert {leaving.WAITING, leaving.ARRANGED} < set(RequestAnswer.values)


@pytest.mark.parametrize(
    ("requests", "outcome", "sequel", "hours"),
    [
        ([], "nfa_as_planned", "nfa_as_planned", 0.0),
        ([("arranged", 3.5), ("arranged", 7.0)], "progress_support", "lts_community", 10.5),
        ([("arranged", 3.5), ("refused", 7.0), ("withdrawn", 1.0)], "progress_support", "lts_community", 3.5),
        ([("refused", 7.0)], "nfa_as_planned", "nfa_as_planned", 0.0),
        ([("arranged", 3.5), ("waiting", 7.0)], "progress_support", "lts_community", None),
        ([], "progress_support", "lts_community", None),
        ([], "progress_support", "st_other", None),
        ([], "admitted_hospital", "admitted_hospital", None),
        ([], "nfa_deceased", "nfa_deceased", None),
        ([], "", "", None),
    ],
)
def test_hours_after_are_known_only_when_every_answer_is(
    requests: list[tuple[str, float]], outcome: str, sequel: str, hours: float | None
) -> None:
    assert hours_after(requests, outcome=outcome, sequel=sequel) == hours
