"""Somebody assessed: frailty twice, a whole-person assessment done, falls going on, and one from the hospital."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from homeward.episodes.actions.accepting import accept_assessment
from homeward.episodes.actions.assessing import answer, begin_assessment, complete_assessment
from homeward.episodes.actions.offering import answer_offer, make_offer
from homeward.episodes.models.assessing import Assessment
from homeward.episodes.models.episode import Episode
from homeward.episodes.schema.tools import Value
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, received


@dataclass(frozen=True)
class Assessed:
    """The assessments by what they show."""

    frailty: Assessment
    holistic: Assessment
    falls_done: Assessment
    falls_open: Assessment
    accepted: Assessment


def assessed(episode: Episode, *, by: Member, now: datetime) -> Assessed:
    """Write a little of everything there is about assessing; all of it within the last hour before `now`."""

    def done(tool: str, at: datetime, answers: dict[str, Value]) -> Assessment:
        one = begin_assessment(episode=episode, tool=tool, by=by, now=at)
        for item, value in answers.items():
            answer(assessment=one, item=item, value=value, opened=None, by=by, now=at)
        return complete_assessment(assessment=one, by=by, now=at)

    def ago(minutes: int) -> datetime:
        return now - timedelta(minutes=minutes)

    done("cfs", ago(50), {"level": "5"})
    frailty = done("cfs", ago(20), {"level": "6"})
    told = {
        "walking_aid": "A frame, too low for her.",
        "eyesight": "poorly",
        "unsteady": True,
        "what_matters": "My cat.",
    }
    holistic = done("holistic", ago(40), told)
    falls_done = done("falls", ago(30), {"fell_past_year": True, "falls_count": 1})
    offer = make_offer(episode=episode, kind="eyesight", by=by, now=ago(29))
    answer_offer(offer=offer, answer="accepted", by=by, now=ago(28))
    falls_open = begin_assessment(episode=episode, tool="falls", by=by, now=ago(10))
    accepted = accept_assessment(
        episode=episode, tool="barthel", answers={"total": 13}, from_organisation="Riverside General",
        assessor="Ward physiotherapist", assessed_on=london_date(now), by=by, now=ago(5),
    )  # fmt: skip
    return Assessed(frailty, holistic, falls_done, falls_open, accepted)


WHOLE = {
    "bowels": "2", "bladder": "2", "grooming": "1", "toilet": "1", "feeding": "2", "transfer": "2", "mobility": "3",
    "dressing": "1", "stairs": "1", "bathing": "0",
}  # fmt: skip
"""Answers to the Barthel index that add up to 15."""


def opened(borough: Borough, **details: Any) -> Episode:
    """An episode of somebody referred just now; the same person unless details say otherwise."""
    referral = accept(
        referral=received(borough, details=details), pathway="rapid_response", by=borough.coordinator, now=NOW
    )
    assert referral.episode is not None
    return referral.episode


def begun(episode: Episode, borough: Borough, tool: str = "holistic") -> Assessment:
    """An assessment the nurse has just begun."""
    return begin_assessment(episode=episode, tool=tool, by=borough.nurse, now=NOW)


def barthel(episode: Episode, borough: Borough, now: Any = NOW, **changes: str) -> Assessment:
    """A complete Barthel index of 15, unless answers are changed."""
    one = begin_assessment(episode=episode, tool="barthel", by=borough.nurse, now=now)
    for item, value in {**WHOLE, **changes}.items():
        answer(assessment=one, item=item, value=value, opened=None, by=borough.nurse, now=now)
    return complete_assessment(assessment=one, by=borough.nurse, now=now)


def taken_over(episode: Episode, borough: Borough, **changes: Any) -> Assessment:
    """The hospital's Barthel index of 13, accepted."""
    fields: dict[str, Any] = {
        "tool": "barthel",
        "answers": {"total": 13},
        "from_organisation": "Riverside General",
        "assessor": "Ward physiotherapist",
        "assessed_on": date(2026, 3, 3),
        "by": borough.nurse,
        "now": NOW,
    }
    return accept_assessment(episode=episode, **fields | changes)
