"""The table `costs`: what the contacts of each episode by each organisation cost in each month."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from homeward.episodes.history.contacts import Contact, contacts
from homeward.kit.london import london_date
from homeward.outcomes.collecting.contacts_facts import cost_of
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.grouping import Known, known_of


def rows(context: Context) -> Iterator[Row]:
    """A row for every month, episode and organisation. One query, four more a month; one month in memory at a time."""
    for month, of_month in groupby(contacts(), key=lambda one: london_date(one.started_at).replace(day=1)):
        by: dict[tuple[int, str], list[Contact]] = {}
        for one in of_month:
            by.setdefault((one.episode_id, one.organisation), []).append(one)
        known = known_of(context, {episode for episode, _ in by})
        for (episode, organisation), theirs in sorted(by.items()):
            yield row_of(known[episode], month, organisation, theirs)


def row_of(known: Known, month: date, organisation: str, contacts_held: Sequence[Contact]) -> Row:
    """The contacts of one episode by one organisation in a month. Its pathway is that of the last of them."""
    costs = [cost for one in contacts_held if (cost := cost_of(known, one)) is not None]
    return {
        **known.groups(contacts_held[-1].started_at, organisation=organisation),
        **on_day("spent", month),
        "episode_id": str(known.spell.episode_id),
        "contacts": len(contacts_held),
        "minutes": sum((one.minutes or 0) * one.staff for one in contacts_held),
        "cost_pence": sum(costs) if costs else None,
        "price_year": _price_years(known, contacts_held),
    }


def _price_years(known: Known, contacts_held: Sequence[Contact]) -> str:
    """The price year of the unit costs used, or the years, where they change within the month."""
    used = set()
    for one in contacts_held:
        pathway = known.stage_at(one.started_at).pathway
        cost = known.context.unit_costs.on(pathway, one.kind, london_date(one.started_at))
        if cost is not None and one.minutes is not None:
            used.add(cost.price_year)
    return " and ".join(sorted(used))
