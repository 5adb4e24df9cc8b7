"""Taking messages in. Whatever happens, the message is kept, and its sender is told what became of it."""

import hashlib
import logging
import traceback
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import F

from homeward.exchange.bars.answering import answer_to
from homeward.exchange.bars.content import Content, Envelope, FlagSaid
from homeward.exchange.bars.envelope import check_that_it_is_taken_in, envelope_of
from homeward.exchange.bars.person import CHECK
from homeward.exchange.bars.reading import read_content
from homeward.exchange.bars.request import contact_in_words, request_from, update_in_words
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.outcome import Issue, Refused, operation_outcome
from homeward.exchange.fhir.parsing import MOST_BYTES, MOST_COUNTED, parse_bundle
from homeward.exchange.models import Message, Sender
from homeward.exchange.queries import same_case, taken_in_with_id
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Organisation
from homeward.partnership.queries import TeamNotFound, organisation_coded
from homeward.people.actions import Details, heard_more
from homeward.referrals.actions import AlreadyDecided, note_triage, receive
from homeward.referrals.models import Referral
from homeward.referrals.secrecy import forget_whereabouts

RECEIVED, DUPLICATE, REFUSED = "received", "duplicate", "refused"
_REQUEST = "Bundle.entry.resource.ofType(ServiceRequest)"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Bytes that came: up to the limit the body itself, and the size and SHA-256 of all of it."""

    body: bytes
    size: int
    sha256: str
    content_type: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a message, and the answer to its sender."""

    outcome: str
    status: int
    body: bytes
    message: Message


@dataclass(frozen=True, slots=True)
class _Read:
    """A message that can be taken in."""

    bundle: Bundle
    envelope: Envelope
    content: Content
    organisation: Organisation | None


def arrived(body: bytes, **known: str) -> Arrived:
    """A body that is all there, cut off at the limit for keeping."""
    return Arrived(body=body[:MOST_BYTES], size=len(body), sha256=hashlib.sha256(body).hexdigest(), **known)


def take_in(*, arrived: Arrived, sender: Sender | None, now: datetime) -> Answered:
    """Take a message in as a referral or as news of one, or keep it with words on why not.

    The message and its referral are one transaction. When that fails the message is kept in another. The same message
    again gets the same answer, and no second referral. Raises DatabaseError only when nothing can be kept at all.
    """
    row = _waiting_copy(arrived, sender) or _new_row(arrived, sender, now)
    try:
        return attempt(row, now)
    except Refused as refused:
        return keep(row, refused)


def attempt(row: Message, now: datetime) -> Answered:
    """Take in the message of a row that waits. Raises Refused, with words, for whatever reason it cannot be."""
    before = row.pk, row._state.adding
    try:
        return _taken_in(row, now)
    except Refused as refused:
        refusal = refused
    except TeamNotFound as fault:
        refusal = Refused(503, Issue("transient", f"The service is not set up yet. {fault} Ring instead."))
    except Exception as fault:  # noqa: BLE001 - a person may be in crisis: whatever went wrong here, the message is kept
        # Without the error's own words, which may hold what the message says of someone.
        where = "".join(traceback.format_tb(fault.__traceback__))
        log.error("A message could not be taken in, and is kept: %s\n%s", type(fault).__name__, where)
        said = "Something went wrong here while the message was taken in. Ring the front door if it is urgent."
        refusal = Refused(500, Issue("exception", said))
    row.pk, row._state.adding = before
    raise refusal


@transaction.atomic
def keep(row: Message, refused: Refused) -> Answered:
    """Write a refused message down whole, and answer with what is wrong and where it is kept."""
    _anew_if_dealt_with(row)
    row.referral, row.status_code, row.version, row.answer = None, refused.status, 1, b""
    row.refused_because = storable(str(refused))
    row.issues = storable_json(refused.as_rows())
    row.save()
    kept = f"The message is kept as number {row.pk}, and a person at the front door will look at it."
    row.answer = orjson.dumps(operation_outcome(refused, kept=kept))
    row.save(update_fields=["answer"])
    return Answered(REFUSED, refused.status, row.answer, row)


def _new_row(arrived: Arrived, sender: Sender | None, now: datetime) -> Message:
    return Message(
        received_at=now,
        sender=sender,
        file_name=storable(arrived.file_name)[-200:],
        content_type=storable(arrived.content_type)[:100],
        body=arrived.body,
        size=arrived.size,
        sha256=arrived.sha256,
    )


def _waiting_copy(arrived: Arrived, sender: Sender | None) -> Message | None:
    """The same bytes from the same sender, refused before and still waiting: they are one message, sent again."""
    copies = Message.objects.filter(sha256=arrived.sha256, sender=sender, referral=None, resolved_at=None)
    row = copies.select_related("sender__organisation").order_by("pk").first()
    if row is not None:
        row.times += 1
    return row


def _anew_if_dealt_with(row: Message) -> None:
    """Make a row of its own for a message sent again, when someone dealt with the first copy at this moment."""
    if row.pk is None:
        return
    waits = Message.objects.select_for_update(of=("self",)).filter(pk=row.pk, referral=None, resolved_at=None)
    if waits.values_list("pk", flat=True).first() is None:
        row.pk, row._state.adding, row.times = None, True, 1


def _taken_in(row: Message, now: datetime) -> Answered:
    read = _read(row)
    earlier = taken_in_with_id(row.message_id, sender=row.sender)
    if earlier is not None:
        return _same_again(earlier, row, read.bundle)
    if row.reason == "update":
        _believe_a_secret(row, read, now)
    try:
        with transaction.atomic():
            return _written(row, read, now)
    except IntegrityError:  # the same message came in at this very moment, by another way
        earlier = taken_in_with_id(row.message_id, sender=row.sender)
        if earlier is None:
            raise
        return _same_again(earlier, row, read.bundle)


def _read(row: Message) -> _Read:
    if row.cut_off:
        limit = f"{MOST_BYTES // (1024 * 1024)} MB"
        size = f"{row.size:,} bytes{' or more' if row.size >= MOST_COUNTED else ''}"
        said = f"The message is {size}, and {limit} is the most that is read. Only its beginning was kept."
        raise Refused(413, Issue("too-long", f"{said} Send it without attachments, or ring."))
    bundle = Bundle(parse_bundle(bytes(row.body)))
    envelope = envelope_of(bundle)
    row.message_id = envelope.message_id or f"sha256:{row.sha256}"
    row.event, row.case_number, row.request_id = envelope.event, envelope.case_number, envelope.request_id
    row.reason = envelope.reason or "new"
    check_that_it_is_taken_in(envelope, bundle)
    organisation = row.sender.organisation if row.sender else organisation_coded(envelope.sender_code)
    kind = organisation.kind if organisation else ""
    content = read_content(bundle, envelope, received_at=row.received_at, sender_kind=kind)
    return _Read(bundle, envelope, content, organisation)


def _written(row: Message, read: _Read, now: datetime) -> Answered:
    """The referral, or the words on one, and the message that brought it, all in the caller's transaction."""
    _anew_if_dealt_with(row)
    held = same_case(row, read.organisation)
    newest, row.version = held.last(), held.count() + 1
    known = newest.referral if newest else None
    referral = _updated(known, read, row, now) if row.reason == "update" else _received(known, read, row, now)
    content: dict[str, Any] = dict(read.bundle.content)
    row.referral, row.refused_because, row.issues, row.status_code = referral, "", [], 200
    row.answer = orjson.dumps(answer_to(content, reference=referral.reference, now=now))
    row.save()
    return Answered(RECEIVED, 200, row.answer, row)


def _received(known: Referral | None, read: _Read, row: Message, now: datetime) -> Referral:
    also: tuple[FlagSaid, ...] = ()
    if known is not None:
        told = f"The sender's case number is also that of {known.reference}. Is it the same person?"
        also = (FlagSaid(CHECK, "same-case", told),)
    request = request_from(read.content, organisation=read.organisation, now=now, also=also)
    with transaction.atomic():
        referral = receive(request=request, by=None, now=now)
        if read.content.person.restricted or not referral.person.restricted:
            return referral
        transaction.set_rollback(True)
    # We know them, and that their address is secret; the sender did not say so.
    request = request_from(_without_whereabouts(read, row), organisation=read.organisation, now=now, also=also)
    return receive(request=request, by=None, now=now)


def _without_whereabouts(read: _Read, row: Message) -> Content:
    kind = read.organisation.kind if read.organisation else ""
    return read_content(read.bundle, read.envelope, received_at=row.received_at, sender_kind=kind, secret=True)


def _updated(referral: Referral | None, read: _Read, row: Message, now: datetime) -> Referral:
    """Put a new version before a person, as words on the referral's triage. Raises Refused when it is too late."""
    if referral is None:
        said = "This updates a referral that is not here. Send it as new, or ring the front door."
        raise Refused(409, Issue("conflict", said, _REQUEST))
    before = referral.person
    person = heard_more(person=before, details=Details(**asdict(read.content.person)), now=now)
    content = _without_whereabouts(read, row) if person.restricted else read.content
    contact = contact_in_words(content, before=before, after=person)
    said = update_in_words(content, row.version, location_before=referral.location, contact=contact)
    try:
        note_triage(referral=referral, answers={}, said=said, location=content.location, by=None, now=now)
    except AlreadyDecided:
        said = (
            f"The referral it updates, {referral.reference}, is already decided. Ring the front door if it is urgent."
        )
        raise Refused(409, Issue("conflict", said, _REQUEST)) from None
    return referral


@transaction.atomic
def _believe_a_secret(row: Message, read: _Read, now: datetime) -> None:
    """Forget where someone is as soon as a message about a case of theirs says that it is secret.

    In a transaction of its own: it stays believed when the message itself comes too late to change the referral.
    """
    newest = same_case(row, read.organisation).last()
    if newest is None or newest.referral is None or not read.content.person.restricted:
        return
    said = Details(**asdict(read.content.person))
    person = heard_more(person=newest.referral.person, details=said, now=now)
    forget_whereabouts(person, also=(said.address, said.postcode, said.phone))


def _same_again(earlier: Message, row: Message, bundle: Bundle) -> Answered:
    """The answer given before, when this is the same message again. Raises Refused for another under the same id."""
    if earlier.sha256 != row.sha256 and _content_of(earlier) != bundle.content:
        said = f'Another message with the same id "{row.message_id[:60]}" and different content was taken in before.'
        raise Refused(409, Issue("duplicate", f"{said} Give every message an id of its own.", "Bundle.id"))
    if row.pk is None:
        Message.objects.filter(pk=earlier.pk).update(times=F("times") + 1)
    return Answered(DUPLICATE, earlier.status_code, bytes(earlier.answer), earlier)


def _content_of(message: Message) -> object:
    try:
        return parse_bundle(bytes(message.body))
    except Refused:
        return None
