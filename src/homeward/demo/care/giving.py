"""Giving the care to everybody helped lately, each part in its turn, and saving its rows in the order they refer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from homeward.demo.care import (
    assessing,
    finishing,
    hospital,
    moving,
    placing,
    planning,
    recording,
    wanting,
    warding,
)
from homeward.demo.care.case import Case
from homeward.demo.drafts import Directory, Draft
from homeward.episodes import models
from homeward.episodes.models import AssessmentAnswer, VisitSeries

HELPED_IN_THE_LAST = timedelta(days=110)
"""Long enough for the follow-up twelve weeks after the end to have come for some."""

IN_ORDER: tuple[type[Model], ...] = (
    models.HandOff,
    models.Extension,
    models.NamedWorker,
    models.Goal,
    models.GoalStep,
    models.GoalChange,
    models.Plan,
    models.PlanChange,
    models.PlanCopy,
    models.VisitSeries,
    models.SeriesStep,
    models.HospitalStay,
    models.ReadyPeriod,
    models.DelayReason,
    models.StayChange,
    models.WardStay,
    models.SeniorReview,
    models.Assessment,
    models.Offer,
    models.Leaving,
    models.LeavingChange,
    models.OnwardRequest,
    models.Summary,
    models.FollowUp,
)
"""Saved before the visits, so that visits can point at a series; then answers, and what points at visits."""

AFTER_VISITS: tuple[type[Model], ...] = (models.VisitGoal, models.GoalRating, models.Booking)


def give_care(rng: Random, drafts: Sequence[Draft], directory: Directory, now: datetime) -> list[Case]:
    """The care of everybody who was seen, in full where their help began lately; nothing is saved."""
    helped = (draft for draft in drafts if was_helped(draft))
    return [given(Case(rng, draft, directory, now, brief=not helped_lately(draft, now))) for draft in helped]


def was_helped(draft: Draft) -> bool:
    """True of a referral that was accepted, and not closed before anybody came."""
    return bool(draft.episodes) and draft.referral.closed_at is None


def helped_lately(draft: Draft, now: datetime) -> bool:
    """True of help that goes on, or began so lately that its care is told in full."""
    if not was_helped(draft):
        return False
    episode = draft.episodes[-1]
    return episode.ended_at is None or episode.opened_at > now - HELPED_IN_THE_LAST


IN_BRIEF: tuple[Callable[[Case], None], ...] = (
    hospital.was_in_hospital,
    warding.on_the_ward,
    wanting.set_goals,
    assessing.assess,
    finishing.left,
    recording.timed,
)
"""The parts of care that measures count, and those that a record of long ago would be missed without."""


def given(case: Case) -> Case:
    """The case with the rows of every part of its care."""
    if moving.may_move(case):
        moving.move_on(case)
    elif moving.may_be_passed_on(case):
        moving.pass_on(case)
    placing.into_a_care_home(case)
    if case.brief:
        for part in IN_BRIEF:
            part(case)
        return case
    for part in (
        hospital.was_in_hospital,
        warding.on_the_ward,
        wanting.set_goals,
        planning.make_plan,
        planning.name_worker,
        planning.plan_visits,
        moving.extend,
        assessing.assess,
        finishing.left,
        finishing.ended_by_mistake,
        planning.promise_visits,
        recording.timed,
    ):
        part(case)
    return case


def rows_by_table(cases: Iterable[Case]) -> dict[type[Model], list[Model]]:
    """Every row made, by its table."""
    found: dict[type[Model], list[Model]] = defaultdict(list)
    for case in cases:
        for row in case.rows:
            found[type(row)].append(row)
    found[models.Assessment].sort(key=lambda one: one.begun_at)  # type: ignore[attr-defined]
    return found


def told_first(answers: Iterable[Any]) -> tuple[list[AssessmentAnswer], list[AssessmentAnswer]]:
    """The answers that others are kept from, which must be saved first; and all others."""
    answers = list(answers)
    kept_from = {id(row.kept_from) for row in answers if row.kept_from}
    parts: tuple[list[AssessmentAnswer], list[AssessmentAnswer]] = ([], [])
    for row in answers:
        parts[id(row) not in kept_from].append(row)
    return parts


def save_goals_of_series(cases: Iterable[Case], save: Callable[[type[Model], Iterable[Model]], int]) -> None:
    """Which goals each series of visits serves, once both are saved."""
    through = VisitSeries.goals.through
    save(
        through,
        (through(visitseries_id=series.pk, goal_id=goal.pk) for case in cases for series, goal in case.for_goals),
    )
