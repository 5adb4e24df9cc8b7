"""What followed people's stays in hospital: help, readmissions, deaths, and where they lived weeks later."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeward.episodes.history.afterwards import Left, follow_ups_of, left_of
from homeward.episodes.history.hospital import StayHeld, stays_of
from homeward.episodes.history.spells import spells_of
from homeward.episodes.rules.leaving import ADMITTED
from homeward.kit.london import london_date
from homeward.outcomes.ascof.events import About
from homeward.outcomes.ascof.stays import Stay
from homeward.outcomes.ascof.two_d import Discharge, linked_discharges
from homeward.outcomes.collecting.helps import Helped, Support, helped
from homeward.outcomes.rules.leaving import NOT_REACHED

EMERGENCY, DIED = "EM", "4"
"""Codes of the NHS Data Dictionary. Every stay counts as an emergency: the record does not say which were planned."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed, by the person's id; discharges by the stay's. `found_at`: asked on which day, living where."""

    discharges: Mapping[int, Discharge]
    support: Mapping[int, Sequence[Support]]
    found_at: Mapping[int, Sequence[tuple[date, str]]]
    died_on: Mapping[int, date]


def followed_after(people: Collection[int]) -> Followed:
    """What followed the stays of these people. Nine queries."""
    stays, helps = stays_of(people), helped(people)
    support = {pk: one.support for pk, one in helps.items()}
    episodes = {one.episode_id: pk for pk, of in support.items() for one in of}
    discharges = linked_discharges(
        [*_stays(stays), *_admissions(episodes, left_of(list(episodes)))],
        [event for one in helps.values() for event in one.events()],
        _about(stays, helps),
    )
    return Followed(
        discharges={int(one.stay.stay): one for one in discharges},
        support=support,
        found_at=_found_at(episodes),
        died_on={pk: one.about.died_on for pk, one in helps.items() if one.about.died_on},
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


def _admissions(episodes: Mapping[int, int], left: Mapping[int, Left]) -> Iterator[Stay]:
    """Stays of which only the beginning is known: help ended because the person went into hospital."""
    for one in left.values():
        if one.outcome == ADMITTED and one.happened_on:
            person = str(episodes[one.episode_id])
            yield Stay(person=person, admitted_on=one.happened_on, discharged_on=None, management=EMERGENCY)


def _about(stays: Mapping[int, Sequence[StayHeld]], helps: Mapping[int, Helped]) -> dict[str, About]:
    """What is known of each person, also of those who were in hospital and had no help yet."""
    spells = spells_of({one.episode_id for of in stays.values() for one in of})
    born_on = {str(one.person_id): About(one.born_on) for one in spells.values()}
    return born_on | {str(pk): one.about for pk, one in helps.items()}


def _found_at(episodes: Mapping[int, int]) -> dict[int, list[tuple[date, str]]]:
    """Where people were found to live, when somebody reached them after help."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for episode, asked in follow_ups_of(list(episodes)).items():
        for one in asked:
            if one.done_at and one.living_at and one.living_at != NOT_REACHED:
                found[episodes[episode]].append((london_date(one.done_at), one.living_at))
    return found
