"""What followed: each of the six steps, at both its edges."""

from datetime import date
from itertools import pairwise

import pytest

from homeward.episodes.rules.leaving import DENOMINATOR, NUMERATOR, SERVICES_IN_ORDER
from homeward.outcomes.ascof.events import Event, EventType
from homeward.outcomes.ascof.names import UNABLE_TO_CLASSIFY, sequel_names
from homeward.outcomes.ascof.sequel import STEP_NAMES, Step
from homeward.outcomes.ascof.two_a import LeftOut, measured
from tests.outcomes.ascof.events import START, after, counted, only, reablement, review, service

LITTLE = reablement(outcome="continuation")
"""Support whose own outcome says too little."""


def said(*events: Event, died_on: date | None = None) -> tuple[str, str]:
    found = only(*events, died_on=died_on)
    return str(found.step), found.sequel


@pytest.mark.parametrize(
    ("days", "step"), [(-40, "1"), (-1, "1"), (0, "1"), (6, "1"), (7, "1"), (8, "4a"), (100, "4a")]
)
def test_a_death_up_to_a_week_after_the_end_comes_before_everything(days: int, step: str) -> None:
    assert said(reablement(), died_on=after(days))[0] == step


def test_a_death_comes_before_an_admission_and_before_a_service() -> None:
    events = (reablement(outcome="admitted_hospital"), service(after(1), None, "lts_nursing"))
    assert said(*events, died_on=after(7)) == ("1", "nfa_deceased")
    assert said(*events, died_on=after(8)) == ("2", "admitted_hospital")


@pytest.mark.parametrize(
    ("start", "end", "follows"),
    [
        (-41, 100, False),
        (-40, 100, True),
        (-1, 1, True),
        (-1, 0, False),
        (0, None, True),
        (0, 0, False),
        (1, 1, True),
        (7, 7, True),
        (7, None, True),
        (8, None, False),
    ],
)
def test_a_service_follows_that_begins_within_the_support_or_a_week_after_it_and_outlasts_it(
    start: int, end: int | None, follows: bool
) -> None:
    found = said(reablement(), service(after(start), None if end is None else after(end), "st_low_level"))
    assert found == (("3", "st_low_level") if follows else ("4a", "nfa_as_planned"))


def test_of_two_services_the_one_that_ranks_first_is_taken_whichever_began_first() -> None:
    order = [code for code in SERVICES_IN_ORDER if code != "st_max"]
    for better, worse in pairwise(order):
        assert said(reablement(), service(after(1), None, worse), service(after(7), None, better)) == ("3", better)


def test_a_service_for_a_carer_follows_nobodys_reablement() -> None:
    assert only(LITTLE, service(after(1), None, "carer_shared")).step == Step.UNABLE_TO_CLASSIFY


@pytest.mark.parametrize(
    ("code", "component", "sequel"),
    [
        ("st_other", "Short term residential care", "st_care_home"),
        ("st_other", "SHORT  term nursing care", "st_care_home"),
        ("st_other", "Other short term support", "st_other"),
        ("st_other", "", "st_other"),
        ("st_low_level", "Short term residential care", "st_low_level"),
    ],
)
def test_other_short_term_support_in_a_care_home_is_counted_apart(code: str, component: str, sequel: str) -> None:
    assert said(reablement(), service(after(1), None, code, component)) == ("3", sequel)


def test_a_short_stay_in_a_care_home_is_taken_before_other_short_term_support_and_after_low_level_support() -> None:
    other, home = service(after(1), None, "st_other"), service(after(2), None, "st_other", "Short term nursing care")
    assert said(reablement(), other, home) == ("3", "st_care_home")
    assert said(reablement(), other, home, service(after(3), None, "st_low_level")) == ("3", "st_low_level")


def test_an_earlier_or_later_spell_of_reablement_is_no_sequel() -> None:
    found = counted(reablement(), reablement(after(8), after(30)))
    assert [one.sequel for one in found] == ["nfa_as_planned", "nfa_as_planned"]


@pytest.mark.parametrize(
    ("own", "later", "expected"),
    [
        ("continuation", "nfa_advice", ("4b", "nfa_advice")),
        ("nfa_other", "nfa_advice", ("4b", "nfa_advice")),
        ("nfa_advice", "nfa_other", ("4a", "nfa_advice")),
        ("nfa_other", "nfa_other", ("4a", "nfa_other")),
        ("nfa_as_planned", "admitted_hospital", ("4b", "admitted_hospital")),
        ("nfa_other", "progress_assessment", ("4a", "nfa_other")),
        ("invalid", "progress_assessment", ("6", "invalid")),
        ("continuation", "nfa_as_planned", ("6", "continuation")),
        ("nfa_other", "nfa_as_planned", ("6", "nfa_other")),
    ],
)
def test_outcomes_of_later_events_compete_with_the_supports_own(
    own: str, later: str, expected: tuple[str, str]
) -> None:
    for kind in (EventType.REQUEST, EventType.ASSESSMENT, EventType.REVIEW):
        assert said(reablement(outcome=own), review(after(2), after(9), later, kind)) == expected


def test_own_outcome_counts_again_when_a_second_event_follows_that_says_something() -> None:
    passed_over, asked = review(after(2), after(3), "nfa_as_planned"), review(after(2), after(3), "progress_assessment")
    assert said(reablement(outcome="nfa_other"), passed_over, asked) == ("4a", "nfa_other")


def test_own_outcome_that_was_passed_over_is_still_counted_by_the_same_lists() -> None:
    found = only(reablement(), review(after(2), after(3), "nfa_as_planned"))
    assert (found.step, found.in_numerator, found.unable_to_classify) == ("6", True, False)


@pytest.mark.parametrize(("start", "step"), [(7, "4b"), (8, "6")])
def test_an_event_more_than_a_week_later_says_nothing_of_the_support(start: int, step: str) -> None:
    assert said(LITTLE, review(after(start), after(30), "nfa_advice"))[0] == step


@pytest.mark.parametrize(("before", "step"), [(0, "4c"), (13, "4c"), (14, "6")])
def test_a_review_in_the_last_14_days_says_what_came_of_the_support(before: int, step: str) -> None:
    for kind, expected in ((EventType.REVIEW, step), (EventType.ASSESSMENT, step), (EventType.REQUEST, "6")):
        assert said(LITTLE, review(after(-20), after(-before), "nfa_as_planned", kind))[0] == expected


def test_a_review_that_began_before_the_support_or_ended_on_its_first_day_led_to_it_and_says_nothing_of_it() -> None:
    short = reablement(START, after(5, START), "continuation")
    assert said(short, review(after(-1, START), after(4, START), "nfa_advice"))[0] == "6"
    assert said(short, review(START, START, "nfa_advice"))[0] == "6"
    assert said(short, review(START, after(1, START), "nfa_advice")) == ("4c", "nfa_advice")


def test_of_several_reviews_the_one_that_ended_last_speaks_and_of_a_days_reviews_the_first_by_rank() -> None:
    earlier, last = review(after(-5), after(-3), "nfa_moved"), review(after(-5), after(-2), "nfa_other")
    assert said(LITTLE, earlier, last) == ("4c", "nfa_other")
    assert said(LITTLE, last, review(after(-5), after(-2), "nfa_none_offered")) == ("4c", "nfa_none_offered")


def test_a_reviews_outcome_competes_by_rank_with_the_supports_own() -> None:
    nested = review(after(-5), after(-2), "nfa_advice")
    assert said(reablement(outcome="nfa_as_planned"), nested) == ("4c", "nfa_advice")
    assert said(reablement(outcome="nfa_nhs"), nested) == ("4a", "nfa_nhs")


@pytest.mark.parametrize(("start", "end", "step"), [(0, 0, "6"), (0, 1, "5"), (1, 1, "5"), (40, 40, "5"), (-1, 5, "6")])
def test_equipment_during_the_support_is_low_level_support(start: int, end: int, step: str) -> None:
    assert said(LITTLE, service(after(start, START), after(end, START), "st_low_level", "Equipment"))[0] == step


def test_equipment_counts_whatever_type_of_service_it_was_sent_as_but_not_as_part_of_the_reablement() -> None:
    assert said(LITTLE, service(after(3, START), after(3, START), "lts_community", "equipment")) == (
        "5",
        "st_low_level",
    )
    part = service(after(3, START), after(3, START), "st_max", "Equipment", "nfa_other")
    assert said(LITTLE, part) == ("6", "continuation")


def test_an_outcome_that_says_something_comes_before_equipment() -> None:
    given = service(after(3, START), after(3, START), "st_low_level", "Equipment")
    assert said(reablement(outcome="nfa_declined"), given) == ("4a", "nfa_declined")


@pytest.mark.parametrize("outcome", sorted(UNABLE_TO_CLASSIFY))
def test_what_says_too_little_cannot_be_classified_and_is_counted_nowhere(outcome: str) -> None:
    found = only(reablement(outcome=outcome))
    assert (found.step, found.unable_to_classify, found.left_out) == ("6", True, LeftOut.UNABLE_TO_CLASSIFY)
    assert (found.in_denominator, found.in_numerator) == (False, False)


@pytest.mark.parametrize("outcome", ["nfa_nhs", "nfa_self_funded", "nfa_declined", "admitted_hospital", "nfa_deceased"])
def test_sequels_that_are_known_and_in_neither_list_are_left_out_with_that_reason(outcome: str) -> None:
    found = only(reablement(outcome=outcome))
    assert (found.left_out, found.in_denominator, found.unable_to_classify) == (LeftOut.NOT_COUNTED, False, False)


def test_every_sequel_is_in_one_of_the_lists_the_measure_has() -> None:
    neither = {"nfa_nhs", "nfa_self_funded", "nfa_declined", "admitted_hospital", "nfa_deceased", "st_max", "not_known"}
    assert NUMERATOR <= DENOMINATOR
    assert DENOMINATOR | UNABLE_TO_CLASSIFY | neither == set(sequel_names())
    assert not (DENOMINATOR & UNABLE_TO_CLASSIFY) | (DENOMINATOR & neither)


def test_every_step_has_a_name() -> None:
    assert set(STEP_NAMES) == set(Step)


def test_the_figure_is_split_by_age_rounded_half_up_and_nothing_without_a_denominator() -> None:
    def person(number: int, outcome: str) -> Event:
        return reablement(person=str(number), outcome=outcome)

    rows = [person(one, "nfa_other") for one in range(5)] + [service(after(1), None, "lts_community", person="0")]
    rows += [person(9, "continuation")]
    clusters = counted(*rows, born_on=date(1940, 1, 1))
    found = measured(clusters)
    assert (found["65_over"].numerator, found["65_over"].denominator, found["65_over"].value) == (4, 5, 80.0)
    assert found["total"] == found["65_over"]
    assert found["18_64"].value is None
