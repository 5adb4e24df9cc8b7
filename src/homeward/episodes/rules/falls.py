"""Whom a falls assessment is for, and which offer a published algorithm leads to. Nothing here says who will fall.

NICE NG249 (April 2025), recommendation 1.1.1: no tool is used to say who will. So what follows gives no number, and
a partnership that wants the World Falls Guidelines' way of choosing an offer turns it on in its service model.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from homeward.episodes.schema.tools import Value

FROM_AGE = 65
FROM_AGE_WITH_A_FACTOR = 50
SLOW_METRES_A_SECOND = 0.8
SLOW_SECONDS = 15
SEVERAL_FALLS = 2


class Way(StrEnum):
    """Which offer fits."""

    ASSESS_AND_PLAN = "assess_and_plan"
    EXERCISE = "exercise"
    ADVISE = "advise"


WAY_WORDS: dict[Way, str] = {
    Way.ASSESS_AND_PLAN: "The whole assessment, a plan made with them, and a look again after 30 to 90 days",
    Way.EXERCISE: "Exercise for strength and balance, physiotherapy where needed, advice, and a look again in a year",
    Way.ADVISE: "Advice, and exercise of their own choosing",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Which offer fits and why, or what must be asked first. `missing` are item codes of the falls assessment."""

    way: Way | None
    because: str
    missing: tuple[str, ...] = ()


THREE_QUESTIONS = ("fell_past_year", "unsteady", "worried_about_falling")
SEVERE = ("fall_injury", "known_frailty", "long_lie", "passed_out")
"""A fall with any of these, or more than one fall in the year, is looked into whole."""


def concerns(age: int | None, factor: bool | None) -> bool | None:
    """Is a falls assessment meant for them? From 65; from 50 with something that makes falls likelier. None: not known.

    Source: NICE NG249 (2025), who it is for.
    """
    if age is None:
        return None
    if age >= FROM_AGE:
        return True
    return False if age < FROM_AGE_WITH_A_FACTOR else factor


def offer_for(answers: Mapping[str, Value | None]) -> Found:
    """Which offer the World Falls Guidelines (2022, Age and Ageing 51: afac205) lead to, from the answers by item code.

    Three questions come first; a fall is then looked at for how grave it was; for all others walking decides. It helps
    to choose an offer. It does not predict falls.
    """
    if not any(answers.get(code) for code in THREE_QUESTIONS):
        unknown = _unknown(answers, THREE_QUESTIONS)
        if unknown:
            return Found(None, "", unknown)
        return Found(Way.ADVISE, "No fall in a year, steady, and not worried.")
    if answers.get("fell_past_year") is None:
        return Found(None, "", ("fell_past_year",))
    if answers["fell_past_year"]:
        grave = _graveness(answers)
        if grave is not None:
            return grave
    return _by_walking(answers)


def _graveness(answers: Mapping[str, Value | None]) -> Found | None:
    """What a fall leads to by how grave it was; None when it was not, and walking decides."""
    count = answers.get("falls_count")
    if isinstance(count, int | float) and count >= SEVERAL_FALLS:
        return Found(Way.ASSESS_AND_PLAN, "More than one fall in a year.")
    if any(answers.get(code) for code in SEVERE):
        return Found(
            Way.ASSESS_AND_PLAN, "A fall with an injury, frailty, a long time on the floor, or loss of consciousness."
        )
    unknown = _unknown(answers, ("falls_count", *SEVERE))
    return Found(None, "", unknown) if unknown else None


def _by_walking(answers: Mapping[str, Value | None]) -> Found:
    speed, seconds = answers.get("gait_speed"), answers.get("timed_up_and_go")
    if isinstance(speed, int | float) and speed <= SLOW_METRES_A_SECOND:
        return Found(Way.EXERCISE, "Walks at 0.8 metres a second or slower.")
    if isinstance(seconds, int | float) and seconds > SLOW_SECONDS:
        return Found(Way.EXERCISE, "Timed Up and Go took more than 15 seconds.")
    if speed is None and seconds is None:
        return Found(None, "", ("gait_speed", "timed_up_and_go"))
    return Found(Way.ADVISE, "Walking is quick enough.")


def _unknown(answers: Mapping[str, Value | None], codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if answers.get(code) is None)
