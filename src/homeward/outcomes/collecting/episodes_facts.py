"""The table `episodes`: each spell of help whole, from its opening to what was arranged after it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from homeward.episodes.history.afterwards import (
    Asked,
    InHospital,
    Left,
    came_from_of,
    deaths_of,
    follow_ups_of,
    in_hospital_of,
    left_of,
    onward_of,
)
from homeward.episodes.history.assessments import Assessed, assessed_of
from homeward.episodes.history.contacts import Contact, contacts_of
from homeward.episodes.history.goals import GoalSet, goals_of
from homeward.episodes.history.planned import shapes_of
from homeward.episodes.history.spells import spells
from homeward.episodes.rules.leaving import Reason as EndReason
from homeward.episodes.rules.taper import Shape
from homeward.episodes.rules.visits import reaches_somebody
from homeward.kit.london import london_date
from homeward.outcomes.collecting.contacts_facts import cost_of
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of
from homeward.outcomes.rules.admissions import Stay, Watched, admitted_within, instead_of_hospital
from homeward.outcomes.rules.goals import attainment
from homeward.outcomes.rules.helping import days_between, planned_hours, told_again
from homeward.outcomes.rules.leaving import DIED, NOT_REACHED, hours_after

BARTHEL, FRAILTY = "barthel", "cfs"
"""Codes of the tools whose first and last scores are facts of the episode."""
_NOTHING_LEFT = Left(0, "", "", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What happened in one episode, and after it."""

    contacts: list[Contact] = field(default_factory=list)
    assessed: list[Assessed] = field(default_factory=list)
    goals: list[GoalSet] = field(default_factory=list)
    planned: list[Shape] = field(default_factory=list)
    left: Left = _NOTHING_LEFT
    follow_ups: list[Asked] = field(default_factory=list)
    onward: list[tuple[str, float]] = field(default_factory=list)
    came_from: list[str] = field(default_factory=list)
    in_hospital: list[InHospital] = field(default_factory=list)
    died_on: date | None = None


def rows(context: Context) -> Iterator[Row]:
    """A row for every episode, in the order opened. One query, and twenty more for each chunk of them."""
    for chunk in in_chunks(spells()):
        ids = [one.episode_id for one in chunk]
        known, care = known_of(context, ids), care_of({one.episode_id: one.person_id for one in chunk})
        for pk in ids:
            yield row_of(known[pk], care[pk])


def care_of(person_of: dict[int, int]) -> dict[int, Care]:
    """What happened in these episodes, each given with its person. Twelve queries."""
    ids: Collection[int] = list(person_of)
    people = set(person_of.values())
    contacts, assessed, goals, planned = contacts_of(ids), assessed_of(ids), goals_of(ids), shapes_of(ids)
    left, follow_ups, onward, came_from = left_of(ids), follow_ups_of(ids), onward_of(ids), came_from_of(ids)
    in_hospital, deaths = in_hospital_of(people), deaths_of(people)
    return {
        pk: Care(
            contacts=contacts.get(pk, []),
            assessed=assessed.get(pk, []),
            goals=goals.get(pk, []),
            planned=planned.get(pk, []),
            left=left.get(pk, _NOTHING_LEFT),
            follow_ups=follow_ups.get(pk, []),
            onward=onward.get(pk, []),
            came_from=came_from.get(pk, []),
            in_hospital=in_hospital.get(person, []),
            died_on=deaths.get(person),
        )
        for pk, person in person_of.items()
    }


def row_of(known: Known, care: Care) -> Row:
    """One episode, at its end or as it stands now. Its groups are those it was opened with: pathway, team and age."""
    spell = known.spell
    return {
        **known.groups(spell.opened_at),
        **at_moment("opened", spell.opened_at),
        **at_moment("began", spell.first_contact_at),
        **at_moment("ended", spell.ended_at),
        "episode_id": str(spell.episode_id),
        "person_id": str(spell.person_id),
        "end_reason": spell.end_reason,
        "days": days_between(spell.first_contact_at, spell.ended_at),
        "stages": len(known.stages),
        "hand_offs": len(known.hand_offs),
        "told_again": told_again([one.told_again for one in known.hand_offs]),
        "contacts": sum(reaches_somebody(one.kind) for one in care.contacts),
        "cost_pence": _cost(known, care),
        **_assessed(care),
        **_hours(known, care),
        **_goals(care),
        **_admitted(known, care),
    }


def _cost(known: Known, care: Care) -> int | None:
    """What the contacts cost that have a cost; None when none has."""
    costs = [cost for one in care.contacts if (cost := cost_of(known, one)) is not None]
    return sum(costs) if costs else None


def _assessed(care: Care) -> Row:
    barthel, frailty = ([one.score for one in care.assessed if one.tool == tool and one.score is not None]
                        for tool in (BARTHEL, FRAILTY))  # fmt: skip
    return {
        "assessments": len(care.assessed),
        "repeat_assessments": sum(one.repeat for one in care.assessed),
        "barthel_first": barthel[0] if barthel else None,
        "barthel_last": barthel[-1] if len(barthel) > 1 else None,
        "frailty_first": frailty[0] if frailty else None,
        "frailty_last": frailty[-1] if len(frailty) > 1 else None,
    }


def _hours(known: Known, care: Care) -> Row:
    ended_at = known.spell.ended_at
    hours = planned_hours(care.planned, ended_at=ended_at, now=known.context.now)
    after = hours_after(care.onward, outcome=care.left.outcome, sequel=care.left.sequel) if ended_at else None
    return {
        "hours_at_start": hours.start,
        "hours_now": hours.now,
        "hours_at_end": hours.end,
        "hours_after": after,
    }


def _goals(care: Care) -> Row:
    scores = attainment([(one.baseline, one.level) for one in care.goals])
    return {"goals": len(care.goals), "attainment_first": scores.first, "attainment_last": scores.last}


def _admitted(known: Known, care: Care) -> Row:
    spell, watched = known.spell, _watched(known, care)
    seven, thirty = (
        admitted_within(days, first_contact_at=spell.first_contact_at, known=watched, today=_today(known))
        for days in (7, 30)
    )
    return {
        "instead_of_hospital": instead_of_hospital(known.origin.source, care.came_from),
        "admitted_within_7": seven,
        "admitted_within_30": thirty,
    }


def _watched(known: Known, care: Care) -> Watched:
    """What is known of hospital since the first contact. A day nobody noted is that on which help ended."""
    reason = known.spell.end_reason
    ended_on = london_date(known.spell.ended_at) if known.spell.ended_at else None
    told = [
        london_date(one.done_at)
        for one in care.follow_ups
        if one.done_at and one.been_in_hospital is False and one.living_at not in (NOT_REACHED, DIED)
    ]
    return Watched(
        stays=[Stay(one.admitted_on, one.left_at) for one in care.in_hospital],
        admitted_on=(care.left.happened_on or ended_on) if reason == EndReason.ADMITTED else None,
        helped_until=ended_on,
        died_on=care.died_on or (ended_on if reason == EndReason.DIED else None),
        not_back_until=max(told, default=None),
    )


def _today(known: Known) -> date:
    return london_date(known.context.now)
