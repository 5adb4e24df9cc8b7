"""A message as a person can read it on a page."""

from dataclasses import dataclass

import orjson

from homeward.exchange.bars.person import is_restricted
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.models import Message

MOST_SHOWN = 200_000
"""Characters put on a page; the whole of a longer message is there to be saved."""


@dataclass(frozen=True, slots=True)
class ReadableBody:
    """The text of a message, whether all of it is shown, and whether it holds an address that must not be told."""

    text: str
    whole: bool
    restricted: bool


def readable_body(message: Message) -> ReadableBody:
    """The message set out in lines where it is JSON, else as it came."""
    body = bytes(message.body)
    restricted = False
    try:
        content = orjson.loads(body)
        text = orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()
        restricted = isinstance(content, dict) and any(map(is_restricted, Bundle(content).of_kind("Patient")))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):  # not JSON, or nested too deep to be written again
        text = body[: MOST_SHOWN * 4].decode("utf-8", "replace")
    return ReadableBody(text[:MOST_SHOWN].replace("\0", "␀"), len(text) <= MOST_SHOWN, restricted)
