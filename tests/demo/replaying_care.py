"""Giving made-up care once more through the live service's actions: the rows say who did what, and when.

Each function turns rows of one part into acts: a moment, the place among others of that moment, and what to do then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from homeward.demo.care.case import Case
from homeward.episodes import models
from homeward.episodes.actions import (
    accepting,
    assessing,
    copies,
    extending,
    follow_ups,
    goal_setting,
    goal_steps,
    hospital,
    leaving,
    leaving_hospital,
    offering,
    onward,
    plan_texts,
    planning,
    staging,
    summaries,
    tapering,
    ward,
)
from homeward.episodes.actions.visiting import record_visit, withdraw_visit
from homeward.episodes.models import Episode
from homeward.episodes.models.assessing import AnswerSource
from homeward.episodes.models.leaving import LeavingChangeKind

Act = tuple[datetime, int, Callable[[], object]]
SERIES_STEPS_KEYS = ("from_on", "days", "times_a_day", "minutes")


@dataclass
class Live:
    """The rows the actions made, by the row that was written in bulk."""

    rows: dict[int, Any] = field(default_factory=dict)

    def __getitem__(self, row: Model) -> Any:
        made = self.rows[id(row)]
        return type(made).objects.get(pk=made.pk)

    def get(self, row: Model | None) -> Any:
        return None if row is None else self[row]

    def keep(self, row: Model, made: Any) -> None:
        self.rows[id(row)] = made


def who(row: Any) -> dict[str, Any]:
    """By whom a row was written, and when."""
    return {"by": row.by, "now": row.at}


def acts(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    """Everything that was done in one episode after it was opened."""
    for part in (_visits, _goals, _plan, _series, _bookings, _stages, _hospital, _ward, _assessments, _leaving):
        yield from part(case, live, episode)


def _visits(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    served, kept = defaultdict(dict), {id(one.visit): one for one in case.of(models.Booking) if one.visit}
    for row in case.of(models.VisitGoal):
        served[id(row.visit)][id(row.goal)] = row

    def record(visit: models.Visit) -> None:
        made = record_visit(
            episode=episode(),
            kind=visit.kind,
            started_at=visit.started_at,
            what_happened=visit.what_happened,
            next_step=visit.next_step,
            minutes=visit.minutes,
            second_worker=visit.second_worker,
            series=live.get(visit.series),
            booking=live.get(kept.get(id(visit))),
            goals={live[row.goal]: row.what for row in served[id(visit)].values()},
            by=visit.by,
            now=visit.recorded_at,
        )
        live.keep(visit, made)

    for visit in case.draft.visits:
        if visit.episode is not case.episode:
            continue
        yield visit.recorded_at, 10, lambda visit=visit: record(visit)
        if visit.withdrawn_at:
            why = {"why": visit.withdrawn_why, "by": visit.withdrawn_by, "now": visit.withdrawn_at}
            yield visit.withdrawn_at, 11, lambda visit=visit, why=why: withdraw_visit(visit=live[visit], **why)


def _goals(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    changed = {id(row.goal): row for row in case.of(models.GoalChange)}

    def set_goal(goal: models.Goal) -> None:
        words = changed[id(goal)].before if id(goal) in changed else goal.words
        fields = ("why_it_matters", "agreed_with", "levels", "baseline", "hoped_by")
        said = {name: getattr(goal, name) for name in fields}
        live.keep(goal, goal_setting.set_goal(episode=episode(), words=words, **said, **who(goal)))

    def change(row: models.GoalChange) -> None:
        opened = {row.field: row.before}
        goal_setting.change_goal(goal=live[row.goal], opened=opened, typed={row.field: row.after}, **who(row))

    def rate(row: models.GoalRating) -> None:
        visit, now = live[row.visit], row.visit.recorded_at
        goal_setting.rate_goal(goal=live[row.goal], level=row.level, said=row.said, visit=visit, by=row.by, now=now)

    def step(row: models.GoalStep) -> None:
        live.keep(row, goal_steps.add_step(goal=live[row.goal], who=row.who, what=row.what, **who(row)))

    def end(goal: models.Goal) -> None:
        goal_setting.end_goal(goal=live[goal], reason=goal.end_reason, by=goal.ended_by, now=goal.ended_at)

    for goal in case.of(models.Goal):
        yield goal.at, 20, lambda goal=goal: set_goal(goal)
        if goal.ended_at:
            yield goal.ended_at, 26, lambda goal=goal: end(goal)
    for row in case.of(models.GoalStep):
        yield row.at, 21, lambda row=row: step(row)
        if row.done_at:
            yield row.done_at, 25, lambda row=row: goal_steps.finish_step(step=live[row], now=row.done_at)
    for row in case.of(models.GoalChange):
        yield row.at, 22, lambda row=row: change(row)
    for row in case.of(models.GoalRating):
        yield row.visit.recorded_at, 23, lambda row=row: rate(row)


def _plan(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    edits: dict[datetime, list[models.PlanChange]] = defaultdict(list)
    for row in case.of(models.PlanChange):
        edits[row.at].append(row)

    def edit(rows: list[models.PlanChange]) -> None:
        opened, typed = {row.field: row.before for row in rows}, {row.field: row.after for row in rows}
        plan_texts.edit_plan(episode=episode(), opened=opened, typed=typed, **who(rows[0]))

    for at, rows in edits.items():
        yield at, 30, lambda rows=rows: edit(rows)
    for plan in case.of(models.Plan):
        if plan.agreed_at:
            agreed = {"agreed_with": plan.agreed_with, "by": plan.agreed_by, "now": plan.agreed_at}
            yield plan.agreed_at, 31, lambda agreed=agreed: plan_texts.agree_plan(episode=episode(), **agreed)
    for row in case.of(models.PlanCopy):
        how = {"how": row.how, "large_print": row.large_print, **who(row)}
        yield row.at, 32, lambda how=how: copies.give_copy(episode=episode(), **how)


def _series(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    steps: dict[int, list[models.SeriesStep]] = defaultdict(list)
    for row in case.of(models.SeriesStep):
        steps[id(row.series)].append(row)

    def add(series: models.VisitSeries) -> None:
        names = ("what_for", "skills", "staff", "window_from", "window_to", "prefers")
        said = {name: getattr(series, name) for name in names}
        goals = [live[goal] for one, goal in case.for_goals if one is series]
        first = {name: getattr(steps[id(series)][0], name) for name in SERIES_STEPS_KEYS}
        live.keep(series, tapering.add_series(episode=episode(), goals=goals, **said, **first, **who(series)))

    def change(row: models.SeriesStep) -> None:
        said = {name: getattr(row, name) for name in SERIES_STEPS_KEYS}
        tapering.change_pace(series=live[row.series], why=row.why, **said, **who(row))

    def end(series: models.VisitSeries) -> None:
        now = case.seen_in(case.stage)[-1].recorded_at
        said = {"on": series.ended_on, "why": series.ended_why, "by": series.ended_by, "now": now}
        tapering.end_series(series=live[series], **said)

    for series in case.of(models.VisitSeries):
        yield series.at, 40, lambda series=series: add(series)
        for row in steps[id(series)][1:]:
            yield row.at, 41, lambda row=row: change(row)
        if series.ended_on and case.episode.ended_at is None:
            yield case.seen_in(case.stage)[-1].recorded_at, 42, lambda series=series: end(series)


def _bookings(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    def book(row: models.Booking) -> None:
        names = ("what_for", "from_at", "to_at", "minutes", "skills", "staff", "worker")
        said = {name: getattr(row, name) for name in names}
        live.keep(row, planning.book(episode=episode(), **said, **who(row)))

    def cancel(row: models.Booking) -> None:
        said = {"why": row.cancelled_why, "by": row.cancelled_by, "now": row.cancelled_at}
        planning.cancel_booking(booking=live[row], **said)

    for row in case.of(models.Booking):
        yield row.at, 50, lambda row=row: book(row)
        if row.cancelled_at:
            yield row.cancelled_at, 51, lambda row=row: cancel(row)


def _stages(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    hand_offs = {row.at: row for row in case.of(models.HandOff)}
    for row in case.of(models.NamedWorker):
        member = {"member": row.member, **who(row)}
        yield row.at, 45, lambda member=member: extending.name_worker(episode=episode(), **member)
    for row in case.of(models.Extension):
        said = {"until": row.until, "why": row.why, "funded_by": row.funded_by, **who(row)}
        yield row.at, 75, lambda said=said: extending.extend(episode=episode(), **said)
    for row in hand_offs.values():
        if row.at not in {stage.at for stage in case.draft.stages[1:]}:
            said = {"to_team": row.to_team, "why": row.why, "how": row.how, "told_again": row.told_again, **who(row)}
            yield row.at, 79, lambda said=said: staging.hand_over(episode=episode(), **said)
    for stage in case.draft.stages[1:]:
        said = {"why": stage.why, **who(stage)}
        if stage.at in hand_offs:
            row = hand_offs[stage.at]
            said |= {"hand_to": row.to_team, "how": row.how, "told_again": row.told_again}
        if any(stay.stage is stage for stay in case.of(models.WardStay)):
            stay = next(stay for stay in case.of(models.WardStay) if stay.stage is stage)
            names = ("came_from", "senior", "monitoring", "over_capacity_why")
            said |= {name: getattr(stay, name) for name in names}
            yield (
                stage.at,
                80,
                lambda said=said, stay=stay: live.keep(stay, ward.admit_to_ward(episode=episode(), **said)),
            )
        else:
            to = stage.pathway
            yield stage.at, 80, lambda said=said, to=to: staging.move_stage(episode=episode(), to=to, **said)


def _hospital(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    for stay in case.of(models.HospitalStay):
        changes = [row for row in case.of(models.StayChange) if row.stay is stay]
        said = {name: getattr(stay, name) for name in ("hospital", "ward", "admitted_on", "expected_on")}
        before = said | ({"expected_on": date.fromisoformat(changes[0].before)} if changes else {})
        yield (
            stay.at,
            1,
            lambda before=before, stay=stay: live.keep(
                stay, hospital.note_stay(episode=episode(), **before, **who(stay))
            ),
        )
        where = {"pathway": stay.pathway, "destination": stay.destination, **who(stay)}
        yield stay.at, 2, lambda stay=stay, where=where: hospital.choose_pathway(stay=live[stay], **where)
        for row in changes:
            yield row.at, 5, lambda said=said, row=row: hospital.note_stay(episode=episode(), **said, **who(row))
        for period in (row for row in case.of(models.ReadyPeriod) if row.stay is stay):
            yield period.at, 3, lambda period=period: _ready(live, period)
        for delay in (row for row in case.of(models.DelayReason) if row.stay is stay):
            why = {"code": delay.code, "from_on": delay.from_on, **who(delay)}
            yield delay.at, 4, lambda stay=stay, why=why: hospital.note_delay(stay=live[stay], **why)
        if stay.left_at:
            left = {"left_at": stay.left_at, "no_first_visit_why": stay.no_first_visit_why}
            left |= {"by": stay.left_by, "now": stay.left_at}
            yield stay.left_at, 6, lambda stay=stay, left=left: leaving_hospital.leave_hospital(stay=live[stay], **left)


def _ready(live: Live, row: models.ReadyPeriod) -> None:
    hospital.say_ready(stay=live[row.stay], ready_on=row.ready_on, **who(row))
    if row.unwell_on:
        hospital.unwell_again(stay=live[row.stay], on=row.unwell_on, why=row.unwell_why, **who(row))


def _ward(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    for row in case.of(models.SeniorReview):
        names = ("reviewed_at", "reviewer", "outcome", "plan")
        said = {name: getattr(row, name) for name in names} | who(row)
        yield row.at, 85, lambda row=row, said=said: ward.review(ward_stay=live[row.ward_stay], **said)


def _assessments(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    answers: dict[int, list[models.AssessmentAnswer]] = defaultdict(list)
    for row in case.of(models.AssessmentAnswer):
        answers[id(row.assessment)].append(row)

    def begin(row: models.Assessment) -> None:
        by, now = row.begun_by, row.begun_at
        if row.from_organisation:
            found = {one.item: one.value for one in answers[id(row)]}
            names = ("tool", "from_organisation", "assessor", "assessed_on")
            said = {name: getattr(row, name) for name in names}
            accepting.accept_assessment(episode=episode(), answers=found, **said, by=by, now=now)
            return
        made = assessing.begin_assessment(episode=episode(), tool=row.tool, by=by, now=now)
        live.keep(row, made)
        for one in answers[id(row)]:
            if one.source == AnswerSource.KEPT:
                assessing.keep_answer(assessment=made, item=one.item, **who(one))
            else:
                said = {"value": one.value, "note": one.note, "opened": None}
                assessing.answer(assessment=made, item=one.item, **said, **who(one))

    def complete(row: models.Assessment) -> None:
        assessing.complete_assessment(assessment=live[row], by=row.completed_by, now=row.completed_at)

    def offer(row: models.Offer) -> None:
        made = offering.make_offer(episode=episode(), kind=row.kind, **who(row))
        if row.answered_at:
            offering.answer_offer(offer=made, answer=row.answer, by=row.by, now=row.answered_at)

    for row in sorted(case.of(models.Assessment), key=lambda one: one.begun_at):
        yield row.begun_at, 60, lambda row=row: begin(row)
        if row.completed_at and not row.from_organisation:
            yield row.completed_at, 61, lambda row=row: complete(row)
    for row in case.of(models.Offer):
        yield row.at, 65, lambda row=row: offer(row)


def _leaving(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    changes = {row.kind: row for row in case.of(models.LeavingChange)}
    yield from _agreed(case, changes, episode)
    yield from _onward(case, live, episode)
    if LeavingChangeKind.UNDONE in changes:
        row = changes[LeavingChangeKind.UNDONE]
        ended_at = datetime.fromisoformat(row.before["ended_at"])
        said = {"reason": row.before["end_reason"]} | _outcome(row.before) | {"by": row.by, "now": ended_at}
        yield ended_at, 90, lambda said=said: leaving.leave(episode=episode(), **said)
        back = {"why": row.why, **who(row)}
        yield row.at, 49, lambda back=back: leaving.undo_leave(episode=episode(), **back)
    ended = case.episode
    if ended.ended_at is None:
        return
    last = next(iter(case.of(models.Leaving)))
    came = {name: getattr(last, name) for name in ("outcome", "sequel", "happened_on")}
    by = {"by": ended.ended_by, "now": ended.ended_at}
    first = _outcome(changes["outcome"].before) if "outcome" in changes else came
    yield ended.ended_at, 90, lambda: leaving.leave(episode=episode(), reason=ended.end_reason, **first, **by)
    if "outcome" in changes:
        row = changes["outcome"]
        yield row.at, 92, lambda: leaving.correct_outcome(episode=episode(), **came, **who(row))
    yield from _afterwards(case, episode)


def _outcome(before: dict[str, Any]) -> dict[str, Any]:
    day = before["happened_on"]
    happened_on = datetime.fromisoformat(day).date() if day else None
    return {"outcome": before["outcome"], "sequel": before["sequel"], "happened_on": happened_on}


def _agreed(case: Case, changes: dict[str, Any], episode: Callable[[], Episode]) -> Iterator[Act]:
    names = ("transition_plan", "agreed_with", "ends_on")

    def agree(said: dict[str, Any], by: dict[str, Any]) -> None:
        opened = leaving.transition_of(leaving.Leaving.objects.filter(episode=episode()).first())
        leaving.agree_transition(episode=episode(), opened=opened, **said, **by)

    for row in case.of(models.Leaving):
        if not row.transition_plan:
            continue
        said = {name: getattr(row, name) for name in names}
        yield row.agreed_at, 70, lambda said=said, row=row: agree(said, who(row))
        if "plan" in changes:
            first = {"ends_on": row.ends_on} | {name: changes["plan"].before[name] for name in names[:2]}
            earlier = case.seen()[-2]
            by = {"by": earlier.by, "now": earlier.recorded_at}
            yield earlier.recorded_at, 69, lambda first=first, by=by: agree(first, by)


def _onward(case: Case, live: Live, episode: Callable[[], Episode]) -> Iterator[Act]:
    names = ("service", "details", "hours_per_week", "weekly_cost", "funded_by", "starts_on", "sent_to")

    def ask(row: models.OnwardRequest) -> None:
        said = {name: getattr(row, name) for name in names}
        live.keep(row, onward.request_onward(episode=episode(), **said, **who(row)))

    def answered(row: models.OnwardRequest) -> None:
        said = {"answer": row.answer, "provider": row.provider, "by": row.answered_by, "now": row.answered_at}
        onward.answer_onward(request=live[row], **said)

    for row in case.of(models.OnwardRequest):
        yield row.at, 66, lambda row=row: ask(row)
        if row.answered_at:
            yield row.answered_at, 67, lambda row=row: answered(row)


def _afterwards(case: Case, episode: Callable[[], Episode]) -> Iterator[Act]:
    def send(row: models.Summary) -> None:
        made = models.Summary.objects.get(episode=episode(), audience=row.audience)
        summaries.send_summary(summary=made, how=row.how, by=row.sent_by, now=row.sent_at)

    def ring(row: models.FollowUp) -> None:
        made = models.FollowUp.objects.get(episode=episode())
        said = {name: getattr(row, name) for name in ("living_at", "been_in_hospital", "said")}
        follow_ups.record_follow_up(follow_up=made, **said, by=row.done_by, now=row.done_at)

    for row in case.of(models.Summary):
        if row.sent_at:
            yield row.sent_at, 95, lambda row=row: send(row)
    for row in case.of(models.FollowUp):
        if row.done_at:
            yield row.done_at, 96, lambda row=row: ring(row)
