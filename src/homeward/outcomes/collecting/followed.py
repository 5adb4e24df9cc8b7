"""What followed people's stays in hospital: help, readmissions, deaths, and where they lived weeks later."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeward.episodes.history.afterwards import Help, Left, deaths_of, follow_ups_of, help_of, left_of
from homeward.episodes.history.hospital import StayHeld, stays_of
from homeward.episodes.history.moves import StageHeld, stages_of
from homeward.episodes.history.spells import Spell, spells_of
from homeward.episodes.rules.leaving import ADMITTED
from homeward.kit.london import london_date
from homeward.outcomes.ascof.events import About, Event
from homeward.outcomes.ascof.own import events_of_help
from homeward.outcomes.ascof.stays import Stay
from homeward.outcomes.ascof.two_d import Discharge, linked_discharges
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.grouping import kind_of_care
from homeward.outcomes.rules.leaving import NOT_REACHED
from homeward.outcomes.rules.short_term import short_term_from

EMERGENCY, DIED = "EM", "4"
"""Codes of the NHS Data Dictionary. Every stay counts as an emergency: the record does not say which were planned."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed, by the person's id; discharges by the stay's. `found_at`: asked on which day, living where."""

    discharges: Mapping[int, Discharge]
    help: Mapping[int, Sequence[Help]]
    found_at: Mapping[int, Sequence[tuple[date, str]]]
    died_on: Mapping[int, date]


def followed_after(context: Context, people: Collection[int]) -> Followed:
    """What followed the stays of these people. Eight queries."""
    helped, stays, died_on = help_of(people), stays_of(people), deaths_of(people)
    episodes = {one.episode_id for one in helped} | {one.episode_id for of in stays.values() for one in of}
    left, stages, spells = left_of(episodes), stages_of(episodes), spells_of(episodes)
    by_person: dict[int, list[Help]] = defaultdict(list)
    for one in helped:
        by_person[one.person_id].append(one)
    discharges = linked_discharges(
        [*_stays(stays), *_admissions(helped, left)],
        [event for one in helped for event in _events(one, stages.get(one.episode_id, ()), left)],
        _about(spells, died_on),
    )
    return Followed(
        discharges={int(one.stay.stay): one for one in discharges},
        help=by_person,
        found_at=_found_at(spells),
        died_on=died_on,
    )


def _stays(stays: Mapping[int, Sequence[StayHeld]]) -> Iterator[Stay]:
    for person, theirs in stays.items():
        for one in theirs:
            yield Stay(
                person=str(person),
                stay=str(one.stay_id),
                admitted_on=one.admitted_on,
                discharged_on=london_date(one.left_at) if one.left_at else None,
                management=EMERGENCY,
                discharge_method=DIED if one.died_in_hospital else "",
            )


def _admissions(helped: Sequence[Help], left: Mapping[int, Left]) -> Iterator[Stay]:
    """Stays of which only the beginning is known: help ended because the person went into hospital."""
    for one in helped:
        ended = left.get(one.episode_id)
        if ended and ended.outcome == ADMITTED and ended.happened_on:
            person = str(one.person_id)
            yield Stay(person=person, admitted_on=ended.happened_on, discharged_on=None, management=EMERGENCY)


def _events(one: Help, stages: Sequence[StageHeld], left: Mapping[int, Left]) -> Iterator[Event]:
    kinds = [(kind_of_care(stage.pathway, stage.model_version), stage.began_at) for stage in stages]
    began_on = short_term_from(kinds, one.first_contact_at)
    if began_on is None:
        return
    ended = left.get(one.episode_id)
    yield from events_of_help(
        person=str(one.person_id),
        began_on=began_on,
        ended_on=london_date(one.ended_at) if one.ended_at else None,
        outcome=ended.outcome if ended else "",
        sequel=ended.sequel if ended else "",
    )


def _about(spells: Mapping[int, Spell], died_on: Mapping[int, date]) -> dict[str, About]:
    return {str(one.person_id): About(one.born_on, died_on.get(one.person_id)) for one in spells.values()}


def _found_at(spells: Mapping[int, Spell]) -> dict[int, list[tuple[date, str]]]:
    """Where people were found to live, when somebody reached them after help."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for episode, asked in follow_ups_of(list(spells)).items():
        for one in asked:
            if one.done_at and one.living_at and one.living_at != NOT_REACHED:
                found[spells[episode].person_id].append((london_date(one.done_at), one.living_at))
    return found
