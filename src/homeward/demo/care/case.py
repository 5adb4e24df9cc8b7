"""One episode to which care is given: who it is about, its visits so far, and the rows made for it."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TypeVar

from django.db.models import Model

from homeward.demo.cast import of_team
from homeward.demo.chance import slots_for, worded
from homeward.demo.drafts import Directory, Draft
from homeward.demo.reading import words
from homeward.episodes.models import Episode, Goal, Stage, Visit, VisitSeries
from homeward.episodes.rules.visits import stops_the_clock
from homeward.partnership.models import Member, Team

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Case:
    """An episode that somebody has seen, with what is made for it."""

    rng: Random
    draft: Draft
    directory: Directory
    now: datetime
    brief: bool = False
    """True of help long over, of which only what measures count is told: no plans, steps or letters nobody reads."""
    rows: list[Model] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    care_home: bool = False
    """True of somebody for whom help ended with a move into a care home."""
    for_goals: list[tuple[VisitSeries, Goal]] = field(default_factory=list)
    back_at: datetime | None = None
    """When an end that was said by mistake was taken back, if it was."""

    @property
    def episode(self) -> Episode:
        """The episode, not saved yet or saved a moment ago."""
        return self.draft.episodes[-1]

    @property
    def stage(self) -> Stage:
        """The stage they are in, or were in at the end."""
        return self.draft.stages[-1]

    @property
    def first_pathway(self) -> str:
        """The pathway they were accepted onto."""
        return self.draft.stages[0].pathway

    def add(self, row: Row) -> Row:
        """Keep a row to be saved, and give it back."""
        self.rows.append(row)
        return row

    def seen(self) -> list[Visit]:
        """The face-to-face visits that count, in the order of time."""
        visits = (one for one in self.draft.visits if one.episode is self.episode and one.withdrawn_at is None)
        return sorted((one for one in visits if stops_the_clock(one.kind)), key=lambda one: one.started_at)

    def seen_in(self, stage: Stage) -> list[Visit]:
        """The same, of one stage."""
        stages = self.draft.stages
        place = stages.index(stage)
        after = stages[place].began_at if place else None
        until = stages[place + 1].began_at if place + 1 < len(stages) else None
        return [
            one
            for one in self.seen()
            if (after is None or one.started_at > after) and (until is None or one.started_at <= until)
        ]

    def of(self, table: type[Row]) -> list[Row]:
        """The rows made so far for one table, in the order made."""
        return [row for row in self.rows if type(row) is table]

    def say(self, *path: str) -> str:
        """One of the texts under these names of the file `care`, worded for this person."""
        texts = words("care")
        for name in path:
            texts = texts[name]
        return self.word(texts) if isinstance(texts, list) else self.word([str(texts)])

    def word(self, texts: list[str]) -> str:
        """One of these texts, worded for this person."""
        person = self.draft.referral.person
        return worded(self.rng, texts, slots_for(person.gender, person.given_name))

    @property
    def first_team(self) -> Team:
        """The team that owned the episode as it opened."""
        return self.directory.teams[self.draft.model.pathway(self.first_pathway).owner]

    def another(self, than: Member, team: Team) -> Member:
        """One of a team who is not this member."""
        others = [name for name in of_team(team.code) if name != than.username]
        return self.directory.members[self.rng.choice(others)]

    def somebody(self, team: Team) -> Member:
        """One of a team."""
        return self.directory.members[self.rng.choice(of_team(team.code))]
