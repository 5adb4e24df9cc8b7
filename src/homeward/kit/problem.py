"""What a room reports when one of its promises does not hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken promise: which room, which rule, about what, and what a person should do."""

    room: str
    rule: str
    subject: str
    remedy: str
