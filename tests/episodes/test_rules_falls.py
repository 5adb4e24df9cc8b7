"""Whom a falls assessment is for, which offer the World Falls Guidelines lead to, and that nothing forecasts falls."""

import re

import pytest

from homeward.episodes.reading.tools import CARRIED, shelf
from homeward.episodes.rules.falls import SEVERE, THREE_QUESTIONS, WAY_WORDS, Found, Way, concerns, offer_for
from homeward.episodes.schema.tools import Value

STEADY: dict[str, Value | None] = {"fell_past_year": False, "unsteady": False, "worried_about_falling": False}
ONE_FALL: dict[str, Value | None] = {
    **STEADY,
    "fell_past_year": True,
    "falls_count": 1,
    **dict.fromkeys(SEVERE, False),
}


@pytest.mark.parametrize(
    ("age", "factor", "meant"),
    [
        (49, True, False), (50, True, True), (50, False, False), (50, None, None), (64, True, True), (64, False, False),
        (64, None, None), (65, False, True), (65, None, True), (99, False, True), (None, True, None), (0, True, False),
    ],
)  # fmt: skip
def test_a_falls_assessment_is_for_65_and_over_and_from_50_with_a_factor(
    age: int | None, factor: bool | None, meant: bool | None
) -> None:
    assert concerns(age, factor) is meant


def test_no_to_all_three_questions_leads_to_advice() -> None:
    assert offer_for(STEADY).way is Way.ADVISE


@pytest.mark.parametrize("code", THREE_QUESTIONS)
def test_a_question_not_yet_asked_is_named_before_anything_is_said(code: str) -> None:
    assert offer_for({**STEADY, code: None}) == Found(None, "", (code,))


@pytest.mark.parametrize("code", SEVERE)
def test_each_grave_sign_of_a_fall_leads_to_the_whole_assessment(code: str) -> None:
    assert offer_for({**ONE_FALL, code: True, "gait_speed": 1.2}).way is Way.ASSESS_AND_PLAN


@pytest.mark.parametrize(
    ("falls", "way"), [(0, Way.ADVISE), (1, Way.ADVISE), (2, Way.ASSESS_AND_PLAN), (3, Way.ASSESS_AND_PLAN)]
)
def test_two_falls_in_a_year_lead_to_the_whole_assessment(falls: int, way: Way) -> None:
    assert offer_for({**ONE_FALL, "falls_count": falls, "gait_speed": 1.0}).way is way


@pytest.mark.parametrize("code", [*SEVERE, "falls_count"])
def test_a_fall_is_not_called_slight_before_every_grave_sign_was_asked_about(code: str) -> None:
    assert offer_for({**ONE_FALL, code: None, "gait_speed": 1.0}) == Found(None, "", (code,))


@pytest.mark.parametrize(
    ("measured", "way"),
    [
        ({"gait_speed": 0.79}, Way.EXERCISE),
        ({"gait_speed": 0.8}, Way.EXERCISE),
        ({"gait_speed": 0.81}, Way.ADVISE),
        ({"timed_up_and_go": 15}, Way.ADVISE),
        ({"timed_up_and_go": 15.1}, Way.EXERCISE),
        ({"gait_speed": 0.81, "timed_up_and_go": 15.1}, Way.EXERCISE),
        ({"gait_speed": 0.8, "timed_up_and_go": 15}, Way.EXERCISE),
        ({"gait_speed": 0.0}, Way.EXERCISE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("begin", [ONE_FALL, {**STEADY, "unsteady": True}, {**STEADY, "worried_about_falling": True}])
def test_otherwise_walking_decides_at_both_edges(
    begin: dict[str, Value | None], measured: dict[str, Value | None], way: Way
) -> None:
    assert offer_for({**begin, **measured}).way is way


def test_somebody_unsteady_whose_walking_was_not_measured_is_measured_first() -> None:
    assert offer_for({**STEADY, "unsteady": True}).missing == ("gait_speed", "timed_up_and_go")
    assert offer_for({"unsteady": True}).missing == ("fell_past_year",)


def test_what_the_rules_ask_for_is_in_the_falls_assessment() -> None:
    falls = shelf().current()["falls"]
    for code in (*THREE_QUESTIONS, *SEVERE, "falls_count", "gait_speed", "timed_up_and_go", "makes_falls_likelier"):
        assert falls.item(code) is not None, code
    assert set(WAY_WORDS) == set(Way)


# ---------------------------------------------------------------- NICE NG249, recommendation 1.1.1

ROOM = CARRIED.parent
SHOWN = sorted(
    [*CARRIED.glob("*.toml"), *ROOM.glob("jinja2/**/*.html"), *ROOM.glob("rules/*.py"), *ROOM.glob("pages/*.py")]
)
ABOUT_FALLS = re.compile(
    r"falls?[\s_-]*risk|risks?[\s_-]*(?:of|for)[\s_-]*(?:a\s*)?fall|likel(?:y|ihood)\s+(?:to|of)\s+fall"
    r"|predict|forecasts? fall|\bfrat\b|\bstratify\b|\bmorse\b|\btinetti\b",
    re.IGNORECASE,
)
GROUPS = re.compile(
    r"(?:high|medium|low|intermediate|increased)[\s_-]*risk|risk[\s_-]*(?:score|level|category|band|group)",
    re.IGNORECASE,
)
OURS = re.compile(r"^(?:assess|falls|offer|scoring|\w+\.toml)")


def forecasts_in(text: str, name: str = "falls.html") -> list[str]:
    """Words that promise to say who will fall; "does not predict falls" and the model's own field name are let be."""
    text = re.sub(r"does\s+not\s+predict|falls\.stratify", "", text)
    return ABOUT_FALLS.findall(text) + (GROUPS.findall(text) if OURS.search(name) else [])


def test_nothing_that_people_see_or_that_decides_forecasts_falls() -> None:
    assert len(SHOWN) > 20
    found = {path.name: words for path in SHOWN if (words := forecasts_in(path.read_text(encoding="utf-8"), path.name))}
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "Falls risk: high",
        "fall_risk_score",
        "risk of falling",
        "Predicts falls",
        "At risk of falls",
        "low-risk",
        "Likelihood of falling",
    ],
)
def test_words_that_forecast_falls_would_be_found(text: str) -> None:
    assert forecasts_in(text)


def test_the_falls_assessment_has_no_score_and_timed_up_and_go_counts_for_nothing() -> None:
    falls = shelf().current()["falls"]
    assert (falls.scoring, falls.bands, falls.scored_items) == ("none", (), ())
