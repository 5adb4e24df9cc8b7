"""A message as a person can read it on a page: what can be told from it, and all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from homeward.exchange.bars.circumstances import NO_REASON, flags_of, location_in_words, reason_in_words
from homeward.exchange.bars.envelope import header_of, sender_organisation_of
from homeward.exchange.bars.person import is_restricted, person_of
from homeward.exchange.bars.reading import patient_of
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.values import node_at, text_at
from homeward.exchange.models import Message
from homeward.kit.nhs_number import spaced

MOST_SHOWN = 200_000
"""Characters put on a page; the whole of a longer message is there to be saved."""


@dataclass(frozen=True, slots=True)
class ReadableBody:
    """The text of a message, whether all of it is shown, what it seems to say, and whether whereabouts are secret."""

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
    shown, whole = text[:MOST_SHOWN].replace("\0", "␀"), len(text) <= MOST_SHOWN
    if not isinstance(content, dict):
        return ReadableBody(shown, whole)
    bundle = Bundle(content if content.get("resourceType") == "Bundle" else {"entry": [{"resource": content}]})
    restricted = any(map(is_restricted, bundle.of_kind("Patient")))
    return ReadableBody(shown, whole, tuple(_told(bundle, restricted)), restricted)


def _told(bundle: Bundle, restricted: bool) -> Iterator[tuple[str, str]]:
    """What the message seems to say, label and words, as far as it can be read; whereabouts only when not secret."""
    patient: Any = patient_of(bundle)
    person = person_of(bundle, patient)
    source = node_at(header_of(bundle), "source")
    where = "" if restricted else location_in_words(bundle)
    rows = (
        ("Who", f"{person.given_name} {person.family_name}".strip()),
        ("Born", text_at(patient, "birthDate")),
        ("NHS number", spaced(person.nhs_number)),
        ("Phone", "" if restricted else person.phone),
        ("Address", "" if restricted else ", ".join(filter(None, (person.address, person.postcode)))),
        ("Where they are", where),
        ("Carer", "" if restricted else person.carer),
        ("Beware", "; ".join(f"{flag.category}: {flag.text}" for flag in flags_of(bundle))),
        ("Why help is needed", "" if restricted else reason_in_words(bundle).replace(NO_REASON, "")),
        ("Sending service", text_at(sender_organisation_of(bundle), "name") or text_at(source, "name")),
        ("Their phone", text_at(node_at(source, "contact"), "value")),
    )
    yield from ((label, words[:2000]) for label, words in rows if words)
