"""From a call to a whole story: triage, the decision, the answer, the wait, the care and its end."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from homeward.demo.calling import Call, called, source_of
from homeward.demo.caring import Course, cared_for
from homeward.demo.cast import someone
from homeward.demo.chance import slots_for, worded
from homeward.demo.hours import minutes, when_open
from homeward.demo.reading import figure, words
from homeward.demo.residents import Residents
from homeward.demo.stories import Decided, Ended, Noted, Step, Story, Told
from homeward.demo.waiting import (
    decided_otherwise,
    decided_urgently,
    first_seen_after_hospital,
    first_seen_by_a_social_worker,
    first_seen_for_reablement,
    first_seen_urgently,
)
from homeward.demo.year import Arrival
from homeward.episodes.models import EndReason
from homeward.kit.london import london_date
from homeward.pathways.queries import service_model_on
from homeward.referrals.drafting import Request
from homeward.referrals.models import Arrival as Way
from homeward.referrals.models import Source
from homeward.referrals.rules.state import DecisionKind

OVERRIDES = {"supported_discharge": "reablement", "reablement": "supported_discharge"}
"""Where people at the front door sometimes decide otherwise than the criteria lead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where an accepted referral goes, and when it is decided and the person first seen."""

    pathway: str
    decided_at: datetime
    first_at: datetime
    reason: str = ""
    not_right: bool = False


def told(rng: Random, arrival: Arrival, residents: Residents) -> Story:
    """One referral of the year, from its call to its end; whoever can come back is remembered."""
    source = source_of(rng, arrival)
    person = residents.in_a_care_home() if source == Source.CARE_HOME else residents.referred(arrival.at)
    call = called(rng, arrival, source, person)
    slots = slots_for(person.gender, person.given_name)
    if arrival.route in ("redirect", "decline"):
        call, steps = _turned_away(rng, call, arrival.route, slots, residents.today)
    else:
        steps = _accepted(rng, call, arrival, slots, residents.today)
    died = any(isinstance(step, Ended) and step.reason == EndReason.DIED for step in steps)
    died = died or any(isinstance(step, Decided) and step.because == EndReason.DIED for step in steps)
    if not died and source != Source.CARE_HOME:
        back = max(step.at for step in steps) + timedelta(days=rng.uniform(1, 45))
        residents.may_come_back(person, from_when=back)
    return as_story(call, steps)


def as_story(call: Call, steps: list[Step]) -> Story:
    """A call and what followed."""
    return Story(
        request=call.request,
        received_at=call.received_at,
        taken_by=call.taken_by,
        source_organisation=call.organisation,
        steps=tuple(steps),
    )


def _accepted(rng: Random, call: Call, arrival: Arrival, slots: dict[str, str], today: date) -> list[Step]:
    plan = planned(rng, call, arrival, slots, today)
    by = someone(rng, "front-door")
    steps = _triaged(rng, call, by, plan.decided_at, slots)
    if rng.random() < figure("opened_again") and arrival.route != "rapid_response":
        steps += _refused_by_mistake(rng, call, by, plan.decided_at, slots)
    steps += decided(rng, call, by, plan.decided_at, DecisionKind.ACCEPT, plan=plan)
    if rng.random() < figure("closed_before_a_visit"):
        return steps + _closed_unseen(rng, call, plan, slots)
    return steps + cared_for(rng, course_of(plan, call.request, slots))


def course_of(plan: Plan, request: Request, slots: dict[str, str]) -> Course:
    """The care that a plan leads to."""
    team = service_model_on(london_date(plan.decided_at)).pathway(plan.pathway).owner
    return Course(plan.pathway, team, plan.decided_at, plan.first_at, slots, request.need)


def planned(rng: Random, call: Call, arrival: Arrival, slots: dict[str, str], today: date) -> Plan:
    """When a call headed for a pathway is decided, and when somebody first comes."""
    start, received = min(call.request.needed_at, arrival.at), arrival.at
    if arrival.route == "rapid_response":
        return _planned_urgently(rng, arrival, start, slots, today)
    decided_at = decided_otherwise(rng, received, today)
    pathway, reason = arrival.route, ""
    if pathway in OVERRIDES and rng.random() < figure("overridden") * 1.6:
        pathway = OVERRIDES[pathway]
        reason = worded(rng, words("decisions")["override"], slots)
    if arrival.route == "supported_discharge":
        first = first_seen_after_hospital(rng, min(call.request.ready_at or start, received), today)
    elif arrival.route == "reablement":
        first = first_seen_for_reablement(rng, start, today)
    else:
        first = first_seen_by_a_social_worker(rng, start)
    if first < decided_at + timedelta(minutes=45):
        first = when_open(rng, decided_at + minutes(rng.randrange(50, 150)))
    return Plan(pathway, decided_at, first.replace(second=0, microsecond=0), reason)


def _planned_urgently(rng: Random, arrival: Arrival, start: datetime, slots: dict[str, str], today: date) -> Plan:
    if arrival.out_of_hours:
        decided_at = when_open(rng, arrival.at)
        first = decided_at + minutes(rng.randrange(25, 100))
    else:
        first = first_seen_urgently(rng, start, today)
        first = max(first, arrival.at + timedelta(minutes=6))
        decided_at = decided_urgently(rng, arrival.at, first, today)
    if rng.random() < figure("two_hours_not_right"):
        reason = worded(rng, words("decisions")["not_right"], slots)
        later = when_open(rng, decided_at + minutes(rng.randrange(180, 1200)))
        return Plan("rapid_response", decided_at, later, reason, True)
    return Plan("rapid_response", decided_at, first)


def _triaged(rng: Random, call: Call, by: str, decided_at: datetime, slots: dict[str, str]) -> list[Step]:
    """What was asked before the decision: nothing where all was known, sometimes a question to the referrer."""
    room = decided_at - call.received_at
    if rng.random() < figure("asked_first") and room > timedelta(minutes=8):
        nth = rng.randrange(len(words("decisions")["ask"]))
        question = worded(rng, [words("decisions")["ask"][nth]], slots)
        asked_at, heard_at = call.received_at + room * 0.3, call.received_at + room * 0.85
        asked = Decided(at=asked_at, by=by, kind=DecisionKind.ASK, reason=question, told=True)
        said = words("decisions")["said"][nth]
        return [asked, Noted(at=heard_at, by=by, answers=call.answers, need=call.request.need, said=said)]
    if call.request.answers == call.answers:
        return []
    return [Noted(at=call.received_at + room * 0.9, by=by, answers=call.answers, need=call.request.need)]


def decided(
    rng: Random,
    call: Call,
    by: str,
    at: datetime,
    kind: DecisionKind,
    *,
    plan: Plan | None = None,
    reason: str = "",
    passed_to: str = "",
    because: str = "",
) -> list[Step]:
    """A decision and the answer to the referrer: in the same call, or a little later by the way they came."""
    at_once = call.request.arrival == Way.PHONE and rng.random() < 0.75
    decision = Decided(
        at=at,
        by=by,
        kind=kind,
        pathway=plan.pathway if plan else "",
        reason=plan.reason if plan else reason,
        passed_to=passed_to,
        because=because,
        time_not_appropriate=plan.not_right if plan else False,
        told=at_once,
    )
    if at_once:
        return [decision]
    on_screen = call.request.arrival == Way.WEB
    at += timedelta(minutes=rng.randrange(5, 200) if on_screen else rng.randrange(4, 50))
    return [decision, Told(at=at, by=call.taken_by if on_screen else by, about=decision)]


def _closed_unseen(rng: Random, call: Call, plan: Plan, slots: dict[str, str]) -> list[Step]:
    why = rng.choice(words("decisions")["close"])
    at = plan.decided_at + (plan.first_at - plan.decided_at) * 0.9
    by, reason = someone(rng, "front-door"), worded(rng, [why["reason"]], slots)
    return decided(rng, call, by, at, DecisionKind.CLOSE, reason=reason, because=why["because"])


def _refused_by_mistake(rng: Random, call: Call, by: str, at: datetime, slots: dict[str, str]) -> list[Step]:
    reason = worded(rng, [words("decisions")["decline"][3]["reason"]], slots)
    again = worded(rng, words("decisions")["reopen"][:1], slots)
    room = at - call.received_at
    return [
        *decided(rng, call, by, call.received_at + room * 0.92, DecisionKind.DECLINE, reason=reason),
        *decided(rng, call, by, call.received_at + room * 0.97, DecisionKind.REOPEN, reason=again),
    ]


def _turned_away(rng: Random, call: Call, route: str, slots: dict[str, str], today: date) -> tuple[Call, list[Step]]:
    """A referral that is passed on or declined, with the answers that explain it."""
    why = rng.choice(words("decisions")[route])
    answers = {**call.answers, **why["answers"]}
    known = {code: answer for code, answer in call.request.answers.items() if code not in why["answers"]}
    call = replace(call, answers=answers, request=replace(call.request, answers=known))
    at, by = decided_otherwise(rng, call.received_at, today), someone(rng, "front-door")
    kind = DecisionKind.REDIRECT if route == "redirect" else DecisionKind.DECLINE
    reason = worded(rng, [why["reason"]], slots)
    steps = decided(rng, call, by, at, kind, reason=reason, passed_to=why.get("to", ""))
    return call, [*_triaged(rng, call, by, at, slots), *steps]
