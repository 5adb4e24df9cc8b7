"""What team meetings asked somebody to do, by when, and whether it was done."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from homeward.episodes.models.meetings import MeetingAction


class ActionAgreed(NamedTuple):
    """One action: of whose organisation it was asked, and when it was done, or dropped."""

    action_id: int
    episode_id: int
    agreed_at: datetime
    due_on: date
    done_at: datetime | None
    dropped: bool
    organisation: str


def actions_agreed(*, chunk: int = 2000) -> Iterator[ActionAgreed]:
    """Every action in the order agreed, in one query."""
    columns = ("pk", "item__episode_id", "at", "due_on", "done_at", "dropped", "team__organisation__code")
    rows = MeetingAction.objects.order_by("at", "pk").values_list(*columns)
    return (ActionAgreed(*row) for row in rows.iterator(chunk_size=chunk))
