"""From a message to what it says: pure, and tolerant of everything that is not needed to help someone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from homeward.exchange.bars.circumstances import (
    consent_code,
    flags_of,
    location_in_words,
    reason_in_words,
    whereabouts_in,
)
from homeward.exchange.bars.content import Caller, Content, Envelope, FlagSaid
from homeward.exchange.bars.envelope import (
    encounter_of,
    header_of,
    sender_organisation_of,
    service_request_of,
)
from homeward.exchange.bars.person import CHECK, doubts_about, known_birth_date, other_numbers, person_of
from homeward.exchange.bars.sources import source_of
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.outcome import Issue, Refused
from homeward.exchange.fhir.values import Moment, Node, full_name_of, moment_of, node_at, phones_of, text_at
from homeward.kit.london import london_date
from homeward.kit.whereabouts import WITHHELD, without_whereabouts

LIKELY = timedelta(days=7)
"""How long before it is sent a need for urgent help may likely have begun."""


def read_content(
    bundle: Bundle, envelope: Envelope, *, received_at: datetime, sender_kind: str = "", secret: bool = False
) -> Content:
    """What a request says. When it was received decides which of its times are unlikely.

    With `secret`, or when the message marks the record restricted, nothing says where the person is.
    Raises Refused when there is no request, or nobody it is about.
    """
    request, patient, today = service_request_of(bundle), patient_of(bundle), london_date(received_at)
    missing = [kind for kind, found in (("ServiceRequest", request), ("Patient", patient)) if not found]
    if missing:
        raise Refused(
            400,
            *(
                Issue(
                    "required", f"The message has no {kind} that can be found.", f"Bundle.entry.resource.ofType({kind})"
                )
                for kind in missing
            ),
        )
    person = person_of(bundle, patient, secret=secret)
    needed_at, clock_doubt = _clock_start(bundle, request, received_at)
    caller, requester_kind = _caller(bundle, request)
    content = Content(
        person=replace(person, born_on=known_birth_date(person, today)),
        caller=caller,
        source=source_of(
            use_case=envelope.use_case,
            names=_sender_names(bundle),
            category=envelope.category,
            sender_kind=sender_kind,
            requester_kind=requester_kind,
        ),
        reason=_reason(bundle, patient, caller),
        location=location_in_words(bundle)[:250],
        flags=_in_order([*flags_of(bundle), *doubts_about(patient, today), *clock_doubt]),
        consent=consent_code(bundle),
        needed_at=needed_at,
        sender_breach_at=moment_of(text_at(node_at(request, "occurrencePeriod"), "end")).at,
    )
    return _kept_secret(content, whereabouts_in(patient, bundle)) if person.restricted else content


def _kept_secret(content: Content, secrets: list[str]) -> Content:
    """What a message says, with nothing in it of where the person is or at which number."""
    person, caller = content.person, content.caller
    return replace(
        content,
        person=replace(person, needs_when_contacted=without_whereabouts(person.needs_when_contacted, secrets)),
        caller=replace(caller, phone=without_whereabouts(caller.phone, secrets).replace(WITHHELD, "")),
        reason=without_whereabouts(content.reason, secrets),
        location="",
        flags=tuple(replace(flag, text=without_whereabouts(flag.text, secrets)) for flag in content.flags),
    )


def patient_of(bundle: Bundle) -> Node:
    """The Patient whom the request is about, or the only one there is; nothing where that is not plain."""
    found = bundle.follow(service_request_of(bundle).get("subject"))
    return found if text_at(found, "resourceType") == "Patient" else bundle.only("Patient")


def _in_order(flags: list[FlagSaid]) -> tuple[FlagSaid, ...]:
    """Warnings first; that a scene is safe (code S) is the last thing to say."""
    return tuple(sorted(flags, key=lambda flag: (flag.category, flag.code) == ("Scene safety", "S")))


def _reason(bundle: Bundle, patient: Node, caller: Caller) -> str:
    """Why help is needed, and below it what else was sent that has no place of its own."""
    numbers = other_numbers(patient)
    phone = text_at(node_at(node_at(header_of(bundle), "source"), "contact"), "value")
    also = [f"Other numbers for this person: {', '.join(numbers)}." if numbers else ""]
    also.append(f"The sending service's phone: {phone}." if phone and phone != caller.phone else "")
    return "\n\n".join(filter(None, [reason_in_words(bundle), *also]))


def _sender_names(bundle: Bundle) -> str:
    source = node_at(header_of(bundle), "source")
    return f"{text_at(source, 'name')} {text_at(sender_organisation_of(bundle), 'name')}"


def _caller(bundle: Bundle, request: Node) -> tuple[Caller, str]:
    """Who refers, and the kind of resource that says so."""
    requester = bundle.follow(request.get("requester"))
    kind = text_at(requester, "resourceType")
    role = requester if kind == "PractitionerRole" else {}
    someone = bundle.follow(role.get("practitioner")) or requester
    header = header_of(bundle)
    source = node_at(header, "source")
    organisation = sender_organisation_of(bundle) or bundle.follow(role.get("organization"))
    name = "" if kind == "Organization" else full_name_of(someone)
    phones = [*phones_of(someone), *phones_of(role), text_at(node_at(source, "contact"), "value")]
    return (
        Caller(
            name=(name or text_at(node_at(request, "requester"), "display"))[:120],
            organisation=(text_at(organisation, "name") or text_at(source, "name"))[:120],
            phone=next(filter(None, phones), "")[:40],
        ),
        kind,
    )


def _clock_start(bundle: Bundle, request: Node, received_at: datetime) -> tuple[datetime | None, list[FlagSaid]]:
    """When help was seen to be needed: the start of the request's period, or the best other time in the message."""
    first = moment_of(text_at(node_at(request, "occurrencePeriod"), "start"))
    for moment in (first, *_other_times(bundle, request)):
        if moment.at is not None:
            return moment.at, [*_clock_doubt(first, moment), *_long_ago(moment.at, received_at)]
    return None, _clock_doubt(first, Moment(None))


def _other_times(bundle: Bundle, request: Node) -> Iterator[Moment]:
    yield moment_of(text_at(request, "occurrenceDateTime"))
    yield moment_of(text_at(request, "authoredOn"))
    yield moment_of(text_at(node_at(encounter_of(bundle), "period"), "start"))
    yield moment_of(text_at(bundle.content, "timestamp"))


def _long_ago(at: datetime, received_at: datetime) -> list[FlagSaid]:
    """What to ask when help was needed for longer than is likely. The clock stays as it was sent."""
    if at >= received_at - LIKELY:
        return []
    told = f"The sender says help was needed since {london_date(at):%d %b %Y}. Ask whether that is right."
    return [FlagSaid(CHECK, "clock-start-long-ago", told)]


def _clock_doubt(first: Moment, used: Moment) -> list[FlagSaid]:
    if first.at is not None and not first.doubt:
        return []
    if first.at is not None:
        told = f'The clock start was sent as "{first.sent[:40]}": {first.doubt}. Ask the sender.'
    else:
        sent = f'was sent as "{first.sent[:40]}", which is {first.doubt}' if first.sent else "is not in the message"
        instead = "another time in the message was used" if used.at else "it starts when the message was received"
        told = f"The clock start {sent}: {instead}. Ask the sender."
    return [FlagSaid(CHECK, "clock-start", told)]
