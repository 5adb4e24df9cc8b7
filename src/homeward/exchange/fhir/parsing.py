"""From bytes to a FHIR Bundle, with a sentence on what is wrong and where when they are not one."""

from typing import Any

import orjson

from homeward.exchange.fhir.outcome import Issue, Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_COUNTED = 64 * 1024 * 1024
"""How much of something too large is read to learn its size and checksum; beyond this the connection is let go."""
DEEPEST = 64
"""FHIR itself nests some ten deep; writing JSON back fails beyond 254, so anything deeper is refused early."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse_bundle(body: bytes) -> dict[str, Any]:
    """The Bundle in these bytes. Raises Refused with line and column where they are not JSON, or with what lacks."""
    found = _parse(body.removeprefix(_BYTE_ORDER_MARK))
    if not isinstance(found, dict) or found.get("resourceType") != "Bundle":
        kind = found.get("resourceType") if isinstance(found, dict) else None
        said = f'Its resource type is "{kind[:40]}"' if isinstance(kind, str) and kind else "It says no resource type"
        raise Refused(
            400, Issue("required", f"This is not a FHIR Bundle. {said}. Send a Bundle of type message.", "resourceType")
        )
    if not isinstance(found.get("entry"), list) or not found["entry"]:
        raise Refused(
            400, Issue("required", "The Bundle has no entries. Send the message's resources in entry.", "Bundle.entry")
        )
    if depth_of(found, DEEPEST) > DEEPEST:
        raise Refused(
            400,
            Issue("structure", f"The message is nested more than {DEEPEST} levels deep. Send it as FHIR R4.", "Bundle"),
        )
    return found


def _parse(body: bytes) -> Any:
    if not body.strip():
        raise Refused(400, Issue("required", "The message is empty. Send a FHIR Bundle as JSON."))
    if body.lstrip()[:1] == b"<":
        raise Refused(400, Issue("structure", "This looks like XML, which is not read here. Send the message as JSON."))
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        said = fault.msg[:1].upper() + fault.msg[1:]
        raise Refused(
            400, Issue("structure", f"This is not JSON: {said}, at {place}. Correct it there and send it again.", place)
        ) from None


def depth_of(value: Any, enough: int) -> int:
    """How deep lists and objects nest, counted no further than one past `enough`; needs no recursion."""
    depth, level = 0, [value]
    while level and depth <= enough:
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        depth += 1
    return depth
