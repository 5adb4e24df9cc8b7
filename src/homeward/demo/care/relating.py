"""Who may see whom: each team's reasons to see a person, given and ended in the order of time as the actions do it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from homeward.demo.care.meetings import TEAMS, Held
from homeward.demo.drafts import Directory, Draft
from homeward.episodes.actions.meeting_holding import BECAUSE_OF_A_MEETING
from homeward.episodes.actions.opening import BECAUSE
from homeward.episodes.models import MeetingAction
from homeward.partnership.models import Team
from homeward.people.models import Person, Relationship

REFERRED = "Referred to the service"


@dataclass(slots=True)
class _Person:
    """What decides who may see one person: reasons given, moments at which meetings let go, and who helped or helps."""

    person: Person
    given: list[tuple[datetime, Team, str]] = field(default_factory=list)
    let_go_at: list[datetime] = field(default_factory=list)
    helped: dict[str, datetime] = field(default_factory=dict)
    to_do: list[MeetingAction] = field(default_factory=list)


def relationships(drafts: Sequence[Draft], directory: Directory, over: Held) -> Iterable[Relationship]:
    """Every reason to see somebody, current and ended."""
    people: dict[int, _Person] = {}
    for draft in drafts:
        person = draft.referral.person
        _of_a_referral(people.setdefault(id(person), _Person(person)), draft, directory)
    teams = [directory.teams[code] for code in TEAMS]
    for item in over.items:
        known = people[id(item.episode.person)]
        known.given += [(item.at, team, BECAUSE_OF_A_MEETING) for team in teams]
        known.let_go_at += [at for at in (item.meeting.closed_at,) if at is not None]
    for action in over.actions:
        known = people[id(action.item.episode.person)]
        known.to_do.append(action)
        closed_at = action.item.meeting.closed_at
        if action.done_at is not None and closed_at is not None and action.done_at > closed_at:
            known.let_go_at.append(action.done_at)
    return [row for known in people.values() for row in _in_order(known)]


def _of_a_referral(known: _Person, draft: Draft, directory: Directory) -> None:
    front_door = directory.teams[draft.model.front_door]
    known.given.append((draft.referral.received_at, front_door, REFERRED))
    opened = [(directory.teams[draft.model.pathway(one.pathway).owner], one.at) for one in draft.stages[:1]]
    for team, at in [*opened, *draft.handed_to]:
        known.given.append((at, team, BECAUSE))
        known.helped[team.code] = min(at, known.helped.get(team.code, at))


def _in_order(known: _Person) -> list[Relationship]:
    """Each reason begins where the team has none; what a meeting gave ends when no meeting needs it any more."""
    rows: list[Relationship] = []
    current: dict[str, Relationship] = {}
    moments: dict[datetime, list[tuple[Team, str]]] = defaultdict(list)
    for at, team, because in known.given:
        moments[at].append((team, because))
    for at in sorted({*moments, *known.let_go_at}):
        for team, because in moments.get(at, ()):
            if team.code not in current:
                current[team.code] = Relationship(person=known.person, team=team, because=because, began_at=at)
                rows.append(current[team.code])
        if at in known.let_go_at:
            for code in [code for code, row in current.items() if _is_over(known, row, at)]:
                current.pop(code).ended_at = at
    return rows


def _is_over(known: _Person, row: Relationship, at: datetime) -> bool:
    if row.because != BECAUSE_OF_A_MEETING or known.helped.get(row.team.code, at) < at:
        return False
    return not any(
        one.team.code == row.team.code and one.at <= at and (one.done_at is None or one.done_at > at)
        for one in known.to_do
    )
