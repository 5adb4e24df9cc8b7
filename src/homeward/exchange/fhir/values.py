"""Getting plain values out of FHIR that may have any shape: what is not there, or is of the wrong type, is empty."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from homeward.kit.london import LONDON, start_of_day

Node = Mapping[str, Any]
NOTHING: Node = {}

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control and direction characters: no one can read them, and PostgreSQL refuses some."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One code with the address of its code system as sent, and its words."""

    system: str
    code: str
    display: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC, or None where what was sent is none, and a doubt in words where it had to be guessed at."""

    at: datetime | None
    sent: str = ""
    doubt: str = ""


def clean(value: Any) -> str:
    """A text without characters nobody can see; a number as its digits; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _UNSEEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def node_at(node: Node, key: str) -> Node:
    """The object at a key; the first one where a list was sent."""
    return next(iter(nodes_at(node, key)), NOTHING)


def nodes_at(node: Node, key: str) -> list[Node]:
    """The objects in the list at a key; a single object counts as a list of one."""
    value = node.get(key)
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, dict)]


def text_at(node: Node, key: str) -> str:
    """The cleaned text at a key; the first one where a list was sent."""
    value = node.get(key)
    return clean(value[0] if isinstance(value, list) and value else value)


def texts_at(node: Node, key: str) -> list[str]:
    """The cleaned texts in the list at a key."""
    value = node.get(key)
    return [text for text in map(clean, value if isinstance(value, list) else [value]) if text]


def codings(concept: Node) -> list[Coding]:
    """The codes of a CodeableConcept, or the one code of a Coding."""
    listed = nodes_at(concept, "coding") or [concept]
    found = [Coding(text_at(c, "system"), text_at(c, "code"), text_at(c, "display")) for c in listed]
    return [coding for coding in found if coding.code or coding.display]


def words_of(concept: Node) -> str:
    """A CodeableConcept in words: its text, or its codes' displays, or at the least the codes."""
    said = text_at(concept, "text")
    return said or ", ".join(dict.fromkeys(coding.display or coding.code for coding in codings(concept)))


def extensions(node: Node, name: str) -> Iterator[Node]:
    """The extensions whose address ends in this name, whatever stands before it and in whatever case."""
    for extension in nodes_at(node, "extension"):
        if text_at(extension, "url").rstrip("/").lower().endswith(name.lower()):
            yield extension


def name_of(node: Node) -> tuple[str, str]:
    """Given and family name, from the best of the names sent; a name sent only as text is taken as a family name."""
    order = {"official": 0, "usual": 1, "": 2, "old": 9, "maiden": 9}
    names = sorted(nodes_at(node, "name"), key=lambda name: order.get(text_at(name, "use"), 5))
    for name in names:
        given, family = " ".join(texts_at(name, "given")), text_at(name, "family")
        if given or family:
            return given, family
    whole = next((text for name in names if (text := text_at(name, "text"))), "")
    return "", whole or clean(node.get("name"))


def full_name_of(node: Node) -> str:
    """A name as people say it, or an empty string."""
    return " ".join(filter(None, name_of(node)))


def phones_of(node: Node) -> list[str]:
    """Phone numbers, the one the sender ranks first at the front."""

    def rank(point: Node) -> float:
        sent = point.get("rank")
        return sent if isinstance(sent, int | float) and not isinstance(sent, bool) else 99

    points = [p for p in nodes_at(node, "telecom") if text_at(p, "system").lower() in {"phone", "sms", "mobile", ""}]
    return [value for point in sorted(points, key=rank) if (value := text_at(point, "value"))]


def address_in_words(address: Node) -> str:
    """An address on one line: as its sender wrote it, or put together from its parts."""
    said = text_at(address, "text")
    if said:
        return " ".join(said.split())
    parts = [*texts_at(address, "line"), *(text_at(address, key) for key in ("city", "district", "postalCode"))]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def day_of(text: str) -> date | None:
    """The date a FHIR date or dateTime begins with, when it is a whole and possible one."""
    try:
        return date.fromisoformat(text[:10]) if re.match(r"\d{4}-\d{2}-\d{2}(T|$)", text) else None
    except ValueError:
        return None


def moment_of(text: str) -> Moment:
    """The instant a FHIR dateTime names. Without a zone it is read as London time; a date alone as its first minute."""
    if not text:
        return Moment(None)
    try:
        found = datetime.fromisoformat(text) if "T" in text else None
        day = day_of(text)
        if found is None and day is not None and len(text) == 10:
            at, doubt = start_of_day(day), "only a date, read as the start of that day"
        elif found is not None and found.tzinfo is None:
            at, doubt = found.replace(tzinfo=LONDON).astimezone(UTC), "no time zone, read as London time"
        elif found is not None:
            at, doubt = found.astimezone(UTC), ""
        else:
            return Moment(None, text, "not a date and time")
    except (ValueError, OverflowError):
        return Moment(None, text, "not a date and time")
    if not 1900 <= at.year <= 2200:
        return Moment(None, text, "not a likely year")
    return Moment(at, text, doubt)
