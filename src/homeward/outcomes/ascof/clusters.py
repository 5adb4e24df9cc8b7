"""Spells of short-term support that follow each other closely, joined to one.

Source: `Create_ASCOF_2A_2425_Onwards.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard), section 1. ASCOF 2D joins reablement the
same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from homeward.outcomes.ascof.events import EventType, Span
from homeward.outcomes.ascof.names import REABLEMENT, ST_MAX, plain, rank

GAP_DAYS = 7
"""A spell joins those before it when it starts at most this many days after the latest of their ends."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Spells as one: from the first start to the latest end, with the outcome of the spell that ended last."""

    start: date
    end: date
    outcome: str
    spells: int


def joined(spells: Iterable[Span]) -> list[Joined]:
    """The spells of one person with one council, joined, in order of time. Of spells that end together the outcome that
    ranks first is taken."""
    groups: list[list[Span]] = []
    for spell in sorted(spells, key=lambda one: (one.start, one.end)):
        if groups and (spell.start - max(one.end for one in groups[-1])).days <= GAP_DAYS:
            groups[-1].append(spell)
        else:
            groups.append([spell])
    return [_one(group) for group in groups]


def _one(group: list[Span]) -> Joined:
    end = max(one.end for one in group)
    outcome = min((one.event.outcome for one in group if one.end == end), key=rank)
    return Joined(group[0].start, end, outcome, len(group))


def is_st_max(span: Span) -> bool:
    """Whether this is short-term support to make somebody more independent."""
    return span.event.kind is EventType.SERVICE and span.event.service == ST_MAX


def is_reablement(span: Span) -> bool:
    """Whether this is such support of the kind that ASCOF 2D follows."""
    return is_st_max(span) and plain(span.event.component) == plain(REABLEMENT)
