"""Which outcomes and sequels can be, and how ASCOF 2A counts them; when somebody is asked again."""

from datetime import date
from typing import Any

import pytest

from homeward.episodes.models.episode import EndReason
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.follow_ups import FOLLOW_UP_DAYS, follow_up_due_on, is_early
from homeward.episodes.rules.leaving import (
    DENOMINATOR,
    NUMERATOR,
    OUTCOMES_IN_ORDER,
    SAYS_LITTLE,
    SERVICES_IN_ORDER,
    Counted,
    OutcomeDoesNotFit,
    Reason,
    asks_for,
    best_outcome,
    check_outcome,
    counted,
    is_rated_at_the_end,
    outcome_that_follows,
    rank_of,
)
from tests.support.published import published

ORACLE = "cld/ascof_2a_oracle_cases.json"


def codes(national: list[str], of_list: str) -> list[str]:
    """Our codes of national texts; a text the list does not know is a failure."""
    by_text = {value.national: value.code for value in code_list(of_list).values if value.national}
    return [by_text[text] for text in national]


def test_what_is_counted_is_what_the_published_cases_say() -> None:
    rules = published(ORACLE)["rules"]
    assert set(codes(rules["denominator"], "support_sequel")) == DENOMINATOR
    assert set(codes(rules["numerator"], "support_sequel")) == NUMERATOR
    assert tuple(codes(rules["outcome_hierarchy"], "event_outcome")) == OUTCOMES_IN_ORDER
    assert tuple(codes(rules["service_hierarchy"], "support_sequel")) == SERVICES_IN_ORDER
    unusable = [text for text in rules["unusable_outcomes"] if text != "Invalid and not mapped"]
    assert set(codes(unusable, "event_outcome")) == SAYS_LITTLE


def test_each_sequel_of_the_published_cases_is_counted_as_they_say() -> None:
    tried = 0
    for case in published(ORACLE)["cases"]:
        for expected in case["expected"]:
            (code,) = codes([expected["sequel"]], "support_sequel")
            said = counted(code)
            assert (said is Counted.SUCCESS) == expected["numerator"], case["id"]
            assert (said is not Counted.NOT_COUNTED) == expected["denominator"], case["id"]
            tried += 1
    assert tried > 10


def test_the_lists_hold_every_national_value_and_its_place() -> None:
    values = published("cld/cld_values.json")["values"]
    outcomes = code_list("event_outcome").values
    assert [value.national for value in outcomes] == values["Event_Outcome_in_hierarchy_order"]
    assert [value.rank for value in outcomes] == list(range(1, 18))
    assert [value.national for value in code_list("onward_service").values] == values["Service_Component"]


def test_the_lists_and_the_rules_know_the_same_codes() -> None:
    outcomes, sequels = code_list("event_outcome"), code_list("support_sequel")
    assert tuple(value.code for value in outcomes.values) == OUTCOMES_IN_ORDER
    assert [rank_of(value.code) for value in outcomes.values] == [value.rank for value in outcomes.values]
    possible = {sequel for reason in Reason for sequel in asks_for(reason).sequels}
    assert {value.code for value in sequels.values} == possible
    assert possible > DENOMINATOR


def test_every_reason_for_which_an_episode_ends_is_known() -> None:
    assert {reason.value for reason in Reason} == set(EndReason.values)
    with pytest.raises(ValueError, match="bored"):
        asks_for("bored")


@pytest.mark.parametrize(
    ("sequel", "expected"),
    [
        ("nfa_as_planned", Counted.SUCCESS),
        ("st_low_level", Counted.SUCCESS),
        ("lts_community", Counted.NO_SUCCESS),
        ("lts_nursing", Counted.NO_SUCCESS),
        ("st_care_home", Counted.NO_SUCCESS),
        ("st_max", Counted.NOT_COUNTED),
        ("nfa_declined", Counted.NOT_COUNTED),
        ("nfa_deceased", Counted.NOT_COUNTED),
        ("nfa_nhs", Counted.NOT_COUNTED),
        ("nfa_self_funded", Counted.NOT_COUNTED),
        ("admitted_hospital", Counted.NOT_COUNTED),
        ("not_known", Counted.NOT_COUNTED),
        ("unheard_of", Counted.NOT_COUNTED),
    ],
)
def test_a_sequel_is_a_success_none_or_not_counted(sequel: str, expected: Counted) -> None:
    assert counted(sequel) is expected


@pytest.mark.parametrize(
    ("reason", "outcome", "sequel"),
    [
        ("completed", "nfa_as_planned", "nfa_as_planned"),
        ("completed", "nfa_as_planned", "lts_community"),
        ("completed", "progress_support", "lts_community"),
        ("completed", "continuation", "st_low_level"),
        ("completed", "progress_assessment", "not_known"),
        ("completed", "nfa_advice", "nfa_advice"),
        ("died", "nfa_deceased", "nfa_deceased"),
        ("admitted", "admitted_hospital", "admitted_hospital"),
        ("declined", "nfa_declined", "nfa_declined"),
        ("declined", "nfa_declined", "lts_residential"),
        ("not_reached", "nfa_other_reason", "nfa_other_reason"),
        ("opened_in_error", "", ""),
    ],
)
def test_what_goes_together_is_taken(reason: str, outcome: str, sequel: str) -> None:
    check_outcome(reason, outcome, sequel)


@pytest.mark.parametrize(
    ("reason", "outcome", "sequel", "said"),
    [
        ("completed", "", "", "choose one that goes with"),
        ("completed", "nfa_as_planned", "", "What comes after"),
        ("completed", "", "nfa_as_planned", "Outcome: choose"),
        ("completed", "nfa_deceased", "nfa_deceased", "What comes after"),
        ("completed", "admitted_hospital", "lts_community", "Outcome: choose"),
        ("completed", "not_mapped", "lts_community", "Outcome: choose"),
        ("completed", "nfa_other", "nfa_advice", "different things"),
        ("completed", "progress_support", "nfa_advice", "different things"),
        ("completed", "nfa_advice", "not_known", "not unknown"),
        ("died", "nfa_as_planned", "nfa_as_planned", "What comes after"),
        ("died", "nfa_as_planned", "nfa_deceased", "Outcome: choose"),
        ("admitted", "admitted_hospital", "lts_nursing", "What comes after"),
        ("declined", "nfa_other", "nfa_declined", "Outcome: choose"),
        ("not_reached", "nfa_declined", "nfa_other", "Outcome: choose"),
        ("opened_in_error", "nfa_other", "", "no outcome"),
        ("completed", "nfa_other", "unheard_of", "What comes after"),
    ],
)
def test_what_does_not_go_together_is_refused(reason: str, outcome: str, sequel: str, said: str) -> None:
    with pytest.raises(OutcomeDoesNotFit, match=said):
        check_outcome(reason, outcome, sequel)


def test_the_outcome_that_follows_from_a_sequel_always_goes_with_it() -> None:
    for reason in Reason:
        for sequel in asks_for(reason).sequels:
            check_outcome(reason, outcome_that_follows(reason, sequel), sequel)


@pytest.mark.parametrize(
    ("given", "best"),
    [
        (["nfa_other", "nfa_as_planned"], "nfa_as_planned"),
        (["nfa_as_planned", "admitted_hospital"], "admitted_hospital"),
        (["nfa_other", "no such"], "nfa_other"),
        ([], ""),
    ],
)
def test_where_outcomes_compete_the_national_order_decides(given: list[str], best: str) -> None:
    assert best_outcome(given) == best


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("completed", {"day": False, "plan": True, "follow_up": True, "person": True}),
        ("admitted", {"day": True, "plan": False, "follow_up": True, "person": True}),
        ("died", {"day": True, "plan": False, "follow_up": False, "person": False}),
        ("declined", {"day": False, "plan": False, "follow_up": True, "person": True}),
        ("not_reached", {"day": False, "plan": False, "follow_up": True, "person": True}),
        ("opened_in_error", {"day": False, "plan": False, "follow_up": False, "person": False}),
    ],
)
def test_what_is_asked_depends_on_why_help_ends(reason: str, expected: dict[str, Any]) -> None:
    asked = asks_for(reason)
    assert {
        "day": bool(asked.day),
        "plan": asked.transition_plan,
        "follow_up": asked.follow_up,
        "person": asked.summary_for_person,
    } == expected


def test_a_follow_up_is_twelve_weeks_on_unless_the_model_says_otherwise() -> None:
    assert FOLLOW_UP_DAYS == 84
    assert follow_up_due_on(date(2026, 3, 4), None) == date(2026, 5, 27)
    assert follow_up_due_on(date(2026, 3, 4), 84) == date(2026, 5, 27)
    assert follow_up_due_on(date(2026, 3, 4), 91) == date(2026, 6, 3)


@pytest.mark.parametrize(("today", "early"), [(19, True), (20, False), (27, False), (28, False)])
def test_a_follow_up_is_early_until_a_week_before_its_day(today: int, early: bool) -> None:
    assert is_early(date(2026, 5, 27), date(2026, 5, today)) is early


@pytest.mark.parametrize(("rated_on", "rated"), [(None, False), (24, False), (25, True), (4 + 27, True)])
def test_a_goal_is_rated_at_the_end_within_its_last_week(rated_on: int | None, rated: bool) -> None:
    last_day = date(2026, 4, 1)
    assert is_rated_at_the_end(date(2026, 3, rated_on) if rated_on else None, last_day) is rated
