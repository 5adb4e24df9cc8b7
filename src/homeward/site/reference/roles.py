"""Which role may do what, as `partnership.rules` says."""

import ast
import inspect
from enum import Enum

from homeward.partnership.rules import CAPABILITIES, NEEDS_TO_TAKE_PART, ROLE_NAMES, Capability
from homeward.site.reference.markdown import page, table


def roles_page() -> str:
    """A table of capabilities and roles, and what else decides."""
    said = said_below_members(Capability)
    roles = list(ROLE_NAMES)
    rows = [
        [
            said[one.name].rstrip("."),
            f"`{one}`",
            *("yes" if one in CAPABILITIES[role] else "" for role in roles),
            "yes" if one in NEEDS_TO_TAKE_PART else "",
        ]
        for one in Capability
    ]
    return page(
        "Roles and what they may do",
        "What a member may do follows from their role and from whether their organisation provides the joint service. "
        "The last column marks what nobody else may do, whatever their role.",
        table(["What", "Capability", *(ROLE_NAMES[role] for role in roles), "Only in providers"], rows),
        "A capability opens a page. Which people the page then shows is decided by relationship: a member sees the "
        "people whom one of their teams has a current reason to see, and a referrer the referrals of their own "
        "organisation. See [privacy by construction](../understand/privacy.md) and the [addresses](addresses.md).",
        "Code: `homeward.partnership.rules`.",
    )


def said_below_members(enumeration: type[Enum]) -> dict[str, str]:
    """The sentence written below each member of an enumeration, by the member's name."""
    body = ast.parse(inspect.getsource(enumeration)).body[0]
    assert isinstance(body, ast.ClassDef)
    said: dict[str, str] = {}
    for member, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(member, ast.Assign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            name = member.targets[0]
            assert isinstance(name, ast.Name)
            said[name.id] = str(below.value.value)
    return said
