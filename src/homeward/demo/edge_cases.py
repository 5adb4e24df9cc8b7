"""Stories at the edges of the rules, on known days, so that a visitor and a test can find them.

120 minutes exactly and 121; both nights on which clocks change; two midnights and three; a visit taken back; a door
that nobody opened; somebody whose whereabouts are secret.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from homeward.demo.calling import Call, called
from homeward.demo.cast import someone
from homeward.demo.chance import slots_for
from homeward.demo.hours import at
from homeward.demo.residents import Residents
from homeward.demo.stories import Decided, Ended, Noted, Step, Story, Visited, Withdrew
from homeward.demo.telling import as_story
from homeward.demo.year import Arrival
from homeward.episodes.models import EndReason
from homeward.episodes.rules import VisitKind
from homeward.kit.london import london_date
from homeward.referrals.models import Source
from homeward.referrals.rules.state import DecisionKind

AN_HOUR = timedelta(hours=1)


def last_sunday(month: int, before: date) -> date:
    """The last Sunday of a month, the latest such day before a date: clocks change on March's and October's."""
    for year in (before.year, before.year - 1):
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        day = first_of_next - timedelta(days=(first_of_next.weekday() + 1) % 7 or 7)
        if day < before:
            return day
    raise ValueError(f"No last Sunday of month {month} before {before}.")


def edge_cases(rng: Random, now: datetime, residents: Residents) -> list[Story]:
    """Every edge case, some weeks ago or on the last nights on which clocks changed."""
    day = london_date(now) - timedelta(days=40)
    yesterday = london_date(now) - timedelta(days=3)
    back, forward = last_sunday(10, yesterday), last_sunday(3, yesterday)
    urgent = [
        (at(day, 10), at(day, 12)),
        (at(day, 14), at(day, 14) + timedelta(minutes=121)),
        (at(back, 0, 30), at(back, 0, 30) + timedelta(minutes=115)),
        (at(forward, 0, 30), at(forward, 3, 20)),
    ]
    midnights = [
        (at(day, 23, 59), at(day + timedelta(days=2), 0, 1)),
        (at(day, 23, 59), at(day + timedelta(days=3), 9)),
        (at(back - timedelta(days=1), 23, 30), at(back + timedelta(days=1), 23)),
    ]
    stories = [_seen(rng, residents, "rapid_response", start, seen) for start, seen in urgent]
    stories += [_seen(rng, residents, "supported_discharge", start, seen) for start, seen in midnights]
    stories += [_taken_back(rng, residents, at(day, 9)), _nobody_in(rng, residents, at(day, 11))]
    return [*stories, _kept_secret(rng, residents, at(london_date(now) - timedelta(days=9), 10))]


def _call(rng: Random, residents: Residents, route: str, start: datetime, *, restricted: bool = False) -> Call:
    person = residents.someone_new(restricted=restricted)
    source = Source.HOSPITAL if route == "supported_discharge" else Source.GP
    call = called(rng, Arrival(start + timedelta(minutes=2), route), source, person)
    ready_at = start if route == "supported_discharge" else None
    return replace(call, request=replace(call.request, needed_at=start, ready_at=ready_at))


def _accepted(rng: Random, call: Call, route: str) -> list[Step]:
    by, when = someone(rng, "front-door"), call.received_at
    noted = Noted(at=when + timedelta(minutes=3), by=by, answers=call.answers, need=call.request.need)
    accepted = Decided(at=when + timedelta(minutes=6), by=by, kind=DecisionKind.ACCEPT, pathway=route, told=True)
    return [noted, accepted]


def _visit(call: Call, by: str, at: datetime, kind: VisitKind = VisitKind.FACE_TO_FACE, said: str = "") -> Visited:
    name = slots_for(call.request.details.gender, call.request.details.given_name)["them"]
    text = said or f"Saw {name} at home. Settled, and safe to stay."
    return Visited(at=at + timedelta(minutes=30), by=by, kind=kind, started_at=at, what_happened=text)


def _seen(rng: Random, residents: Residents, route: str, start: datetime, seen: datetime) -> Story:
    call = _call(rng, residents, route, start)
    by = someone(rng, route.replace("_", "-"))
    ended = Ended(at=seen + 2 * AN_HOUR, by=by, reason=EndReason.COMPLETED)
    return as_story(call, [*_accepted(rng, call, route), _visit(call, by, seen), ended])


def _taken_back(rng: Random, residents: Residents, start: datetime) -> Story:
    """A visit written under the wrong name, taken back; the clock ran on until the right one."""
    call = _call(rng, residents, "rapid_response", start)
    by = someone(rng, "rapid-response")
    wrong = _visit(call, by, start + AN_HOUR, said="Seen at home, skin tear dressed.")
    withdrew = Withdrew(at=start + 1.7 * AN_HOUR, by=by, why="Written under the wrong name.")
    right = _visit(call, by, start + 1.9 * AN_HOUR)
    ended = Ended(at=start + 4 * AN_HOUR, by=by, reason=EndReason.COMPLETED)
    return as_story(call, [*_accepted(rng, call, "rapid_response"), wrong, withdrew, right, ended])


def _kept_secret(rng: Random, residents: Residents, start: datetime) -> Story:
    """Somebody home from hospital, still helped, whose whereabouts nobody may be told."""
    call = _call(rng, residents, "supported_discharge", start, restricted=True)
    by = someone(rng, "supported-discharge")
    visits = [_visit(call, by, start + days * 24 * AN_HOUR) for days in (1, 3, 6)]
    return as_story(call, [*_accepted(rng, call, "supported_discharge"), *visits])


def _nobody_in(rng: Random, residents: Residents, start: datetime) -> Story:
    """A call, then a door nobody opened, then the visit that stops the clock."""
    call = _call(rng, residents, "rapid_response", start)
    by = someone(rng, "rapid-response")
    rang = _visit(call, by, start + 0.3 * AN_HOUR, VisitKind.PHONE_OR_VIDEO, "Rang: in pain, no bleeding. On the way.")
    shut = _visit(call, by, start + 0.8 * AN_HOUR, VisitKind.NO_ACCESS, "No answer. The key safe code did not work.")
    right = _visit(call, by, start + 1.6 * AN_HOUR)
    ended = Ended(at=start + 4 * AN_HOUR, by=by, reason=EndReason.COMPLETED)
    return as_story(call, [*_accepted(rng, call, "rapid_response"), rang, shut, right, ended])
