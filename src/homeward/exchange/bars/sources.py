"""Who refers, told from a message.

The standard's messages do not carry one code for it, so this rule asks in turn: the use case, the words of the sending
service's name, the category, the sort of organisation the sender is known to be, and who asked. The first that
answers holds. Application 4 of the standard is 999; its "validation" requests come from 999 services.
"""

import re

_NAMES: tuple[tuple[str, str], ...] = (
    (r"\b111\b|integrated urgent care", "nhs_111"),
    (r"\b999\b|ambulance|emergency (operations|service)", "ambulance_999"),
    (r"care home|nursing home|residential home", "care_home"),
    (r"telecare|pendant|careline|lifeline", "technology"),
    (r"surgery|medical (centre|practice)|health centre|\bgp\b|practice", "gp"),
    (r"council|social (care|work|services)|borough", "social_care"),
    (r"hospital|infirmary|foundation trust|nhs trust", "hospital"),
)
_KINDS = {
    "ambulance": "ambulance_999",
    "gp_practice": "gp",
    "care_home": "care_home",
    "council": "social_care",
    "nhs_trust": "hospital",
    "voluntary": "community",
}
_ASKED_BY = {"Patient": "self_carer", "RelatedPerson": "self_carer"}


def source_of(*, use_case: str, names: str, category: str, sender_kind: str, requester_kind: str) -> str:
    """Who refers, as one of the codes of `referrals.models.Source`; "community" when nothing tells."""
    if use_case.startswith("a4"):
        return "ambulance_999"
    by_name = next((source for pattern, source in _NAMES if re.search(pattern, names.lower())), "")
    if by_name in {"nhs_111", "ambulance_999"}:
        return by_name
    if category == "validation":
        return "ambulance_999"
    return _KINDS.get(sender_kind) or by_name or _ASKED_BY.get(requester_kind) or "community"
