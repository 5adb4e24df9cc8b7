"""The table `contacts`: every contact and attempt at one, and what it cost where unit costs were entered."""

from collections.abc import Iterator

from homeward.episodes.history.contacts import Contact, contacts
from homeward.episodes.rules.visits import reaches_somebody, stops_the_clock
from homeward.kit.london import london_date
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of


def rows(context: Context) -> Iterator[Row]:
    """A row for every contact, in the order they began. One query, and four more for each chunk of them."""
    for chunk in in_chunks(contacts()):
        known = known_of(context, {one.episode_id for one in chunk})
        for one in chunk:
            yield row_of(known[one.episode_id], one)


def row_of(known: Known, one: Contact) -> Row:
    """One contact. The organisation is that of whoever recorded it: its staff did it, and it pays for them."""
    return {
        **known.groups(one.started_at, organisation=one.organisation),
        **at_moment("held", one.started_at),
        "contact_id": str(one.contact_id),
        "episode_id": str(one.episode_id),
        "started_at": one.started_at,
        "kind": one.kind,
        "face_to_face": stops_the_clock(one.kind),
        "reached": reaches_somebody(one.kind),
        "first": one.first,
        "minutes": one.minutes,
        "staff": one.staff,
        "cost_pence": cost_of(known, one),
    }


def cost_of(known: Known, one: Contact) -> int | None:
    """What a contact cost in pence, by the stage it was in; None without a unit cost, or without a length."""
    pathway, on = known.stage_at(one.started_at).pathway, london_date(one.started_at)
    return known.context.unit_costs.pence(pathway, one.kind, on, one.minutes, one.staff)
