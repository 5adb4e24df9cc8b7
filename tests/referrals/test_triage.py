"""Triage weighs every pathway, suggests the first that fits, and says what to ask first."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.pathways.reading import agreed_versions
from homeward.pathways.rules import Outcome, fit
from homeward.pathways.schema import Answer
from homeward.referrals.rules.clocks import Clock
from homeward.referrals.rules.triage import known_answers, provisional_clock, weigh
from tests.support.borough import URGENT_FALL

MODEL = agreed_versions()[0]
ORDER = [pathway.code for pathway in MODEL.pathways]
FALL_AT_82 = {**URGENT_FALL, "need": "fall", "age": 82}


@pytest.mark.parametrize(
    ("answers", "suggested", "ask_first"),
    [
        (FALL_AT_82, "rapid_response", ()),
        (
            {},
            None,
            (
                "age",
                "lives_at",
                "help_within",
                "need",
                "emergency_care",
                "mental_health_crisis",
                "hospital_tests",
                "intoxicated",
                "now_at",
                "ready_to_leave",
                "can_regain",
                "social_work_needed",
            ),
        ),
        ({**FALL_AT_82, "intoxicated": None, "social_work_needed": True, "can_regain": False}, "urgent_social_work",
         ("intoxicated",)),
        ({**FALL_AT_82, "help_within": "two_days", "can_regain": True}, "reablement", ()),
        ({**FALL_AT_82, "age": 17, "social_work_needed": True, "can_regain": True}, None, ()),
        ({**FALL_AT_82, "age": None}, None, ("age", "can_regain", "social_work_needed")),
    ],
)  # fmt: skip
def test_the_first_pathway_that_fits_is_suggested_and_earlier_open_ones_are_asked_about(
    answers: dict[str, Answer | None], suggested: str | None, ask_first: tuple[str, ...]
) -> None:
    found = weigh(MODEL, answers)
    assert found.suggested == suggested
    expected = [code for code in ask_first if code in found.ask_first]
    assert sorted(found.ask_first) == sorted(ask_first)
    assert len(expected) == len(ask_first)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(10, 100) | st.none(),
        "need": st.sampled_from(["fall", "other"]) | st.none(),
        **{
            q.code: (st.sampled_from([c.code for c in q.choices]) if q.kind == "choice" else st.booleans()) | st.none()
            for q in MODEL.questions
        },
    },
)


@given(ANSWERS)
def test_what_is_suggested_fits_and_nothing_before_it_does(answers: dict[str, Any]) -> None:
    found = weigh(MODEL, answers)
    outcomes = [fit(pathway, answers).outcome for pathway in MODEL.pathways]
    fitting = [code for code, outcome in zip(ORDER, outcomes, strict=True) if outcome is Outcome.MET]
    assert found.suggested == (fitting[0] if fitting else None)
    assert [one.pathway.code for one in found.fits] == ORDER
    if found.suggested is not None:
        one = found.fit_of(found.suggested)
        assert one is not None
        assert one.outcome is Outcome.MET
    assert found.fit_of("no_such_pathway") is None


@given(ANSWERS)
def test_an_answer_to_what_is_not_asked_first_never_changes_the_suggestion_to_an_earlier_pathway(
    answers: dict[str, Any],
) -> None:
    """Whatever is still unknown beside `ask_first` cannot lead to a pathway before the one suggested."""
    found = weigh(MODEL, answers)
    limit = ORDER.index(found.suggested) if found.suggested else len(ORDER)
    for pathway in MODEL.pathways[:limit]:
        one = found.fit_of(pathway.code)
        assert one is not None
        if one.outcome is Outcome.NOT_KNOWN:
            assert set(one.to_ask) <= set(found.ask_first)
    assert all(answers.get(code) is None for code in found.ask_first)


@pytest.mark.parametrize(
    ("born_on", "need", "age", "known_need"),
    [
        (date(1940, 3, 5), "fall", 85, "fall"),
        (date(1940, 3, 4), "fall", 86, "fall"),
        (None, "", None, None),
        (date(2030, 1, 1), "fall", None, "fall"),
    ],
)
def test_age_and_need_are_worked_out_and_a_birthday_in_the_future_is_not_known(
    born_on: date | None, need: str, age: int | None, known_need: str | None
) -> None:
    known = known_answers(said={"lives_at": "own_home", "age": 3}, need=need, born_on=born_on, on=date(2026, 3, 4))
    assert known == {"lives_at": "own_home", "age": age, "need": known_need}


@pytest.mark.parametrize(
    ("help_within", "clock"),
    [
        ("two_hours", Clock.TWO_HOURS),
        ("two_days", Clock.TWO_DAYS),
        ("longer", Clock.OTHER),
        (None, Clock.TWO_HOURS),
        ("", Clock.TWO_HOURS),
        ("something else", Clock.TWO_HOURS),
        (True, Clock.TWO_HOURS),
    ],
)
def test_until_a_pathway_is_decided_the_shortest_clock_runs_where_nobody_said_how_soon(
    help_within: Answer | None, clock: Clock
) -> None:
    assert provisional_clock(help_within) is clock
