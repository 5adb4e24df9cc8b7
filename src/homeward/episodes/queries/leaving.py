"""How far the leaving of one episode has got, and what a summary of it is composed from."""

from dataclasses import dataclass
from datetime import date

from homeward.episodes.models.episode import EndReason, Episode
from homeward.episodes.models.leaving import (
    Audience,
    FollowUp,
    Leaving,
    LeavingChange,
    LeavingChangeKind,
    OnwardRequest,
    RequestAnswer,
    Summary,
)
from homeward.episodes.models.plan import Plan
from homeward.episodes.queries.assessing import assessments_seen
from homeward.episodes.queries.goals import GoalNow, goals_by_episode, goals_in_words
from homeward.episodes.queries.plan import hours_a_week
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.leaving import COUNTED_NAMES, counted, is_rated_at_the_end
from homeward.episodes.rules.summaries import SummaryFacts, gp_summary, person_summary, uk_day
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.pathways.queries import pathway_name


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingNow:
    """How far the leaving of an episode has got. Hours are staff hours a week."""

    leaving: Leaving | None
    changes: tuple[LeavingChange, ...]
    goals_to_rate: tuple[GoalNow, ...]
    goals: tuple[GoalNow, ...]
    onward: tuple[OnwardRequest, ...]
    hours_at_start: float
    hours_now: float
    summaries: dict[str, Summary]
    follow_ups: tuple[FollowUp, ...]

    @property
    def agreed(self) -> bool:
        """True once somebody agreed what happens afterwards."""
        return self.leaving is not None and self.leaving.agreed_at is not None

    @property
    def outcome_says(self) -> str:
        """The outcome in words, empty while the help goes on."""
        return code_list("event_outcome").name_of(self.leaving.outcome) if self.leaving else ""

    @property
    def sequel_says(self) -> str:
        """What came after our help, in words; empty while it goes on."""
        return code_list("support_sequel").name_of(self.leaving.sequel) if self.leaving else ""

    @property
    def counted_says(self) -> str:
        """What the national measure ASCOF 2A does with it."""
        return COUNTED_NAMES[counted(self.leaving.sequel)] if self.leaving and self.leaving.sequel else ""

    @property
    def onward_hours(self) -> float:
        """Hours a week asked for after our help, of requests that wait or are arranged."""
        asked = (RequestAnswer.WAITING, RequestAnswer.ARRANGED)
        return float(sum(one.hours_per_week for one in self.onward if one.answer in asked))

    @property
    def onward_waiting(self) -> int:
        """How many requests have no answer yet."""
        return sum(one.answer == RequestAnswer.WAITING for one in self.onward)


def leaving_of(episode: Episode) -> Leaving | None:
    """What is written about the end of an episode the viewer was let see; None before anything is."""
    return Leaving.objects.filter(episode=episode).select_related("by").first()


def leaving_now(viewer: Member, episode: Episode, today: date) -> LeavingNow:
    """How far the leaving of an episode has got, one that the viewer was let see."""
    goals = goals_by_episode(viewer, [episode]).get(episode.pk, [])
    hours = hours_a_week(viewer, [episode], today).get(episode.pk)
    last_day = london_date(episode.ended_at) if episode.ended_at else today
    return LeavingNow(
        leaving=leaving_of(episode),
        changes=tuple(episode.leaving_changes.select_related("by")),
        goals=tuple(goals),
        goals_to_rate=tuple(one for one in goals if one.open and not is_rated_at_the_end(_rated_on(one), last_day)),
        onward=tuple(episode.onward_requests.select_related("by", "answered_by")),
        hours_at_start=hours.start if hours else 0.0,
        hours_now=hours.now if hours else 0.0,
        summaries=latest_summaries(episode),
        follow_ups=tuple(episode.follow_ups.select_related("done_by")),
    )


def latest_summaries(episode: Episode) -> dict[str, Summary]:
    """The summary for each audience that holds: the draft where there is one, else the last that was sent."""
    found: dict[str, Summary] = {}
    for summary in episode.summaries.select_related("by", "sent_by"):
        if summary.audience not in found or (found[summary.audience].sent_at and not summary.sent_at):
            found[summary.audience] = summary
    return found


def plan_before(change: LeavingChange) -> str:
    """The transition plan as it was before a change; "" where the change was of something else."""
    return str(change.before.get("transition_plan", "")) if change.kind == LeavingChangeKind.PLAN else ""


def sequel_before(change: LeavingChange) -> str:
    """What came after our help, in words, until it was corrected; "" where the change was of something else."""
    if change.kind != LeavingChangeKind.OUTCOME:
        return ""
    return code_list("support_sequel").name_of(str(change.before.get("sequel", "")))


def composed(viewer: Member, episode: Episode, audience: str) -> str:
    """A summary for the GP or for the person as the record has it now, of an episode the viewer was let see."""
    facts = summary_facts(viewer, episode)
    return gp_summary(facts) if Audience(audience) is Audience.GP else person_summary(facts)


def summary_facts(viewer: Member, episode: Episode) -> SummaryFacts:
    """What a summary of this episode is composed from. No address, and nobody's name but the person's."""
    person, leaving = episode.person, leaving_of(episode)
    plan = Plan.objects.filter(episode=episode).first()
    to_do = episode.follow_ups.filter(done_at=None).first()
    return SummaryFacts(
        name=person.full_name,
        nhs_number=person.nhs_number_spaced,
        born_on=person.born_on,
        restricted=person.restricted,
        team=episode.owning_team.name,
        organisation=episode.owning_team.organisation.name,
        stages=_stages(episode),
        began_on=london_date(episode.first_contact_at) if episode.first_contact_at else None,
        ended_on=london_date(episode.ended_at) if episode.ended_at else None,
        why_ended=EndReason(episode.end_reason).label if episode.end_reason else "",
        happened_on=leaving.happened_on if leaving else None,
        visits=episode.visits.filter(kind=VisitKind.FACE_TO_FACE, withdrawn_at=None).count(),
        goals=tuple(goals_in_words(viewer, episode)),
        scores=_scores(viewer, episode),
        comes_after=code_list("support_sequel").name_of(leaving.sequel) if leaving else "",
        transition_plan=leaving.transition_plan if leaving else "",
        onward=_onward(episode),
        who_to_call=plan.who_to_call if plan else "",
        follow_up_on=to_do.due_on if to_do else None,
    )


def _rated_on(goal: GoalNow) -> date | None:
    return london_date(goal.ratings[-1].at) if goal.ratings else None


def _scores(viewer: Member, episode: Episode) -> tuple[str, ...]:
    """A line for each tool with a score in this episode: the first, and the last where there are several."""
    by_tool: dict[str, list[str]] = {}
    for one in reversed(assessments_seen(viewer, episode)):
        counts = one.assessment.completed_at is not None and one.assessment.withdrawn_at is None
        if counts and one.assessment.episode_id == episode.pk and one.score.words:
            band = f" ({one.score.band})" if one.score.band else ""
            by_tool.setdefault(one.name, []).append(f"{one.score.words}{band} on {uk_day(london_date(one.at))}")
    return tuple(
        f"{name}: {found[0]}" + (f", then {found[-1]}." if len(found) > 1 else ".") for name, found in by_tool.items()
    )


def _stages(episode: Episode) -> tuple[tuple[str, date], ...]:
    return tuple(
        (pathway_name(stage.model_version, stage.pathway), london_date(stage.began_at))
        for stage in episode.stages.all()
    )


def _onward(episode: Episode) -> tuple[str, ...]:
    """Care that is arranged or asked for, a line each, without what it costs."""
    services = code_list("onward_service")
    lines = []
    for one in episode.onward_requests.exclude(answer__in=[RequestAnswer.REFUSED, RequestAnswer.WITHDRAWN]):
        hours = f"{one.hours_per_week.normalize():f} hours a week"
        who = f"by {one.provider}" if one.answer == RequestAnswer.ARRANGED else "asked for, not arranged yet"
        lines.append(f"{services.name_of(one.service)}, {hours} from {uk_day(one.starts_on)}, {who}.")
    return tuple(lines)
