"""People's help as the events that the national measures of social care are counted from."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from homeward.episodes.history.afterwards import Help, Left, deaths_of, help_of, left_of
from homeward.episodes.history.moves import StageHeld, stages_of
from homeward.episodes.rules.leaving import Reason
from homeward.kit.london import london_date
from homeward.outcomes.ascof.events import About, Event
from homeward.outcomes.ascof.own import events_of_help
from homeward.outcomes.collecting.grouping import kind_of_care
from homeward.outcomes.rules.short_term import short_term_from


@dataclass(frozen=True, slots=True)
class Support:
    """One spell of help in London dates. `began_on` is None when it never was short-term support, as ASCOF means it."""

    episode_id: int
    seen_on: date
    began_on: date | None
    ended_on: date | None
    outcome: str
    sequel: str

    def events(self, person: str, *, began_on: date) -> Iterator[Event]:
        """The help, and the service that followed it, as events from a day on."""
        return events_of_help(
            person=person, began_on=began_on, ended_on=self.ended_on, outcome=self.outcome, sequel=self.sequel
        )


@dataclass(frozen=True, slots=True)
class Helped:
    """One person with all the help they had, in the order it began. Who they are is not here."""

    person_id: int
    about: About
    support: tuple[Support, ...]

    def events(self) -> list[Event]:
        """All their short-term support, and what followed it."""
        person = str(self.person_id)
        return [event for one in self.support if one.began_on for event in one.events(person, began_on=one.began_on)]


def helped(person_ids: Collection[int]) -> dict[int, Helped]:
    """All the help of these people by the person's id; what was opened in error was none. Five queries."""
    spells = [one for one in help_of(person_ids) if one.end_reason != Reason.OPENED_IN_ERROR]
    ids = [one.episode_id for one in spells]
    stages, left = stages_of(ids), left_of(ids)
    died, born = deaths_of(person_ids), {one.person_id: one.born_on for one in spells}
    support: dict[int, list[Support]] = defaultdict(list)
    for one in spells:
        support[one.person_id].append(_support(one, stages[one.episode_id], left.get(one.episode_id)))
    return {pk: Helped(pk, About(born.get(pk), died.get(pk)), tuple(of)) for pk, of in support.items()}


def _support(one: Help, stages: Collection[StageHeld], left: Left | None) -> Support:
    kinds = ((kind_of_care(stage.pathway, stage.model_version), stage.began_at) for stage in stages)
    return Support(
        episode_id=one.episode_id,
        seen_on=london_date(one.first_contact_at),
        began_on=short_term_from(kinds, one.first_contact_at),
        ended_on=london_date(one.ended_at) if one.ended_at else None,
        outcome=left.outcome if left else "",
        sequel=left.sequel if left else "",
    )
