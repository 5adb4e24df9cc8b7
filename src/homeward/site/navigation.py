"""The service navigation: what each role finds at the top of every page."""

from dataclasses import dataclass

from django.urls import reverse

from homeward.partnership.models import Member
from homeward.partnership.rules import Capability

PLACES: tuple[tuple[str, str, Capability], ...] = (
    ("Worklist", "worklist", Capability.WORK_FRONT_DOOR),
    ("My caseload", "caseload", Capability.SEE_CASELOAD),
    ("To do", "to_do", Capability.SEE_CASELOAD),
    ("Coming home", "coming_home", Capability.SEE_RECORD),
    ("Team board", "team_board", Capability.SEE_CASELOAD),
    ("Team meetings", "team_meetings", Capability.SEE_CASELOAD),
    ("Make a referral", "referral_new", Capability.SEE_OWN_REFERRALS),
    ("Take a referral", "referral_new", Capability.REFER),
    ("My referrals", "own_referrals", Capability.SEE_OWN_REFERRALS),
    ("Messages to sort", "messages", Capability.RESOLVE_MESSAGES),
    ("Flow board", "flow", Capability.SEE_FLOW),
    ("Outcomes", "outcomes", Capability.SEE_OUTCOMES),
    ("What changed", "changes", Capability.SEE_OUTCOMES),
    ("What people say", "voice", Capability.SEE_OUTCOMES),
    ("Service model", "service_model", Capability.SEE_SERVICE_MODEL),
    ("You said, we did", "we_did", Capability.SEE_SERVICE_MODEL),
)
"""Label, name of the page, and what one must be allowed to do to go there; the first allowed is a role's home."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    href: str
    current: bool


def navigation_for(viewer: Member | None, path: str = "") -> list[Place]:
    """The places this viewer may go, the one that `path` belongs to marked current; none when signed out."""
    if viewer is None:
        return []
    allowed: dict[str, str] = {}
    for label, name, needed in PLACES:
        if viewer.may(needed):
            allowed.setdefault(reverse(name), label)  # the first label a role may use for a page is in its words
    here = max((href for href in allowed if path.startswith(href)), key=len, default=None)
    return [Place(label, href, href == here) for href, label in allowed.items()]
