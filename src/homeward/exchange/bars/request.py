"""From what a message says to a request that the front door takes."""

from dataclasses import asdict
from datetime import datetime

from homeward.exchange.bars.content import Content, FlagSaid
from homeward.kit.london import LONDON
from homeward.partnership.models import Organisation
from homeward.people.actions import Details
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


def update_in_words(content: Content, version: int) -> str:
    """A new version of a request as words for the triage note: what to beware of first, then what it says."""
    needed = f"Help needed from {content.needed_at.astimezone(LONDON):%d %b %Y, %H:%M}." if content.needed_at else ""
    where = f"Where they are: {content.location}." if content.location else ""
    beware = [f"{flag.category}: {flag.text}" for flag in content.flags]
    told = [f"The referrer's system sent version {version} of this referral.", *beware, where, needed, content.reason]
    return "\n".join(filter(None, told))
