"""Every spell of help from its opening to its end, and what is known of whose it is."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from homeward.episodes.models.episode import Episode


class Spell(NamedTuple):
    """One spell of help. `organisation` is that of the team that owns it now, or owned it when it ended.

    `born_on`, `postcode` and `ethnic_category` are the person's, for putting them into bands, and go no further. Of
    somebody whose address is secret there is no postcode.
    """

    episode_id: int
    person_id: int
    opened_at: datetime
    first_contact_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    organisation: str
    born_on: date | None
    postcode: str
    ethnic_category: str


_COLUMNS = (
    "pk",
    "person_id",
    "opened_at",
    "first_contact_at",
    "ended_at",
    "end_reason",
    "owning_team__organisation__code",
    "person__born_on",
    "person__postcode",
    "person__ethnic_category",
)


def spells(*, chunk: int = 2000) -> Iterator[Spell]:
    """Every spell of help in the order opened, in one query."""
    rows = Episode.objects.order_by("opened_at", "pk").values_list(*_COLUMNS)
    return (Spell(*row) for row in rows.iterator(chunk_size=chunk))


def spells_of(episode_ids: Collection[int]) -> dict[int, Spell]:
    """These spells of help by the episode's id. One query."""
    rows = Episode.objects.filter(pk__in=episode_ids).order_by().values_list(*_COLUMNS)
    return {row[0]: Spell(*row) for row in rows}
