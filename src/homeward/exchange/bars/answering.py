"""The answer to a message that was taken in: the message itself, with the ids it now has here.

Source: Booking and Referral Standard API 1.4.0, the published HTTP response to a validation request.
"""

import copy
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from homeward.exchange.bars.envelope import service_request_of
from homeward.exchange.fhir.bundle import Bundle

OUR_REFERRALS = "urn:homeward:referral"
"""The address under which our references stand as identifiers."""


def answer_to(content: dict[str, Any], *, reference: str, now: datetime) -> dict[str, Any]:
    """The Bundle to send back, made from the one that came. Its ServiceRequest has our reference, also as its id."""
    made = copy.deepcopy(content)
    told = now.isoformat(timespec="seconds")
    request = service_request_of(Bundle(made))
    for number, entry in enumerate(made["entry"]):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            resource["id"] = str(uuid5(NAMESPACE_URL, f"{OUR_REFERRALS}:{reference}:{number}"))
            _touch(resource, told)
    if isinstance(request, dict):
        _with_our_reference(request, reference, told)
    _touch(made, told)
    return made


def _with_our_reference(request: dict[str, Any], reference: str, told: str) -> None:
    ours = {"system": OUR_REFERRALS, "value": reference}
    theirs = request.get("identifier")
    request["identifier"] = [*(theirs if isinstance(theirs, list) else []), ours]
    request["id"] = reference
    request.setdefault("authoredOn", told)


def _touch(resource: dict[str, Any], told: str) -> None:
    meta = resource.get("meta")
    resource["meta"] = {**(meta if isinstance(meta, dict) else {}), "lastUpdated": told}
