"""What a visit being written down was most likely for, so that nobody chooses what is obvious."""

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

ABOUT = timedelta(hours=2)
"""How far from a planned time a visit may be and still most likely be the one planned."""
Key = TypeVar("Key", bound=Hashable)


def the_obvious(planned: Iterable[tuple[Key, datetime, datetime]], at: datetime) -> Key | None:
    """The one of the planned visits (what, not before, not after) that is made at this moment; None when unsure.

    The only one whose time it is; else the only one whose time is at most two hours away.
    """
    every = list(planned)
    for leeway in (timedelta(0), ABOUT):
        near = {key for key, from_at, to_at in every if from_at - leeway <= at <= to_at + leeway}
        if near:
            return near.pop() if len(near) == 1 else None
    return None


def in_short(words: str, most: int = 80) -> str:
    """The first line of what somebody said, cut between words where it is longer than a list has room for."""
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0]}…"
