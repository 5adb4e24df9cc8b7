"""The plan, the visits that come back and shrink, visits promised for a time, and the worker known by name."""

from datetime import date, datetime, time, timedelta

from homeward.demo.care.case import Case
from homeward.demo.hours import at as in_london
from homeward.demo.reading import words
from homeward.episodes.models import Booking, NamedWorker, Plan, PlanChange, PlanCopy, SeriesStep, Visit, VisitSeries
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
    """A plan agreed at the first visit, and the person's copy of it; others change it as the help goes on."""
    visits = case.seen()
    if not visits or case.rng.random() < 0.06:
        return
    first, said = visits[0], words("care")["plan"]
    plan = case.add(Plan(episode=case.episode, begun_at=first.recorded_at, begun_by=first.by))
    before_a_visit = "" if case.draft.referral.person.restricted else case.word(said["before_a_visit"])
    _write(case, plan, {"before_a_visit": before_a_visit, **_texts(case.first_pathway)}, first)
    if case.rng.random() < 0.9:
        plan.agreed_at, plan.agreed_by, plan.agreed_with = first.recorded_at, first.by, AgreedWith.PERSON
    if plan.agreed_at and case.rng.random() < 0.8:
        large = case.rng.random() < 0.3
        case.add(PlanCopy(plan=plan, how=HowGiven.PRINTED, large_print=large, by=first.by, at=first.recorded_at))
    _change_plan(case, plan, visits)


def _texts(pathway: str) -> dict[str, str]:
    mine = words("care")["plan"][pathway]
    return {"aims": mine["aims"], "if_it_gets_worse": mine["worse"], "who_to_call": mine["call"]}


def _write(case: Case, plan: Plan, texts: dict[str, str], visit: Visit) -> None:
    """Put texts into a plan at a visit; each that is new is kept with what it said before."""
    for name, after in texts.items():
        before = getattr(plan, name)
        if after != before:
            setattr(plan, name, after)
            change = PlanChange(plan=plan, field=name, before=before, after=after, by=visit.by, at=visit.recorded_at)
            case.add(change)


def _change_plan(case: Case, plan: Plan, visits: list[Visit]) -> None:
    """At another stage the plan is another one, agreed anew; otherwise the next who comes sometimes adds to it."""
    moved = case.seen_in(case.stage) if len(case.draft.stages) > 1 else []
    if moved:
        _write(case, plan, _texts(case.stage.pathway), moved[0])
        plan.agreed_at, plan.agreed_by, plan.agreed_with = moved[0].recorded_at, moved[0].by, AgreedWith.PERSON
    elif len(visits) > 1 and visits[1].recorded_at > plan.begun_at and case.rng.random() < 0.2:
        text = case.word(["Two of us for the bath; the hoist is in the hall cupboard.", "Ask about the new tablets."])
        _write(case, plan, {"before_a_visit": text}, visits[1])


def name_worker(case: Case) -> None:
    """Most people know one worker by name."""
    visits = case.seen()
    if not visits or case.rng.random() > 0.88:
        return
    first, moved = visits[0], case.seen_in(case.stage) if len(case.draft.stages) > 1 else []
    known = case.somebody(case.first_team)
    case.add(NamedWorker(episode=case.episode, member=known, by=first.by, at=first.recorded_at))
    team = case.episode.owning_team
    if moved and team != case.first_team:
        by, at = moved[0].by, moved[0].recorded_at
        case.add(NamedWorker(episode=case.episode, member=case.somebody(team), by=by, at=at))


def plan_visits(case: Case) -> None:
    """Series of visits that shrink week by week, and end with the help."""
    pathway, visits = case.stage.pathway, case.seen_in(case.stage)
    if not visits or (pathway == "rapid_response" and case.rng.random() < 0.7):
        return
    how_many = case.rng.choice([1, 1, 2, 3]) if pathway == "reablement" else 1
    for place, what_for in enumerate(words("care")["series"][pathway][:how_many]):
        _series(case, what_for, place, visits)


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
        series.ended_on, series.ended_by, series.ended_why = last_on, episode.ended_by, "The help ended."
    elif place and case.rng.random() < 0.2:
        last = visits[-1]
        series.ended_on, series.ended_by = london_date(last.recorded_at), last.by
        series.changed_at = last.recorded_at
        series.ended_why = "Manages this alone now."
    for visit in visits[1:]:
        if visit.series is None and opens <= _clock(visit.started_at) < closes:
            visit.series = series
            if series.staff > 1:
                visit.second_worker = case.another(visit.by, episode.owning_team)


def _step(
    case: Case, series: VisitSeries, from_on: date, days: list[int], times: int, minutes: int, visits: list[Visit]
) -> None:
    """A step is agreed at the last visit before its day. Nobody plans beyond the end of a series."""
    before = [visit for visit in visits if london_date(visit.recorded_at) <= from_on]
    first = from_on == london_date(series.at)
    agreed_at = visits[0] if first or not before else before[-1]
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
    agreed_at = max(last.recorded_at, case.back_at or last.recorded_at)
    if in_london(day, hour) <= agreed_at:
        return
    booking = case.add(
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
            at=agreed_at,
        )
    )
    cancelled_at = agreed_at + timedelta(hours=1)
    if case.rng.random() < 0.05 and cancelled_at < case.now:
        booking.cancelled_at, booking.cancelled_by = cancelled_at, last.by
        booking.cancelled_why = "At the eye clinic that day."


def _clock(moment: datetime) -> time:
    return moment.astimezone(LONDON).time().replace(tzinfo=None)
