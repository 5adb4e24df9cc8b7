"""A message as a person can read it on a page: what can be told from it, and all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from homeward.exchange.bars.circumstances import (
    NO_REASON,
    flags_of,
    location_in_words,
    reason_in_words,
    whereabouts_in,
)
from homeward.exchange.bars.envelope import header_of, sender_organisation_of
from homeward.exchange.bars.person import is_restricted, person_of
from homeward.exchange.bars.reading import patient_of
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.values import node_at, text_at
from homeward.exchange.models import Message
from homeward.kit.nhs_number import digits_of, spaced
from homeward.kit.whereabouts import without_whereabouts
from homeward.people.queries import any_kept_secret

_NUMBER = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")
MOST_NUMBERS = 500
"""NHS numbers looked up to learn whether a message is about somebody whose whereabouts are secret here."""
MOST_SHOWN = 200_000
"""Characters put on a page; the whole of a longer message is there to be saved."""


@dataclass(frozen=True, slots=True)
class ReadableBody:
    """The text of a message, whether all of it is shown, what it seems to say, and whether whereabouts are secret.

    When they are, because the message or our own record says so, there is no text: it may hold them.
    """

    text: str
    whole: bool
    says: tuple[tuple[str, str], ...] = ()
    restricted: bool = False


def readable_body(message: Message) -> ReadableBody:
    """The message set out in lines where it is JSON, else as it came."""
    body = bytes(message.body)
    try:
        content = orjson.loads(body)
        text = orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):  # not JSON, or nested too deep to be written again
        content, text = None, body[: MOST_SHOWN * 4].decode("utf-8", "replace")
    numbers = islice(_NUMBER.finditer(text), MOST_NUMBERS)
    secret = any_kept_secret(digits_of(number[0]) for number in numbers)
    shown, whole = text[:MOST_SHOWN].replace("\0", "␀"), len(text) <= MOST_SHOWN
    if not isinstance(content, dict):
        return ReadableBody("" if secret else shown, whole, restricted=secret)
    bundle = Bundle(content if content.get("resourceType") == "Bundle" else {"entry": [{"resource": content}]})
    secret = secret or any(map(is_restricted, bundle.of_kind("Patient")))
    return ReadableBody("" if secret else shown, whole, tuple(_told(bundle, secret)), secret)


def _told(bundle: Bundle, restricted: bool) -> Iterator[tuple[str, str]]:
    """What the message seems to say, label and words, as far as it can be read; whereabouts only when not secret."""
    patient: Any = patient_of(bundle)
    person = person_of(bundle, patient)
    source = node_at(header_of(bundle), "source")
    where = "" if restricted else location_in_words(bundle)
    secrets = whereabouts_in(patient, bundle)

    def said(words: str) -> str:
        return without_whereabouts(words, secrets) if restricted else words

    rows = (
        ("Who", f"{person.given_name} {person.family_name}".strip()),
        ("Born", text_at(patient, "birthDate")),
        ("NHS number", spaced(person.nhs_number)),
        ("Phone", "" if restricted else person.phone),
        ("Address", "" if restricted else ", ".join(filter(None, (person.address, person.postcode)))),
        ("Where they are", where),
        ("Carer", "" if restricted else person.carer),
        ("Beware", said("; ".join(f"{flag.category}: {flag.text}" for flag in flags_of(bundle)))),
        ("Why help is needed", said(reason_in_words(bundle).replace(NO_REASON, ""))),
        ("Sending service", text_at(sender_organisation_of(bundle), "name") or text_at(source, "name")),
        ("Their phone", text_at(node_at(source, "contact"), "value")),
    )
    yield from ((label, words[:2000]) for label, words in rows if words)
