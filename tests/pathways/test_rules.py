"""Criteria and what they are judged by."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.pathways.queries import service_model_on
from homeward.pathways.reading import agreed_versions
from homeward.pathways.rules import Outcome, fit, judge
from homeward.pathways.schema import Answer, Criterion

MET, NOT_MET, NOT_KNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_KNOWN


def criterion(**test: Any) -> Criterion:
    return Criterion(text="Something holds", question="something", **test)


YES = criterion(equals=True)
NO = criterion(equals=False)
ADULT = criterion(at_least=18)
HOME = criterion(one_of=["own_home", "care_home"])


@pytest.mark.parametrize(
    ("asked", "answer", "outcome"),
    [
        (YES, True, MET),
        (YES, False, NOT_MET),
        (NO, False, MET),
        (NO, True, NOT_MET),
        (YES, None, NOT_KNOWN),
        (NO, None, NOT_KNOWN),
        (NO, 0, NOT_KNOWN),
        (YES, "yes", NOT_KNOWN),
        (ADULT, 17, NOT_MET),
        (ADULT, 18, MET),
        (ADULT, 19, MET),
        (ADULT, -1, NOT_MET),
        (ADULT, 0, NOT_MET),
        (ADULT, None, NOT_KNOWN),
        (ADULT, "eighteen", NOT_KNOWN),
        (ADULT, True, NOT_KNOWN),
        (HOME, "own_home", MET),
        (HOME, "care_home", MET),
        (HOME, "elsewhere", NOT_MET),
        (HOME, "", NOT_KNOWN),
        (HOME, None, NOT_KNOWN),
        (HOME, False, NOT_KNOWN),
    ],
)
def test_a_criterion_is_met_or_not_or_not_known(asked: Criterion, answer: Answer | None, outcome: Outcome) -> None:
    assert judge(asked, {"something": answer}) is outcome


@pytest.mark.parametrize("asked", [YES, NO, ADULT, HOME])
def test_a_question_nobody_asked_is_not_known(asked: Criterion) -> None:
    assert judge(asked, {"something_else": True}) is NOT_KNOWN


@pytest.mark.parametrize(
    ("answers", "outcome", "to_ask"),
    [
        ({}, NOT_KNOWN, ("age", "social_work_needed")),
        ({"age": 17}, NOT_MET, ("social_work_needed",)),
        ({"age": 17, "social_work_needed": True}, NOT_MET, ()),
        ({"age": 80}, NOT_KNOWN, ("social_work_needed",)),
        ({"age": 80, "social_work_needed": False}, NOT_MET, ()),
        ({"age": 80, "social_work_needed": True}, MET, ()),
    ],
)
def test_a_pathway_fits_when_every_criterion_is_met(
    answers: dict[str, Answer], outcome: Outcome, to_ask: tuple[str, ...]
) -> None:
    found = fit(agreed_versions()[0].pathway("urgent_social_work"), answers)
    assert (found.outcome, found.to_ask) == (outcome, to_ask)


MODEL = agreed_versions()[0]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 110) | st.none(),
        "need": st.sampled_from([need.code for need in MODEL.needs]) | st.none(),
        **{
            q.code: (st.sampled_from([c.code for c in q.choices]) if q.kind == "choice" else st.booleans()) | st.none()
            for q in MODEL.questions
        },
    },
)
ANYTHING = st.none() | st.booleans() | st.integers() | st.text()


@given(ANSWERS, ANSWERS)
def test_learning_more_never_makes_what_was_known_unknown(first: dict[str, Any], more: dict[str, Any]) -> None:
    """What was met or not met stays so as long as its own answer is not taken back or changed."""
    later = {**more, **{code: answer for code, answer in first.items() if answer is not None}}
    for pathway in MODEL.pathways:
        for asked in pathway.criteria:
            before = judge(asked, first)
            if before is not NOT_KNOWN:
                assert judge(asked, later) is before
        if fit(pathway, first).outcome is not NOT_KNOWN:
            assert fit(pathway, later).outcome is fit(pathway, first).outcome


@given(ANSWERS)
def test_a_pathway_is_not_known_exactly_when_something_is_left_to_ask_and_nothing_speaks_against_it(
    answers: dict[str, Any],
) -> None:
    for pathway in MODEL.pathways:
        found = fit(pathway, answers)
        against = any(finding.outcome is NOT_MET for finding in found.findings)
        assert (found.outcome is NOT_MET) is against
        assert (found.outcome is NOT_KNOWN) is (bool(found.to_ask) and not against)
        assert len(found.findings) == len(pathway.criteria)


@given(st.dictionaries(st.sampled_from([q.code for q in MODEL.questions] + ["age", "need"]), ANYTHING))
def test_whatever_was_written_as_an_answer_can_be_judged(answers: dict[str, Any]) -> None:
    for pathway in MODEL.pathways:
        assert fit(pathway, answers).outcome in Outcome


def test_the_model_in_force_is_the_one_the_tests_are_about() -> None:
    assert service_model_on(MODEL.agreement.in_force_from) is MODEL
