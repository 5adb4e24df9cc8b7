"""Two people change a plan: what each changed is kept, and what both changed differently is put to the second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from homeward.kit.editing import put_together

TEXTS: dict[str, str] = {
    "aims": "What we will do together",
    "before_a_visit": "What to know before a visit",
    "if_it_gets_worse": "What to do if things get worse",
    "who_to_call": "Who to call",
}
"""The texts of a plan, as people read their names. What to know before a visit is for staff only."""

STAFF_ONLY = frozenset({"before_a_visit"})
"""The texts that the person's own copy leaves out."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of two people's edits: texts to write, before and after; and texts both changed, theirs and mine."""

    changes: dict[str, tuple[str, str]]
    clashes: dict[str, tuple[str, str]]


def tidy(text: str) -> str:
    """A text without space around it, its lines ended one way, so that a browser's way of sending is no change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def merged(*, opened: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, str]) -> Merged:
    """What to write when somebody opened some texts, typed others, and meanwhile they stand as they do now.

    A text that was not typed, or not opened, is left alone. A text that only one of the two changed is theirs.
    """
    edited = [name for name in now if name in typed and name in opened]
    before, mine, theirs = ({name: tidy(texts[name]) for name in edited} for texts in (opened, typed, now))
    together, clashing = put_together(opened=before, typed=mine, current=theirs)
    changes = {name: (now[name], together[name]) for name in edited if together[name] != theirs[name]}
    return Merged(
        {name: change for name, change in changes.items() if name not in clashing},
        {name: (theirs[name], mine[name]) for name in clashing},
    )


def changed_since(agreed_at: datetime | None, *changed_at: datetime | None) -> bool:
    """True when something was changed after it was agreed with the person."""
    return agreed_at is not None and any(at is not None and at > agreed_at for at in changed_at)
