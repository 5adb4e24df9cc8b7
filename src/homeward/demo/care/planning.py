"""The plan, the visits that come back and shrink, visits promised for a time, and the worker known by name."""

from datetime import date, datetime, time, timedelta

from homeward.demo.care.case import Case
from homeward.demo.hours import at as in_london
from homeward.demo.reading import words
from homeward.episodes.models import Booking, NamedWorker, Plan, PlanCopy, SeriesStep, Visit, VisitSeries
from homeward.episodes.models.plan import HowGiven
from homeward.episodes.models.written import AgreedWith
from homeward.kit.london import LONDON, london_date

EVERY_DAY, FIVE_DAYS, THREE_DAYS = [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [1, 3, 5]
WINDOWS = ((time(8), time(10)), (time(12), time(14)), (time(18), time(20)))
PACES = {
    "reablement": ((EVERY_DAY, 1, 45), (EVERY_DAY, 1, 30), (FIVE_DAYS, 1, 30), (THREE_DAYS, 1, 30)),
    "supported_discharge": ((EVERY_DAY, 1, 45), (FIVE_DAYS, 1, 30), (THREE_DAYS, 1, 30)),
    "home_ward": ((EVERY_DAY, 2, 40), (EVERY_DAY, 1, 30)),
    "urgent_social_work": ((EVERY_DAY, 1, 30),),
    "rapid_response": ((EVERY_DAY, 2, 30),),
}
"""On which days, how often a day, and for how many minutes, as the help shrinks."""

SKILLS = {"reablement": ["personal_care"], "supported_discharge": ["therapy"], "home_ward": ["nursing"]}


def make_plan(case: Case) -> None:
    """A plan agreed at the first visit, and the person's copy of it."""
    visits = case.seen()
    if not visits or case.rng.random() < 0.06:
        return
    first, said = visits[0], words("care")["plan"]
    mine = said[case.stage.pathway]
    plan = case.add(
        Plan(
            episode=case.episode,
            aims=mine["aims"],
            before_a_visit=case.word(said["before_a_visit"]),
            if_it_gets_worse=mine["worse"],
            who_to_call=mine["call"],
            begun_at=first.recorded_at,
            begun_by=first.by,
        )
    )
    if case.rng.random() < 0.9:
        plan.agreed_at, plan.agreed_by, plan.agreed_with = first.recorded_at, first.by, AgreedWith.PERSON
    if plan.agreed_at and case.rng.random() < 0.8:
        large = case.rng.random() < 0.3
        case.add(PlanCopy(plan=plan, how=HowGiven.PRINTED, large_print=large, by=first.by, at=first.recorded_at))


def name_worker(case: Case) -> None:
    """Most people know one worker by name."""
    visits = case.seen()
    if visits and case.rng.random() < 0.88:
        by = case.somebody(case.episode.owning_team)
        case.add(NamedWorker(episode=case.episode, member=by, by=visits[-1].by, at=visits[0].recorded_at))


def plan_visits(case: Case) -> None:
    """Series of visits that shrink week by week, and end with the help."""
    pathway, visits = case.stage.pathway, case.seen()
    if not visits or (pathway == "rapid_response" and case.rng.random() < 0.7):
        return
    how_many = case.rng.choice([1, 1, 2, 3]) if pathway == "reablement" else 1
    for place, what_for in enumerate(words("care")["series"][pathway][:how_many]):
        _series(case, what_for, place, visits)
    for visit in visits:
        visit.minutes = max(1, min(240, round((visit.recorded_at - visit.started_at).total_seconds() / 60)))


def _series(case: Case, what_for: str, place: int, visits: list[Visit]) -> None:
    first, episode = visits[0], case.episode
    starts_on, last_on = london_date(first.recorded_at), london_date(episode.ended_at or case.now)
    opens, closes = WINDOWS[place]
    series = case.add(
        VisitSeries(
            episode=episode,
            what_for=what_for,
            skills=SKILLS.get(case.stage.pathway, []),
            staff=2 if case.rng.random() < 0.07 else 1,
            window_from=opens,
            window_to=closes,
            prefers=first.by if case.rng.random() < 0.4 else None,
            by=first.by,
            at=first.recorded_at,
        )
    )
    case.for_goals += [(series, goal) for goal in case.goals[: place + 1]]
    rest = case.rng.choice([5, 7, 7, 8])
    for step, (days, times, minutes) in enumerate(PACES[case.stage.pathway]):
        from_on = starts_on + timedelta(days=rest * step)
        if from_on > last_on + timedelta(days=rest):
            break
        _step(case, series, from_on, days, times, minutes, visits)
    if episode.ended_at is not None:
        series.ended_on, series.ended_by, series.ended_why = last_on, episode.ended_by, "The help ended"
    for visit in visits[1:]:
        if visit.series is None and opens <= _clock(visit.started_at) < closes:
            visit.series = series


def _step(
    case: Case, series: VisitSeries, from_on: date, days: list[int], times: int, minutes: int, visits: list[Visit]
) -> None:
    """A step is agreed at the last visit before its day."""
    before = [visit for visit in visits if london_date(visit.recorded_at) <= from_on]
    agreed_at = before[-1] if before else visits[0]
    first = from_on == london_date(series.at)
    case.add(
        SeriesStep(
            series=series,
            from_on=from_on,
            days=days,
            times_a_day=times,
            minutes=minutes,
            why="" if first else case.say("series", "steps"),
            by=agreed_at.by,
            at=agreed_at.recorded_at,
        )
    )


def promise_visits(case: Case) -> None:
    """Whoever is helped now has a next visit promised for a time; a few were not kept."""
    visits = case.seen()
    if not visits or case.episode.ended_at is not None:
        return
    today, last = london_date(case.now), visits[-1]
    missed = case.rng.random() < 0.04
    day = today - timedelta(days=1) if missed else today + timedelta(days=case.rng.choice([1, 1, 2, 3]))
    hour = case.rng.choice([9, 10, 11, 14, 15])
    if in_london(day, hour) <= last.recorded_at:
        return
    case.add(
        Booking(
            episode=case.episode,
            what_for=case.word(
                ["Review goals together", "Stairs practice", "Joint visit with the nurse", "Bloods and weight"]
            ),
            from_at=in_london(day, hour),
            to_at=in_london(day, hour + 2),
            minutes=45,
            worker=last.by if case.rng.random() < 0.6 else None,
            by=last.by,
            at=last.recorded_at,
        )
    )


def _clock(moment: datetime) -> time:
    return moment.astimezone(LONDON).time().replace(tzinfo=None)
