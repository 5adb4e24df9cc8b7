"""Where an episode is, what moves it, which stage may follow which, and how often it was handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeward.pathways.schema import Pathway, ServiceModel

WARD = "virtual_ward"
"""The model of care of an @home ward: a stage in it needs a virtual bed and a named senior clinician."""


class EpisodeState(StrEnum):
    """Where an episode is. Derived from its dates, never stored."""

    WAITING_FOR_FIRST_VISIT = "waiting_for_first_visit"
    BEING_HELPED = "being_helped"
    LEAVING_AGREED = "leaving_agreed"
    ENDED = "ended"


STATE_NAMES: dict[EpisodeState, str] = {
    EpisodeState.WAITING_FOR_FIRST_VISIT: "Waiting for first visit",
    EpisodeState.BEING_HELPED: "Being helped",
    EpisodeState.LEAVING_AGREED: "Leaving agreed",
    EpisodeState.ENDED: "Ended",
}


class Event(StrEnum):
    """Something that happens in an episode and may move it."""

    OPENED = "Referral accepted"
    FIRST_CONTACT = "First face-to-face visit recorded"
    CONTACT_WITHDRAWN = "Only face-to-face visit withdrawn"
    MOVED_ON = "Moved to another stage"
    HANDED_OVER = "Handed over to another team"
    LEAVING_DRAFTED = "Plan for afterwards written, not agreed"
    LEAVING_AGREED = "Plan for afterwards agreed"
    ENDED = "Help ended"
    END_TAKEN_BACK = "End of help taken back"
    ENDED_UNSEEN = "Referral closed or opened again"


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to an episode in a state, and the state it is in afterwards."""

    before: EpisodeState | None
    on: Event
    after: EpisodeState


WAITING, HELPED = EpisodeState.WAITING_FOR_FIRST_VISIT, EpisodeState.BEING_HELPED
LEAVING, ENDED = EpisodeState.LEAVING_AGREED, EpisodeState.ENDED

MOVES: tuple[Move, ...] = (
    Move(None, Event.OPENED, WAITING),
    Move(WAITING, Event.FIRST_CONTACT, HELPED),
    Move(WAITING, Event.ENDED_UNSEEN, ENDED),
    *(Move(state, Event.MOVED_ON, HELPED) for state in (HELPED, LEAVING)),
    *(Move(state, Event.HANDED_OVER, state) for state in (HELPED, LEAVING)),
    *(Move(state, Event.LEAVING_DRAFTED, after) for state, after in ((WAITING, WAITING), (HELPED, HELPED))),
    *(Move(state, Event.LEAVING_AGREED, after) for state, after in ((WAITING, WAITING), (HELPED, LEAVING))),
    Move(LEAVING, Event.LEAVING_AGREED, LEAVING),
    Move(LEAVING, Event.LEAVING_DRAFTED, HELPED),
    *(Move(state, Event.ENDED, ENDED) for state in (HELPED, LEAVING)),
    *(Move(ENDED, Event.END_TAKEN_BACK, state) for state in (HELPED, LEAVING)),
    *(Move(state, Event.CONTACT_WITHDRAWN, WAITING) for state in (HELPED, LEAVING, ENDED)),
)
"""Every move there is. An end taken back leaves what was agreed before it. A test tries every event in every state and
holds the actions to this table."""

DATES: dict[EpisodeState, str] = {
    WAITING: "no `first_contact_at` and no `ended_at`",
    HELPED: "`first_contact_at`, and leaving not agreed since the stage began",
    LEAVING: "`first_contact_at`, and leaving agreed (`agreed_at`) since the stage began",
    ENDED: "`ended_at`",
}


def episode_state(
    *,
    first_contact_at: datetime | None,
    stage_began_at: datetime,
    leaving_agreed_at: datetime | None,
    ended_at: datetime | None,
) -> EpisodeState:
    """Where an episode is, by its dates. Leaving that was agreed in an earlier stage is agreed no longer."""
    if ended_at is not None:
        return ENDED
    if first_contact_at is None:
        return WAITING
    if leaving_agreed_at is not None and leaving_agreed_at >= stage_began_at:
        return LEAVING
    return HELPED


def may_move_to(model: ServiceModel, pathway: str) -> tuple[Pathway, ...]:
    """The pathways somebody on this one may move on to, in the order they were agreed.

    `leads_to` names them. Where it names none, or this version no longer has the pathway they are on: any other.
    """
    leads_to = next((one.leads_to for one in model.pathways if one.code == pathway), ())
    return tuple(one for one in model.pathways if one.code != pathway and (not leads_to or one.code in leads_to))


@dataclass(frozen=True, slots=True)
class HandOffFact:
    """One hand-off, without whom it was about: an episode's number, teams, organisations, and what the person said."""

    episode: int
    from_team: str
    to_team: str
    from_organisation: str
    to_organisation: str
    told_again: str


@dataclass(frozen=True, slots=True)
class HandOffs:
    """How often people were handed over, how often to another organisation, and whether they told their story again."""

    episodes: int = 0
    between_teams: int = 0
    between_organisations: int = 0
    most_for_one_person: int = 0
    told_again: int = 0
    not_told_again: int = 0
    not_known: int = 0


def count_hand_offs(facts: Iterable[HandOffFact]) -> HandOffs:
    """Count hand-offs. Each is one between teams, and one between organisations where the teams' are not the same."""
    facts = list(facts)
    per_episode: dict[int, int] = {}
    for fact in facts:
        per_episode[fact.episode] = per_episode.get(fact.episode, 0) + 1
    said = [fact.told_again for fact in facts]
    return HandOffs(
        episodes=len(per_episode),
        between_teams=len(facts),
        between_organisations=sum(fact.from_organisation != fact.to_organisation for fact in facts),
        most_for_one_person=max(per_episode.values(), default=0),
        told_again=said.count("yes"),
        not_told_again=said.count("no"),
        not_known=len(said) - said.count("yes") - said.count("no"),
    )
