"""Codes of this record and national texts: every one has the other, and they are those that were published."""

from datetime import date

import pytest

from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.leaving import DENOMINATOR, NUMERATOR, OUTCOMES_IN_ORDER, SAYS_LITTLE, SERVICES_IN_ORDER
from homeward.outcomes.ascof.names import (
    INVALID,
    INVALID_NAME,
    components,
    outcome_code,
    outcome_names,
    plain,
    rank,
    sequel_names,
    service_code,
    service_names,
)
from homeward.outcomes.ascof.own import events_of_help
from homeward.outcomes.ascof.two_a import clusters_of
from tests.support.published import published


def test_every_code_of_the_records_lists_has_a_national_name() -> None:
    codes = {one.code for name in ("event_outcome", "support_sequel") for one in code_list(name).values}
    assert codes <= sequel_names().keys()
    assert all(sequel_names().values())


@pytest.mark.parametrize("code", list(OUTCOMES_IN_ORDER))
def test_an_outcome_finds_its_code_again_however_it_is_spaced(code: str) -> None:
    text = outcome_names()[code]
    assert outcome_code(text) == outcome_code(f"  {text.upper()} ") == code


@pytest.mark.parametrize("code", sorted(service_names()))
def test_a_service_finds_its_code_again(code: str) -> None:
    assert service_code(service_names()[code].replace(": ", ":  ").lower()) == code


@pytest.mark.parametrize("text", [None, "", "  ", "Went home", INVALID_NAME])
def test_an_outcome_nobody_knows_is_invalid(text: str | None) -> None:
    assert outcome_code(text) == INVALID
    assert service_code(text) == ""


def test_the_lists_are_those_that_were_published() -> None:
    values = published("cld/cld_values.json")["values"]
    assert [outcome_names()[code] for code in OUTCOMES_IN_ORDER] == values["Event_Outcome_in_hierarchy_order"]
    assert set(service_names().values()) == set(values["Service_Type"])
    assert components() == {plain(one) for one in values["Service_Component"]}


def test_the_rules_lists_are_those_that_were_published() -> None:
    rules = published("cld/ascof_2a_oracle_cases.json")["rules"]
    names = sequel_names()
    assert {names[code] for code in NUMERATOR} == set(rules["numerator"])
    assert {names[code] for code in DENOMINATOR} == set(rules["denominator"])
    assert {names[code] for code in SAYS_LITTLE} | {INVALID_NAME} == set(rules["unusable_outcomes"])
    assert [names[code] for code in SERVICES_IN_ORDER] == rules["service_hierarchy"]
    assert [names[code] for code in OUTCOMES_IN_ORDER] == rules["outcome_hierarchy"]


def test_an_outcome_that_says_something_ranks_before_any_that_does_not() -> None:
    in_order = sorted([*OUTCOMES_IN_ORDER, INVALID], key=rank)
    telling = [code for code in OUTCOMES_IN_ORDER if code not in SAYS_LITTLE]
    assert in_order == [*telling, *(code for code in OUTCOMES_IN_ORDER if code in SAYS_LITTLE), INVALID]


@pytest.mark.parametrize("sequel", [one.code for one in code_list("support_sequel").values])
def test_help_of_this_record_is_counted_by_what_followed_it(sequel: str) -> None:
    """What a member wrote down as the sequel is what the national rules find, except where they could not know."""
    outcome = sequel if sequel in OUTCOMES_IN_ORDER else "progress_support"
    events = events_of_help(
        person="1", began_on=date(2025, 5, 1), ended_on=date(2025, 6, 10), outcome=outcome, sequel=sequel
    )
    (found,) = clusters_of(events, {}, long_term_known=False)
    expected = "progress_support" if sequel in ("st_max", "not_known") else sequel
    assert found.sequel == expected
    assert found.in_numerator is (expected in NUMERATOR)
    assert found.in_denominator is (expected in DENOMINATOR)


def test_help_that_goes_on_has_no_sequel_and_help_without_an_outcome_is_invalid() -> None:
    (spell,) = events_of_help(person="1", began_on=date(2025, 5, 1), ended_on=None, outcome="", sequel="lts_community")
    assert (spell.end, spell.outcome) == (None, INVALID)
