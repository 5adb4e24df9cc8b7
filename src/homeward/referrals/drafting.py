"""A referral before it is saved: the one place where rules turn a request or a decision into a referral's fields.

The actions save these one at a time; bulk writers (the made-up borough, benchmarks) save many, by the same rules.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from homeward.kit.london import london_date
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member, Organisation, Team
from homeward.pathways.schema import Answer, Pathway, ServiceModel
from homeward.people.actions import Details
from homeward.people.models import Person
from homeward.referrals.models import Consent, Referral
from homeward.referrals.rules.clocks import Clock, breaches_at, not_appropriate, starts_at
from homeward.referrals.rules.state import triage_due_at
from homeward.referrals.rules.triage import Triage, known_answers, provisional_clock, weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for help as it arrived, by whatever way. `needed_at` and the other times are instants with a zone."""

    details: Details
    arrival: str
    source: str
    reason: str
    needed_at: datetime
    ready_at: datetime | None = None
    sender_breach_at: datetime | None = None
    what_matters: str = ""
    need: str = ""
    location: str = ""
    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    flags: tuple[Mapping[str, str], ...] = ()
    consent: str = Consent.NOT_KNOWN
    referrer_name: str = ""
    referrer_organisation: str = ""
    referrer_phone: str = ""
    source_organisation: Organisation | None = None
    form_token: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The clock a referral runs: its code, its start and the instant it runs out."""

    clock: Clock
    clock_start_at: datetime
    breach_at: datetime


def provisional_terms(
    model: ServiceModel,
    *,
    help_within: Answer | None,
    needed_at: datetime,
    ready_at: datetime | None,
    received_at: datetime,
) -> Terms:
    """The clock that runs until a pathway is decided."""
    return _terms(provisional_clock(help_within), needed_at, ready_at, received_at, model.triage.can_wait_minutes)


def terms_on(pathway: Pathway, referral: Referral, *, time_not_appropriate: bool = False) -> Terms:
    """The clock that runs once a pathway is decided."""
    clock = Clock(pathway.standard.clock)
    if time_not_appropriate:
        clock = not_appropriate(clock)
    return _terms(clock, referral.needed_at, referral.ready_at, referral.received_at, pathway.standard.promise_minutes)


def _terms(
    clock: Clock, needed_at: datetime, ready_at: datetime | None, received_at: datetime, promise_minutes: int | None
) -> Terms:
    if clock is not Clock.OTHER:
        promise_minutes = None
    start = starts_at(clock, needed_at=needed_at, ready_at=ready_at, received_at=received_at)
    return Terms(clock, start, breaches_at(clock, start, promise_minutes=promise_minutes))


def drafted(
    *, model: ServiceModel, request: Request, person: Person, front_door: Team, taken_by: Member | None, now: datetime
) -> Referral:
    """A referral for this request, owned by the front door and due for triage, not yet saved."""
    terms = provisional_terms(
        model,
        help_within=request.answers.get("help_within"),
        needed_at=request.needed_at,
        ready_at=request.ready_at,
        received_at=now,
    )
    return Referral(
        person=person,
        received_at=now,
        arrival=request.arrival,
        source=request.source,
        source_organisation=request.source_organisation,
        taken_by=taken_by,
        referrer_name=storable(request.referrer_name).strip()[:120],
        referrer_organisation=storable(request.referrer_organisation).strip()[:120],
        referrer_phone=storable(request.referrer_phone).strip()[:40],
        reason=storable(request.reason).strip(),
        what_matters=storable(request.what_matters).strip(),
        need=request.need,
        location="" if person.restricted else storable(request.location).strip()[:250],
        flags=storable_json(request.flags),
        consent=request.consent,
        form_token=token_of(request),
        needed_at=request.needed_at,
        ready_at=request.ready_at,
        clock=terms.clock,
        clock_start_at=terms.clock_start_at,
        breach_at=terms.breach_at,
        sender_breach_at=request.sender_breach_at,
        owning_team=front_door,
        due_at=triage_due_at(model.triage, terms.clock, now),
    )


def token_of(request: Request) -> str | None:
    """What a form sent once is known by: the token the form carried together with every word in it; None without one.

    A form sent again with other words in it, as after the browser's back button, is another request and must not be
    taken for the first.
    """
    return hashlib.sha256(repr(request).encode("utf-8", "replace")).hexdigest()[:40] if request.form_token else None


def weighed(model: ServiceModel, referral: Referral, said: Mapping[str, Answer | None]) -> Triage:
    """Triage of a referral: its need and the person's age beside what was answered."""
    on = london_date(referral.received_at)
    return weigh(model, known_answers(said=said, need=referral.need, born_on=referral.person.born_on, on=on))
