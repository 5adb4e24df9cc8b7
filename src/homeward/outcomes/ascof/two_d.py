"""ASCOF 2D: people of 65 and over who left hospital for reablement, and were still in the community 12 weeks on.

Part 1: of the reablement that followed a discharge, how much was followed by no emergency readmission, death or
long-term care home within 84 days. Part 2: how many discharges were followed by reablement at all.
Source: `Create_ASCOF_2D.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.outcomes.ascof.clusters import Joined, is_reablement, joined
from homeward.outcomes.ascof.events import About, Event, EventType, Span, counted_spans
from homeward.outcomes.ascof.figures import Figure
from homeward.outcomes.ascof.names import CARE_HOMES
from homeward.outcomes.ascof.stays import (
    FOLLOWED_FOR,
    NATIONAL,
    Exclusions,
    NotCounted,
    Stay,
    is_readmission,
    not_counted,
)

BEFORE = timedelta(days=3)
"""Reablement may start this long before the discharge: a start written down early."""
AFTER = timedelta(days=7)
"""Reablement may start this long after the discharge."""


@dataclass(frozen=True, slots=True)
class Link:
    """Reablement that followed a discharge, and what happened within 12 weeks of the discharge."""

    council: str
    start: date
    end: date
    readmitted: bool
    died: bool
    care_home: bool

    @property
    def success(self) -> bool:
        """Whether none of the three happened."""
        return not (self.readmitted or self.died or self.care_home)


@dataclass(frozen=True, slots=True)
class Discharge:
    """One discharge in the period, why it is not counted, if so, and the reablement it is linked to.

    A discharge may link to two clusters, more than a week apart or with two councils: the measure counts both.
    """

    stay: Stay
    left_out: NotCounted | None
    links: tuple[Link, ...]
    in_community_support: bool
    """Whether they had long-term support at home when they were admitted."""

    @property
    def known_from(self) -> date:
        """The first day on which its 12 weeks are over."""
        assert self.stay.discharged_on is not None
        return self.stay.discharged_on + FOLLOWED_FOR + timedelta(days=1)

    @property
    def linked(self) -> bool:
        """Whether reablement followed, of a discharge that is counted."""
        return bool(self.links)

    def success(self, as_at: date = date.max) -> bool | None:
        """Whether every linked reablement succeeded; None when none is linked, or the 12 weeks are not over."""
        if not self.links or as_at < self.known_from:
            return None
        return all(one.success for one in self.links)


def linked_discharges(
    stays: Iterable[Stay],
    events: Iterable[Event],
    people: Mapping[str, About],
    *,
    first: date = date.min,
    last: date = date.max,
    exclusions: Exclusions = NATIONAL,
) -> list[Discharge]:
    """Discharges from `first` to `last`, both counted, by person and day, with the reablement that followed each.

    `people` by person: an NHS number joins hospital and social care, across councils. Readmissions are looked for among
    all `stays`, also after `last`.
    """
    by_person: defaultdict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_person[stay.person].append(stay)
    spans: defaultdict[str, dict[str, list[Span]]] = defaultdict(dict)
    for (council, person), of in counted_spans(events).items():
        spans[person][council] = of
    found: list[Discharge] = []
    for person, theirs in by_person.items():
        about = people.get(person, About())
        found += _of_person(theirs, spans.get(person, {}), about, (first, last), exclusions)
    return sorted(found, key=lambda one: (one.stay.person, one.stay.discharged_on or date.max, one.stay.stay))


def _of_person(
    stays: Sequence[Stay],
    by_council: Mapping[str, Sequence[Span]],
    about: About,
    period: tuple[date, date],
    exclusions: Exclusions,
) -> list[Discharge]:
    spans = [one for of in by_council.values() for one in of]
    discharged = [one for one in stays if one.discharged_on and period[0] <= one.discharged_on <= period[1]]
    reasons = [(one, not_counted(one, about.born_on, spans, exclusions)) for one in discharged]
    counted = [one for one, why in reasons if why is None]
    links: defaultdict[int, list[Link]] = defaultdict(list)
    for council, of in by_council.items():
        for cluster in joined(filter(is_reablement, of)):
            stay = _latest_before(cluster, counted)
            if stay is not None:
                links[id(stay)].append(_link(council, cluster, stay, stays, spans, about))
    return [Discharge(one, why, tuple(links[id(one)]), _at_home(spans, one.admitted_on)) for one, why in reasons]


def _latest_before(cluster: Joined, counted: Sequence[Stay]) -> Stay | None:
    """The discharge that a cluster followed: the latest in the window, of two that day the one admitted later."""
    in_window = [
        (one.discharged_on, one.admitted_on, place)
        for place, one in enumerate(counted)
        if one.discharged_on is not None
        and -BEFORE <= cluster.start - one.discharged_on <= AFTER
        and one.admitted_on <= cluster.start
    ]
    return counted[max(in_window)[2]] if in_window else None


def _link(
    council: str, cluster: Joined, stay: Stay, stays: Sequence[Stay], spans: Sequence[Span], about: About
) -> Link:
    left = stay.discharged_on
    assert left is not None
    return Link(
        council=council,
        start=cluster.start,
        end=cluster.end,
        readmitted=any(is_readmission(one, discharged_on=left, cluster_start=cluster.start) for one in stays),
        died=about.died_on is not None and left <= about.died_on <= left + FOLLOWED_FOR,
        care_home=any(_is_care_home(one) and left <= one.start <= left + FOLLOWED_FOR for one in spans),
    )


def _is_care_home(span: Span) -> bool:
    return span.event.kind is EventType.SERVICE and span.event.service in CARE_HOMES


def _at_home(spans: Sequence[Span], on: date) -> bool:
    return any(one.event.service == "lts_community" and one.start <= on <= one.end for one in spans)


@dataclass(frozen=True, slots=True)
class Parts:
    """Both parts of ASCOF 2D."""

    part_1: Figure
    part_2: Figure


def parts(discharges: Iterable[Discharge], as_at: date = date.max) -> Parts:
    """Both parts, to two decimals as published. Discharges whose 12 weeks go on at `as_at` are in part 2 only."""
    counted = [one for one in discharges if one.left_out is None]
    links = [link for one in counted for link in one.links]
    known = [link for one in counted if one.known_from <= as_at for link in one.links]
    return Parts(
        part_1=Figure(sum(one.success for one in known), len(known), places=2),
        part_2=Figure(len(links), len(counted), places=2),
    )


LAG_MONTHS = 3
"""ASCOF 2D is published for periods that ended this many months before those of the other measures."""


def published_with(last: date) -> date:
    """The last day of the data with which the period to `last`, a month's last day, is published: three months on."""
    months = last.year * 12 + last.month - 1 + LAG_MONTHS + 1
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
