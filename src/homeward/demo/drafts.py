"""Rows of a referral that are not saved yet, and who and what they point at."""

from dataclasses import dataclass, field
from datetime import datetime

from homeward.demo.stories import Decided
from homeward.episodes.models import Episode, Stage, Visit
from homeward.partnership.models import Member, Organisation, Team
from homeward.pathways.schema import Answer, ServiceModel
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.rules.state import DecisionKind
from homeward.referrals.wording import answer_words


class StoryBreaksARule(ValueError):
    """A made-up story does what the live service would refuse."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The saved members by user name, teams by code, and organisations by short key."""

    members: dict[str, Member]
    teams: dict[str, Team]
    organisations: dict[str, Organisation]


@dataclass(slots=True)
class Draft:
    """One referral with all that belongs to it, not saved."""

    referral: Referral
    model: ServiceModel
    known: dict[str, Answer | None]
    notes: list[TriageNote] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    handed_to: list[tuple[Team, datetime]] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    answers: dict[Decided, ReferrerAnswer] = field(default_factory=dict)
    answered_by_team: list[Team] = field(default_factory=list)


def word_answers(draft: Draft) -> None:
    """Word every answer, now that the referral is saved and has the number to quote."""
    owner = draft.referral.owning_team
    for decision, answer, team in zip(draft.decisions, draft.answers.values(), draft.answered_by_team, strict=True):
        as_it_was = draft.referral if team == owner else Referral(pk=draft.referral.pk, owning_team=team)
        answer.says = answer_words(
            kind=DecisionKind(decision.kind),
            referral=as_it_was,
            model=draft.model,
            pathway=decision.pathway,
            reason=decision.reason,
            passed_to=decision.passed_to,
        )
