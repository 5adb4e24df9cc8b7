"""Who refers, by what way, and what they say: the request at the beginning of a story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from homeward.demo.cast import body, keys_of_kind, referrers_of, someone
from homeward.demo.chance import pick, slots_for, worded
from homeward.demo.reading import figure, words
from homeward.demo.residents import phone
from homeward.demo.year import Arrival
from homeward.pathways.schema import Answer
from homeward.people.actions import Details
from homeward.referrals.drafting import Request
from homeward.referrals.models import Arrival as Way
from homeward.referrals.models import Consent, Source

Answers = dict[str, Answer | None]

ORGANISATION_OF = {
    Source.NHS_111: "nhs_111",
    Source.AMBULANCE_999: "ambulance",
    Source.SOCIAL_CARE: "council",
    Source.TECHNOLOGY: "alarms",
    Source.HOSPITAL: "trust",
}
WRITES_ON_SCREEN = 0.6
"""How often an organisation with a member who may use the web form uses it, and does not phone."""

NO_EMERGENCY: Answers = {
    "emergency_care": False,
    "mental_health_crisis": False,
    "hospital_tests": False,
    "intoxicated": False,
}
_OWN_WAY = re.compile(r"[a-z0-9_]+: ")
CONSENTS: dict[str, float] = {Consent.DIRECT_CARE: 0.88, Consent.BEST_INTERESTS: 0.08, Consent.NOT_KNOWN: 0.04}


@dataclass(frozen=True, slots=True)
class Call:
    """A request with what its caller knows, and all that will be known once triage has asked."""

    request: Request
    received_at: datetime
    taken_by: str
    organisation: str
    answers: Answers


def source_of(rng: Random, arrival: Arrival) -> Source:
    """Who refers, for a referral headed this way; those who come to rapid response from hospital are a share of it."""
    step_down = arrival.route == "rapid_response" and rng.random() > figure("step_up_share")["crisis"]
    if step_down or arrival.out_of_hours:
        return Source.HOSPITAL
    return Source(pick(rng, figure("sources")[arrival.route]))


def called(rng: Random, arrival: Arrival, source: Source, person: Details) -> Call:
    """How a referral headed this way begins."""
    need = pick(rng, figure("needs")[arrival.route])
    organisation = _organisation(rng, source, person)
    way, taken_by = _way(rng, organisation, arrival.out_of_hours)
    answers = answers_for(rng, arrival.route, source, person)
    places = words("organisations")
    ward = f"{rng.choice(places['wards_in_hospital'])}, {places['hospital']}"
    if answers["now_at"] == "emergency_department":
        ward = f"Emergency department, {places['hospital']}"
    request = Request(
        details=person,
        arrival=way,
        source=source,
        reason=_reason(rng, need, source, slots_for(person.gender, person.given_name) | {"ward": ward}),
        needed_at=_needed_at(rng, arrival, source),
        ready_at=_ready_at(rng, arrival),
        what_matters=_what_matters(rng, need, person),
        need=need,
        location=ward if source == Source.HOSPITAL else f"{person.address}, {person.postcode}",
        answers=answers if rng.random() < 0.55 else _told_at_once(answers),
        flags=flags_for(rng, person),
        consent=pick(rng, CONSENTS),
        referrer_name=_referrer(rng, source, person),
        referrer_organisation=body(organisation).name if organisation else "",
        referrer_phone=phone(rng),
    )
    return Call(request, arrival.at, taken_by, organisation, answers)


def answers_for(rng: Random, route: str, source: Source, person: Details) -> Answers:
    """All that triage will know, so that the agreed criteria lead where this referral is headed."""
    home = lives_at(person)
    in_hospital = source == Source.HOSPITAL
    if route == "rapid_response":
        now_at = pick(rng, {"emergency_department": 0.7, "hospital_ward": 0.3}) if in_hospital else "home"
        return {"lives_at": home, "now_at": now_at, "help_within": "two_hours", **NO_EMERGENCY}
    if route == "supported_discharge":
        ready: Answers = {"ready_to_leave": True, "emergency_care": False}
        return {"lives_at": home, "now_at": "hospital_ward", "help_within": "two_days", **ready}
    if route == "reablement":
        soon = pick(rng, {"two_days": 0.8, "longer": 0.2})
        return {"lives_at": home, "now_at": "home", "help_within": soon, "can_regain": True, **NO_EMERGENCY}
    if route == "urgent_social_work":
        soon = pick(rng, {"two_days": 0.7, "longer": 0.3})
        social: Answers = {"can_regain": False, "social_work_needed": True}
        return {"lives_at": home, "now_at": "home", "help_within": soon, **social, **NO_EMERGENCY}
    return {"lives_at": home, "now_at": "home", "help_within": "two_days", **NO_EMERGENCY}


def lives_at(person: Details) -> str:
    """Where a person lives, as triage asks it, told from their address."""
    if person.address.startswith(tuple(body(key).name for key in keys_of_kind("care_home"))):
        return "care_home"
    return "extra_care" if "(" in person.address else "own_home"


def flags_for(rng: Random, person: Details, share: float = 0.06) -> tuple[Mapping[str, str], ...]:
    """Warnings that come with a referral, in the shape that messages bring them."""
    if rng.random() >= share:
        return ()
    kind = rng.choice(["scene_safety", "scene_safety", "safeguarding"])
    slots = slots_for(person.gender, person.given_name)
    text = worded(rng, words("decisions")["flags"][kind], slots)
    category, code = {"scene_safety": ("Scene safety", "SS"), "safeguarding": ("Safeguarding", "SG")}[kind]
    return ({"category": category, "code": code, "text": text},)


def _told_at_once(answers: Answers) -> Answers:
    return {code: answers.get(code) for code in ("lives_at", "now_at", "help_within") if code in answers}


def _organisation(rng: Random, source: Source, person: Details) -> str:
    if source == Source.SELF_CARER:
        return ""
    if source == Source.GP:
        return next(key for key in keys_of_kind("gp_practice") if body(key).name == person.gp_practice)
    if source == Source.CARE_HOME:
        return next(key for key in keys_of_kind("care_home") if person.address.startswith(body(key).name))
    return rng.choice(keys_of_kind("voluntary")) if source == Source.COMMUNITY else ORGANISATION_OF[source]


def _way(rng: Random, organisation: str, late: bool) -> tuple[Way, str]:
    """The way it came, and who wrote it down. Messages are not among these: they come through the exchange."""
    who = referrers_of(organisation) if organisation else ()
    if who and (late or rng.random() < WRITES_ON_SCREEN):
        return Way.WEB, rng.choice(who)
    return Way.PHONE, someone(rng, "front-door")


def _needed_at(rng: Random, arrival: Arrival, source: Source) -> datetime:
    """When it was seen that help was needed: shortly before the call, for a GP after a morning's visits."""
    if arrival.route != "rapid_response":
        return arrival.at - timedelta(minutes=rng.randrange(2, 40))
    return arrival.at - timedelta(minutes=rng.choice([0, 1, 2, 3, 4, 5, 6, 8, 10, 12 if source == Source.GP else 5]))


def _ready_at(rng: Random, arrival: Arrival) -> datetime | None:
    if arrival.route != "supported_discharge":
        return None
    return arrival.at - timedelta(minutes=rng.randrange(-90, 200))


def _reason(rng: Random, need: str, source: Source, slots: Mapping[str, str]) -> str:
    """What is said: by some sources in their own way, more often than not."""
    said = [text.partition(": ") if _OWN_WAY.match(text) else ("", "", text) for text in words("reasons")[need]]
    own = [text for by, _, text in said if by == source]
    anyone = [text for by, _, text in said if not by]
    always = source == Source.HOSPITAL
    return worded(rng, own if own and (always or rng.random() < 0.6) else anyone, slots)


def _what_matters(rng: Random, need: str, person: Details) -> str:
    if rng.random() < 0.22:
        return ""
    said = words("what_matters")[need if rng.random() < 0.72 else "anyone"]
    return worded(rng, said, slots_for(person.gender, person.given_name))


def _referrer(rng: Random, source: Source, person: Details) -> str:
    if source == Source.SELF_CARER:
        return (
            person.carer.split(",")[0].split(": ")[-1] if person.carer else f"{person.given_name} {person.family_name}"
        )
    if source == Source.AMBULANCE_999:
        return f"Crew {rng.choice('EFHKNP')}{rng.randrange(100, 560)}"
    names = words("names")
    origin = names[pick(rng, figure("backgrounds"))]
    name = f"{rng.choice(origin['women'] + origin['men'])} {rng.choice(origin['families'])}"
    return f"{'Dr ' if source == Source.GP else ''}{name}"
