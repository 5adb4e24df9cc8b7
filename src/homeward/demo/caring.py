"""The care that follows an accepted referral: visits, how it ends, and what comes after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from homeward.demo.cast import someone
from homeward.demo.chance import lognormal, pick, worded
from homeward.demo.hours import OPENS, daytime, hour_in_london, minutes, when_open
from homeward.demo.reading import figure, words
from homeward.demo.stories import Ended, Step, Visited
from homeward.episodes.models import EndReason
from homeward.episodes.rules import VisitKind
from homeward.kit.london import london_date

SIX_WEEKS = 42


@dataclass(frozen=True, slots=True)
class Course:
    """What care is to be given: the pathway and team, between which times, and how the person is spoken of."""

    pathway: str
    team: str
    accepted_at: datetime
    first_at: datetime
    slots: dict[str, str]
    need: str = ""


def cared_for(rng: Random, course: Course) -> list[Step]:
    """Every visit of a course of care and its end; those at hand are mostly the same two people."""
    ending, sequel, shortened = _ending(rng, course)
    if course.pathway == "rapid_response":
        before, times = _urgent_times(rng, course)
    else:
        before, times = _before(rng, course), _planned_times(rng, course, shortened)
    people = [someone(rng, course.team), someone(rng, course.team)]
    steps: list[Step] = [_attempt(rng, course, at, kind, people[0]) for at, kind in before]
    for place, at in enumerate(times):
        last = place == len(times) - 1
        stage = "first" if place == 0 else "last" if last else "later"
        steps.append(_visit(rng, course, at, stage, people[place % 2], ending if last else "", sequel if last else ""))
    ended = max(step.at for step in steps) + minutes(rng.randrange(1, 180))
    return [*steps, Ended(at=ended, by=steps[-1].by, reason=ending)]


def _ending(rng: Random, course: Course) -> tuple[str, str, bool]:
    """How it ends: the reason, what is noted about afterwards, and whether it ends early."""
    sequels = words("decisions")["sequels"]
    if course.pathway in ("supported_discharge", "reablement"):
        code = pick(rng, figure("sequels"))
        reason = EndReason.COMPLETED
        if code == "nhs_or_died":
            reason = EndReason.ADMITTED if rng.random() < 0.65 else EndReason.DIED
        elif code == "declined":
            reason = EndReason.DECLINED
        return reason, worded(rng, [sequels[code]], course.slots), code.startswith("early") or code == "nhs_or_died"
    if course.pathway == "rapid_response":
        if rng.random() < figure("admitted_from_urgent_response"):
            return EndReason.ADMITTED, "", False
        if course.need == "palliative_crisis" and rng.random() < 0.15:
            return EndReason.DIED, "", False
    return EndReason.COMPLETED, "", False


def _urgent_times(rng: Random, course: Course) -> tuple[list[tuple[datetime, VisitKind]], list[datetime]]:
    """Attempts before the first visit, and visits within two days of it: as many contacts as the figures say."""
    contacts = int(pick(rng, figure("urgent_contacts")))
    before = _before(rng, course)[: contacts - 1]
    rest = contacts - 1 - len(before)
    later = sorted(course.first_at + timedelta(hours=rng.uniform(4, 44)) for _ in range(rest))
    return before, [course.first_at, *sorted(_by_day(rng, moment) for moment in later)]


def _planned_times(rng: Random, course: Course, shortened: bool) -> list[datetime]:
    """Visits over some weeks, at the rate the figures say; a few courses run over six weeks."""
    median = figure("length_days")[course.pathway] * (0.5 if shortened else 1)
    length = lognormal(rng, mean=median * 1.12, median=median)
    length = min(length, SIX_WEEKS - 1) if rng.random() < 0.97 else SIX_WEEKS + rng.randrange(1, 12)
    expected = figure("contacts_in_thirty_days") * length / 30
    count = max(2, round(rng.gauss(expected, 1.2)))
    first = london_date(course.first_at)
    days = sorted(rng.uniform(1, length) for _ in range(count - 2))
    later = [daytime(rng, first + timedelta(days=int(day)), last=16) for day in [*days, max(length, 1)]]
    return [course.first_at, *sorted(max(moment, course.first_at + timedelta(hours=3)) for moment in later)]


def _before(rng: Random, course: Course) -> list[tuple[datetime, VisitKind]]:
    """A phone call before setting out, or a door that nobody opened; neither stops a clock."""
    gap = (course.first_at - course.accepted_at).total_seconds() / 60
    if rng.random() < figure("not_let_in") and gap > 40:
        return [(course.accepted_at + timedelta(minutes=int(gap * 0.6)), VisitKind.NO_ACCESS)]
    if rng.random() < 0.12 and gap > 12:
        return [(course.accepted_at + timedelta(minutes=int(gap * 0.25)), VisitKind.PHONE_OR_VIDEO)]
    return []


def _by_day(rng: Random, moment: datetime) -> datetime:
    moment = moment.replace(second=0, microsecond=0)
    return moment if OPENS <= hour_in_london(moment) < 20 else when_open(rng, moment)


def _attempt(rng: Random, course: Course, at: datetime, kind: VisitKind, by: str) -> Visited:
    said = words("visits")["no_access" if kind is VisitKind.NO_ACCESS else "phone"]
    at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    text = worded(rng, said, course.slots)
    return Visited(at=at + minutes(rng.randrange(3, 9)), by=by, kind=kind, started_at=at, what_happened=text)


def _visit(rng: Random, course: Course, at: datetime, stage: str, by: str, ending: str, sequel: str) -> Visited:
    visits = words("visits")
    kind, said = VisitKind.FACE_TO_FACE, visits[course.pathway][stage]
    if stage == "later" and rng.random() < 0.1:
        kind, said = VisitKind.PHONE_OR_VIDEO, visits["phone"][1:]
    text = worded(rng, said, course.slots)
    if ending and ending in visits["endings"]:
        text = worded(rng, visits["endings"][ending], course.slots)
    next_step = sequel or ("" if ending else worded(rng, visits["next_steps"][course.pathway], course.slots))
    took = minutes(rng.randrange(20, 75))
    return Visited(at=at + took, by=by, kind=kind, started_at=at, what_happened=text, next_step=next_step)
