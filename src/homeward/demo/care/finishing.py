"""Leaving: what was agreed for afterwards, what came of the help, the papers, care that goes on, and the call later."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from homeward.demo.care.case import Case
from homeward.demo.care.summing import End, summaries
from homeward.demo.chance import pick
from homeward.demo.hours import at as in_london
from homeward.demo.reading import figure
from homeward.episodes.actions.ending import outcome_of
from homeward.episodes.actions.leaving import transition_of
from homeward.episodes.models import FollowUp, Leaving, LeavingChange, OnwardRequest, Summary, VisitSeries
from homeward.episodes.models.episode import EndReason
from homeward.episodes.models.leaving import Audience, LeavingChangeKind, LivingAt, RequestAnswer
from homeward.episodes.models.written import AgreedWith, Funder
from homeward.episodes.rules.follow_ups import follow_up_due_on
from homeward.episodes.rules.leaving import asks_for
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.pathways.queries import service_model_on

AN_HOUR = timedelta(hours=1)
NOT_KNOWN_YET = ("progress_assessment", "not_known")
"""Outcome and sequel while somebody still decides what comes after our help."""

SEQUELS = {
    "No further help needed.": ("nfa_as_planned", "nfa_as_planned"),
    "Long-term home care is arranged.": ("progress_support", "lts_community"),
    "Ended early: managing without us.": ("nfa_as_planned", "nfa_as_planned"),
    "Goes on with another short-term service.": ("progress_support", "st_other"),
    "Will pay for further help privately.": ("nfa_self_funded", "nfa_self_funded"),
    "Ended early: long-term care starts.": ("progress_support", "lts_community"),
}
"""What was noted at the last visit, as outcome and sequel of the national lists; anything else is advice given."""

UNPLANNED = {
    EndReason.ADMITTED: ("admitted_hospital", "admitted_hospital"),
    EndReason.DIED: ("nfa_deceased", "nfa_deceased"),
    EndReason.DECLINED: ("nfa_declined", "nfa_declined"),
    EndReason.NOT_REACHED: ("nfa_other_reason", "nfa_other_reason"),
}


def left(case: Case) -> None:
    """What an episode that has ended leaves behind, and, before the end, the plan for afterwards of those near it."""
    episode, visits = case.episode, case.seen()
    if not visits:
        return
    if episode.ended_at is None:
        if case.stage.pathway in ("reablement", "supported_discharge") and len(visits) > 5 and case.rng.random() < 0.4:
            _agree_plan(case)
        return
    by, ended_at = episode.ended_by, episode.ended_at
    assert by is not None
    reason = EndReason(episode.end_reason)
    planned = reason == EndReason.COMPLETED
    leaving = _agree_plan(case) if planned else case.add(Leaving(episode=episode, by=by, at=ended_at))
    outcome = SEQUELS.get(visits[-1].next_step, ("nfa_advice", "nfa_advice")) if planned else UNPLANNED[reason]
    known_at = ended_at + timedelta(days=case.rng.randrange(2, 6))
    known_later = planned and known_at < case.now and case.rng.random() < 0.04
    if planned and case.care_home:
        outcome = ("progress_support", "lts_residential")
    leaving.outcome, leaving.sequel = NOT_KNOWN_YET if known_later else outcome
    if asks_for(reason).day:
        leaving.happened_on = london_date(ended_at)
    if planned and outcome[1] == "lts_community":
        _goes_on(case, by, ended_at)
    end = end_of(reason, leaving, ended_at)
    if not case.brief:
        for audience, says in summaries(case, end).items():
            how = "Secure email" if audience == Audience.GP else "On paper"
            case.add(_sent(case, audience, says, how, by, ended_at))
    if known_later:
        _known_later(case, leaving, outcome, by, known_at)
    if end.follow_up_on:
        _asked_later(case, end.follow_up_on, by, ended_at)


def end_of(reason: str, leaving: Leaving, ended_at: datetime) -> End:
    """An end of help at a moment, with the day on which somebody asks again."""
    ended_on = london_date(ended_at)
    stay = service_model_on(ended_on).stay
    due_on = follow_up_due_on(ended_on, stay.follow_up_days if stay else None)
    return End(reason, ended_on, leaving, due_on if asks_for(reason).follow_up else None)


def _known_later(case: Case, leaving: Leaving, outcome: tuple[str, str], by: Member, at: datetime) -> None:
    """What comes after our help was not known at its end, and is said some days later."""
    before, kind = outcome_of(leaving), LeavingChangeKind.OUTCOME
    leaving.outcome, leaving.sequel = outcome
    case.add(LeavingChange(episode=case.episode, kind=kind, before=before, by=by, at=at))


def _agree_plan(case: Case) -> Leaving:
    """What happens afterwards, agreed at the last visit; some had agreed something else at the visit before."""
    *before, last = case.seen()
    leaving = case.add(_plan(case, last.by, last.recorded_at))
    if not case.brief and before and before[-1].recorded_at < last.recorded_at and case.rng.random() < 0.08:
        first = transition_of(leaving) | {"transition_plan": case.say("leaving", "first_plans")}
        kind = LeavingChangeKind.PLAN
        case.add(LeavingChange(episode=case.episode, kind=kind, before=first, by=last.by, at=last.recorded_at))
    return leaving


def ended_by_mistake(case: Case) -> None:
    """Now and then help is ended that goes on: the end is taken back, and what it said is kept."""
    visits, ended_by = case.seen(), None
    planned = [*case.of(VisitSeries), *case.of(Leaving)]
    if case.episode.ended_at is not None or not visits or planned or case.rng.random() > 0.8:
        return
    ended_by, ended_at = visits[-1].by, visits[-1].recorded_at + timedelta(minutes=15)
    if any(one.recorded_at > ended_at for one in case.draft.visits) or ended_at + AN_HOUR > case.now:
        return
    reason, day = EndReason.ADMITTED, london_date(ended_at)
    outcome, sequel = UNPLANNED[reason]
    leaving = Leaving(episode=case.episode, outcome=outcome, sequel=sequel, happened_on=day, by=ended_by, at=ended_at)
    end = end_of(reason, leaving, ended_at)
    before = {
        "ended_at": ended_at.isoformat(),
        "ended_by": str(ended_by),
        "end_reason": reason.value,
        "follow_ups": [str(end.follow_up_on)],
        "summaries": summaries(case, end),
        **outcome_of(leaving),
    }
    case.back_at, why = ended_at + AN_HOUR / 2, case.say("leaving", "taken_back")
    kind = LeavingChangeKind.UNDONE
    row = LeavingChange(episode=case.episode, kind=kind, before=before, why=why, by=ended_by, at=case.back_at)
    case.add(row)


def _plan(case: Case, by: Member, at: datetime) -> Leaving:
    return Leaving(
        episode=case.episode,
        transition_plan=case.say("leaving", "plans"),
        agreed_with=AgreedWith.PERSON if case.rng.random() < 0.8 else AgreedWith.PERSON_AND_CARER,
        agreed_at=at,
        ends_on=london_date(case.episode.ended_at or case.now + timedelta(days=case.rng.randrange(2, 9))),
        by=by,
        at=at,
    )


def _sent(case: Case, audience: str, says: str, how: str, by: Member, at: datetime) -> Summary:
    summary = Summary(episode=case.episode, audience=audience, says=says, by=by, at=at)
    sent_at = at + timedelta(minutes=case.rng.randrange(3, 600))
    if sent_at < case.now and case.rng.random() < 0.93:
        summary.sent_at, summary.sent_by, summary.how = sent_at, by, how
    return summary


def _goes_on(case: Case, by: Member, ended_at: datetime) -> None:
    """Care was asked for before the end: fewer hours than at the start of the help."""
    at = max(case.seen()[-1].recorded_at - timedelta(days=4), case.seen()[0].recorded_at)
    hours = Decimal(case.rng.choice(["3.50", "5.25", "7.00", "10.50"]))
    request = OnwardRequest(
        episode=case.episode,
        service="home_support_or_domiciliary_care",
        hours_per_week=hours,
        weekly_cost=hours * 23,
        funded_by=Funder.COUNCIL,
        starts_on=london_date(ended_at),
        sent_to="Brokerage team, Pellbridge Council",
        by=by,
        at=at,
    )
    if ended_at < case.now - timedelta(days=3) or case.rng.random() < 0.5:
        request.answer, request.answered_by = RequestAnswer.ARRANGED, by
        request.answered_at = at + (ended_at - at) * 0.7
        request.provider = case.rng.choice(["Kindly Home Care", "Riverbank Care", "Lantern Support"])
    case.add(request)


def _asked_later(case: Case, due_on: date, by: Member, ended_at: datetime) -> None:
    """Twelve weeks on somebody rings; some of those due lately have not been rung yet."""
    follow_up = FollowUp(episode=case.episode, due_on=due_on, by=by, at=ended_at)
    rung_at = in_london(
        follow_up.due_on + timedelta(days=case.rng.choice([-2, 0, 0, 1, 3, 6])), case.rng.randrange(9, 17)
    )
    if rung_at < case.now and case.rng.random() < 0.9:
        follow_up.done_at, follow_up.done_by = rung_at, case.somebody(case.episode.owning_team)
        lives = "living_in_a_care_home_at_twelve_weeks" if case.care_home else "living_at_twelve_weeks"
        follow_up.living_at = pick(case.rng, figure(lives))
        follow_up.been_in_hospital = case.rng.random() < 0.2 or follow_up.living_at == LivingAt.HOSPITAL
        if follow_up.living_at == LivingAt.DIED:
            follow_up.been_in_hospital = None
        elif follow_up.living_at != LivingAt.NOT_REACHED:
            follow_up.said = case.say("leaving", "said_later")
    case.add(follow_up)
