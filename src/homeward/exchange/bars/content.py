"""What a message says, in plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a message is and which case it is about; empty where it does not say."""

    message_id: str = ""
    event: str = ""
    reason: str = ""
    category: str = ""
    status: str = ""
    use_case: str = ""
    case_number: str = ""
    request_id: str = ""
    sender_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSaid:
    """Whom it is about. The field names are those of `people.actions.Details`."""

    family_name: str
    given_name: str = ""
    nhs_number: str = ""
    number_said_to_be_verified: bool = False
    born_on: date | None = None
    gender: str = ""
    ethnic_category: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    language: str = ""
    needs_when_contacted: str = ""
    carer: str = ""
    gp_practice: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class FlagSaid:
    """A warning: of what sort, its code as sent, and in words."""

    category: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who refers and how to ring them."""

    name: str
    organisation: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A request for help as a message tells it. Times are in UTC, and None where it gives none of use."""

    person: PersonSaid
    caller: Caller
    source: str
    reason: str
    location: str
    flags: tuple[FlagSaid, ...]
    consent: str
    needed_at: datetime | None
    sender_breach_at: datetime | None
