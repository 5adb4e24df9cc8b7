"""What is written for the GP and the person as help ends, composed from rows that are not saved yet.

A test holds it against what the live service composes from the same rows.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from homeward.demo.care.case import Case
from homeward.episodes.models import (
    Assessment,
    AssessmentAnswer,
    EndReason,
    GoalRating,
    Leaving,
    OnwardRequest,
    Plan,
)
from homeward.episodes.models.goals import GoalEnd
from homeward.episodes.models.leaving import Audience, RequestAnswer
from homeward.episodes.queries.assessing import assessed_at
from homeward.episodes.queries.goals import GoalNow
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.reading.tools import shelf
from homeward.episodes.rules.leaving import asks_for
from homeward.episodes.rules.scoring import score
from homeward.episodes.rules.summaries import SummaryFacts, gp_summary, person_summary, uk_day
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.london import london_date
from homeward.pathways.queries import pathway_name


@dataclass(frozen=True, slots=True)
class End:
    """An end of help: its reason, its day, what was noted of it, and when somebody asks again."""

    reason: str
    ended_on: date
    leaving: Leaving
    follow_up_on: date | None


def summaries(case: Case, end: End) -> dict[str, str]:
    """By audience, what is written as help ends like this, for those who are told of it."""
    asked, found = asks_for(end.reason), {}
    facts = _facts(case, end)
    if asked.summary_for_gp:
        found[Audience.GP.value] = gp_summary(facts)
    if asked.summary_for_person:
        found[Audience.PERSON.value] = person_summary(facts)
    return found


def _facts(case: Case, end: End) -> SummaryFacts:
    episode, person = case.episode, case.draft.referral.person
    visits = (one for one in case.draft.visits if one.episode is episode and one.withdrawn_at is None)
    plan = next(iter(case.of(Plan)), None)
    return SummaryFacts(
        name=person.full_name,
        nhs_number=person.nhs_number_spaced,
        born_on=person.born_on,
        restricted=person.restricted,
        team=episode.owning_team.name,
        organisation=episode.owning_team.organisation.name,
        stages=tuple(
            (pathway_name(one.model_version, one.pathway), london_date(one.began_at)) for one in case.draft.stages
        ),
        began_on=london_date(episode.first_contact_at) if episode.first_contact_at else None,
        ended_on=end.ended_on,
        why_ended=EndReason(end.reason).label,
        happened_on=end.leaving.happened_on,
        visits=sum(one.kind == VisitKind.FACE_TO_FACE for one in visits),
        goals=tuple(_goals(case)),
        scores=tuple(_scores(case)),
        comes_after=code_list("support_sequel").name_of(end.leaving.sequel),
        transition_plan=end.leaving.transition_plan,
        onward=tuple(_onward(case)),
        who_to_call=plan.who_to_call if plan else "",
        follow_up_on=end.follow_up_on,
    )


def _goals(case: Case) -> list[str]:
    ratings = sorted(case.of(GoalRating), key=lambda one: one.at)
    lines = []
    for goal in sorted(case.goals, key=lambda one: one.at):
        now = GoalNow(goal, (), tuple(one for one in ratings if one.goal is goal), 0)
        how = "Still worked on" if now.open else GoalEnd(goal.end_reason).label
        rated = f"At the start: {now.start_says}. Last rated: {now.now_says}."
        lines.append(f"“{goal.words}” {how}. {rated if now.ratings else 'Not rated since the start.'}")
    return lines


def _scores(case: Case) -> list[str]:
    answers: dict[int, dict[str, Any]] = {}
    for row in case.of(AssessmentAnswer):
        answers.setdefault(id(row.assessment), {})[row.item] = row.value
    found: dict[str, list[str]] = {}
    complete = (one for one in case.of(Assessment) if one.completed_at is not None)
    for one in sorted(complete, key=lambda one: (assessed_at(one), one.begun_at)):
        tool = shelf().tool(one.tool, one.tool_version)
        assert tool is not None
        made = score(tool, answers.get(id(one), {}))
        if made.words:
            band = f" ({made.band})" if made.band else ""
            found.setdefault(tool.name, []).append(f"{made.words}{band} on {uk_day(london_date(assessed_at(one)))}")
    return [f"{name}: {said[0]}" + (f", then {said[-1]}." if said[1:] else ".") for name, said in found.items()]


def _onward(case: Case) -> list[str]:
    lines = []
    for one in case.of(OnwardRequest):
        who = f"by {one.provider}" if one.answer == RequestAnswer.ARRANGED else "asked for, not arranged yet"
        service, hours = code_list("onward_service").name_of(one.service), f"{one.hours_per_week.normalize():f}"
        lines.append(f"{service}, {hours} hours a week from {uk_day(one.starts_on)}, {who}.")
    return lines
