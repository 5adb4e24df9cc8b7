"""What is open at this moment: referrals in every state, with their clocks at different ages.

The year's own stories leave some open too; these make sure that, at whatever hour, there is something of everything.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from homeward.demo.calling import Call, called, flags_for, source_of
from homeward.demo.cast import someone
from homeward.demo.chance import slots_for, worded
from homeward.demo.reading import words
from homeward.demo.residents import Residents
from homeward.demo.stories import Decided, Noted, Step, Story, Visited
from homeward.demo.telling import Plan, as_story, decided
from homeward.demo.year import Arrival, route_weights
from homeward.episodes.rules import VisitKind
from homeward.kit.london import london_date
from homeward.pathways.queries import service_model_on
from homeward.referrals.models import Arrival as Way
from homeward.referrals.models import Source
from homeward.referrals.rules.state import DecisionKind, State

URGENT, HOSPITAL, REABLE, SOCIAL = "rapid_response", "supported_discharge", "reablement", "urgent_social_work"

NOW_WAITING: dict[State, tuple[tuple[str, tuple[int, ...]], ...]] = {
    State.WAITING_FOR_TRIAGE: (
        (URGENT, (1, 2, 4, 7, 9, 12, 14, 22, 123)),
        (HOSPITAL, (12, 65, 170)),
        (REABLE, (28, 110, 215, 251)),
        (SOCIAL, (9, 84)),
    ),
    State.WAITING_FOR_REFERRER: ((URGENT, (31, 52, 78)), (HOSPITAL, (95,)), (REABLE, (60, 130)), (SOCIAL, (48,))),
    State.WAITING_FOR_FIRST_VISIT: (
        (URGENT, (18, 26, 39, 55, 63, 77, 92, 101, 109, 121)),
        (HOSPITAL, (160, 420, 900, 1500)),
        (REABLE, (240, 700, 1300, 1900)),
        (SOCIAL, (120, 500, 1050, 1380, 1461)),
    ),
}
"""State, route, and how many minutes ago each was received. Two or three have run out of time."""

NOT_TOLD_YET = (("redirect", DecisionKind.REDIRECT, 26), ("decline", DecisionKind.DECLINE, 41))
"""Closed a short while ago, and the referrer is still to be rung."""

SEEN_TO_FIRST = 6
"""So many of the first visits waited for come with a warning, and one person's address must not be shown."""


def open_now(rng: Random, now: datetime, residents: Residents) -> list[Story]:
    """The referrals that make today's worklist."""
    stories = [
        open_story(rng, now, residents, state, route, age, place)
        for state, routes in NOW_WAITING.items()
        for route, ages in routes
        for place, age in enumerate(ages)
    ]
    return stories + [_not_told(rng, now, residents, *row) for row in NOT_TOLD_YET]


def many_open(rng: Random, now: datetime, residents: Residents, count: int) -> list[Story]:
    """So many open referrals, for trying the service under load: every state, over the last three days."""
    pathways = [(route, weight) for route, weight in route_weights().items() if route not in ("redirect", "decline")]
    routes = rng.choices([route for route, _ in pathways], [weight for _, weight in pathways], k=count)
    states = cycle([State.WAITING_FOR_FIRST_VISIT] * 5 + [State.WAITING_FOR_TRIAGE] * 2 + [State.WAITING_FOR_REFERRER])
    return [
        open_story(rng, now, residents, state, route, rng.randrange(2, 4320), place=SEEN_TO_FIRST)
        for state, route in zip(states, routes, strict=False)
    ]


def open_story(
    rng: Random, now: datetime, residents: Residents, state: State, route: str, age: int, place: int
) -> Story:
    """One open referral, received so many minutes ago."""
    waits_for_visit = state is State.WAITING_FOR_FIRST_VISIT
    call = _fresh_call(rng, now, residents, route, age, restricted=waits_for_visit and (route, place) == (REABLE, 1))
    if waits_for_visit and place % 3 == 1 and place < SEEN_TO_FIRST:
        call = replace(call, request=replace(call.request, flags=flags_for(rng, call.request.details, share=1)))
    by = someone(rng, "front-door")
    if state is State.WAITING_FOR_TRIAGE:
        return as_story(call, [])
    if state is State.WAITING_FOR_REFERRER:
        slots = slots_for(call.request.details.gender, call.request.details.given_name)
        question = worded(rng, words("decisions")["ask"], slots)
        asked = Decided(at=now - timedelta(minutes=age * 0.6), by=by, kind=DecisionKind.ASK, reason=question, told=True)
        return as_story(call, [asked])
    return as_story(call, _waiting_for_visit(rng, now, call, route, age, by))


def _fresh_call(rng: Random, now: datetime, residents: Residents, route: str, age: int, *, restricted: bool) -> Call:
    arrival = Arrival(now - timedelta(minutes=age), route)
    source = source_of(rng, arrival)
    in_a_home = source == Source.CARE_HOME
    person = residents.in_a_care_home() if in_a_home else residents.someone_new(restricted=restricted)
    call = called(rng, arrival, source, person)
    needed_at = call.received_at - timedelta(minutes=2)
    ready_at = call.request.ready_at and min(call.request.ready_at, needed_at)
    return replace(call, request=replace(call.request, needed_at=needed_at, ready_at=ready_at))


def _waiting_for_visit(rng: Random, now: datetime, call: Call, route: str, age: int, by: str) -> list[Step]:
    decided_at = call.received_at + timedelta(minutes=min(age * 0.4, 9 if route == URGENT else 70))
    plan = Plan(route, decided_at, decided_at)
    steps: list[Step] = []
    if call.request.answers != call.answers:
        noted_at = call.received_at + (decided_at - call.received_at) * 0.8
        steps.append(Noted(at=noted_at, by=by, answers=call.answers, need=call.request.need))
    answered = decided(rng, call, by, decided_at, DecisionKind.ACCEPT, plan=plan)
    steps += answered[:1] if rng.random() < 0.2 and call.request.arrival == Way.PHONE else answered
    if rng.random() < 0.12 and age > 30:
        steps.append(_rang(rng, now, call, route, age))
    return steps


def _rang(rng: Random, now: datetime, call: Call, route: str, age: int) -> Visited:
    """A call before setting out: the clock goes on."""
    at = (now - timedelta(minutes=age * 0.3)).replace(second=0, microsecond=0)
    team = service_model_on(london_date(call.received_at)).pathway(route).owner
    slots = slots_for(call.request.details.gender, call.request.details.given_name)
    text = worded(rng, words("visits")["phone"][:1], slots)
    kind = VisitKind.PHONE_OR_VIDEO
    by = someone(rng, team)
    return Visited(at=at + timedelta(minutes=4), by=by, kind=kind, started_at=at, what_happened=text)


def _not_told(rng: Random, now: datetime, residents: Residents, route: str, kind: DecisionKind, age: int) -> Story:
    call = _fresh_call(rng, now, residents, route, age, restricted=False)
    why = rng.choice(words("decisions")[route])
    slots = slots_for(call.request.details.gender, call.request.details.given_name)
    decision = Decided(
        at=now - timedelta(minutes=age / 2),
        by=someone(rng, "front-door"),
        kind=kind,
        reason=worded(rng, [why["reason"]], slots),
        passed_to=why.get("to", ""),
    )
    call = replace(call, request=replace(call.request, answers={**call.answers, **why["answers"]}, arrival=Way.PHONE))
    return as_story(replace(call, taken_by=decision.by), [decision])
