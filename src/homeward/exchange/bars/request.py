"""From what a message says to a request that the front door takes."""

from dataclasses import asdict
from datetime import datetime

from homeward.exchange.bars.content import Content, FlagSaid
from homeward.kit.london import LONDON
from homeward.partnership.models import Organisation
from homeward.people.actions import Details
from homeward.people.models import Person
from homeward.referrals.drafting import Request
from homeward.referrals.models import Arrival


def request_from(
    content: Content, *, organisation: Organisation | None, now: datetime, also: tuple[FlagSaid, ...] = ()
) -> Request:
    """The request for help; where the message gives no usable start, help is needed from when it was received."""
    return Request(
        details=Details(**asdict(content.person)),
        arrival=Arrival.BARS,
        source=content.source,
        reason=content.reason,
        needed_at=content.needed_at or now,
        sender_breach_at=content.sender_breach_at,
        location=content.location,
        flags=tuple(asdict(flag) for flag in (*content.flags, *also)),
        consent=content.consent,
        referrer_name=content.caller.name,
        referrer_organisation=content.caller.organisation or (organisation.name if organisation else ""),
        referrer_phone=content.caller.phone,
        source_organisation=organisation,
    )


def update_in_words(content: Content, version: int, *, location_before: str = "", contact: str = "") -> str:
    """A new version of a request as words for the triage note: what to beware of first, then what it says.

    `contact` says what became of a new address or phone number. Neither these nor where the person is stand in the
    words: they are kept in one place each, so that they can be forgotten.
    """
    needed = f"Help needed from {content.needed_at.astimezone(LONDON):%d %b %Y, %H:%M}." if content.needed_at else ""
    moved = content.location and content.location != location_before
    where = "Where they are now has changed: see where to go." if moved else ""
    beware = [f"{flag.category}: {flag.text}" for flag in content.flags]
    first = f"The referrer's system sent version {version} of this referral."
    return "\n".join(filter(None, [first, *beware, where, contact, needed, content.reason]))


def contact_in_words(content: Content, *, before: Person, after: Person) -> str:
    """Whether a new version's address or phone number is news, and whether the record now has it; "" for no news."""
    said = content.person
    sent = [text for text in (said.address, said.postcode, said.phone) if text]
    if said.restricted or set(sent) <= {before.address, before.postcode, before.phone}:
        return ""
    if set(sent) <= {after.address, after.postcode, after.phone}:
        return "Their address or phone number has changed, and the record has the new one."
    return "It gives another address or phone number than the record has: ask the sender which is right."
