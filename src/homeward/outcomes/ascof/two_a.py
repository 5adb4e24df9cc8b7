"""ASCOF 2A: of the new clients whose short-term support ended, how many needed no support that lasts.

Source: `Create_ASCOF_2A_2425_Onwards.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homeward.episodes.rules.leaving import DENOMINATOR, LONG_TERM, NUMERATOR
from homeward.outcomes.ascof.clusters import Joined, is_st_max, joined
from homeward.outcomes.ascof.events import About, Event, EventType, People, Span, Whose, age_by_days, counted_spans
from homeward.outcomes.ascof.figures import Figure
from homeward.outcomes.ascof.names import UNABLE_TO_CLASSIFY, sequel_names
from homeward.outcomes.ascof.sequel import Step, sequel_of

NEW_AFTER_DAYS = 91
"""Who had long-term support that ended fewer days than this before the start is no new client."""
ADULT = 18


class AgeBand(StrEnum):
    """Age on the last day, as the measure is split."""

    UNDER_65 = "18_64"
    OVER_65 = "65_over"
    NOT_KNOWN = "not_known"


AGE_BAND_NAMES = {AgeBand.UNDER_65: "18 to 64", AgeBand.OVER_65: "65 and above", AgeBand.NOT_KNOWN: "Unknown"}


class LeftOut(StrEnum):
    """Why the measure does not count a cluster."""

    NOT_NEW = "not_a_new_client"
    NOT_COUNTED = "sequel_not_counted"
    UNABLE_TO_CLASSIFY = "unable_to_classify"


LEFT_OUT_NAMES = {
    LeftOut.NOT_NEW: "had long-term support in the 91 days before, so no new client",
    LeftOut.NOT_COUNTED: "died, in hospital, with the NHS, pays for own care, or declined",
    LeftOut.UNABLE_TO_CLASSIFY: "nothing says what followed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Short-term support of one person, with what followed it. Codes are those of `names`.

    `new_client` is None when nothing is known of long-term support: the support is then counted, and said apart.
    """

    council: str
    person: str
    start: date
    end: date
    outcome: str
    spells: int
    age_band: AgeBand
    new_client: bool | None
    step: Step
    sequel: str

    @property
    def sequel_name(self) -> str:
        """What followed, in the national words."""
        return sequel_names()[self.sequel]

    @property
    def in_denominator(self) -> bool:
        """Whether ASCOF 2A counts it at all: for new clients, and by what followed."""
        return self.new_client is not False and self.sequel in DENOMINATOR

    @property
    def in_numerator(self) -> bool:
        """Whether ASCOF 2A counts it as a success."""
        return self.new_client is not False and self.sequel in NUMERATOR

    @property
    def unable_to_classify(self) -> bool:
        """Whether what followed says too little to be counted."""
        return self.sequel in UNABLE_TO_CLASSIFY

    @property
    def left_out(self) -> LeftOut | None:
        """Why the measure does not count it, or None when it does."""
        if self.new_client is False:
            return LeftOut.NOT_NEW
        if self.unable_to_classify:
            return LeftOut.UNABLE_TO_CLASSIFY
        return None if self.sequel in DENOMINATOR else LeftOut.NOT_COUNTED


def clusters_of(
    events: Iterable[Event],
    people: People,
    *,
    first: date = date.min,
    last: date = date.max,
    long_term_known: bool = True,
) -> list[Cluster]:
    """Clusters of short-term support that ended from `first` to `last`, both counted, by council, person and start.

    Events may be of many people and councils. `people` may leave out those of whom nothing is known. Children on the
    last day, and people who had died before the first, are left out. `long_term_known`: False for a record that knows
    no long-term support, so that nobody can be said to be new.
    """
    found: list[Cluster] = []
    for whose, spans in counted_spans(events).items():
        found += _of_person(whose, spans, people.get(whose, About()), (first, last), long_term_known)
    return sorted(found, key=lambda one: (one.council, one.person, one.start))


def _of_person(
    whose: Whose, spans: Sequence[Span], about: About, period: tuple[date, date], long_term_known: bool
) -> Iterator[Cluster]:
    others = [one for one in spans if not is_st_max(one)]
    for one in joined(filter(is_st_max, spans)):
        band = _age_band(about.born_on, one.end)
        if not period[0] <= one.end <= period[1] or band is None:
            continue
        if about.died_on is not None and about.died_on < one.start:
            continue
        followed = sequel_of(one, others, about.died_on)
        yield Cluster(
            council=whose[0],
            person=whose[1],
            start=one.start,
            end=one.end,
            outcome=one.outcome,
            spells=one.spells,
            age_band=band,
            new_client=_is_new(one, others) if long_term_known else None,
            step=followed.step,
            sequel=followed.code,
        )


def _is_new(cluster: Joined, others: Sequence[Span]) -> bool:
    return not any(
        one.event.kind is EventType.SERVICE
        and one.event.service in LONG_TERM
        and one.start < cluster.start
        and (cluster.start - one.end).days < NEW_AFTER_DAYS
        for one in others
    )


def _age_band(born_on: date | None, on: date) -> AgeBand | None:
    """The band of an adult's age, not known without a date of birth; None for a child."""
    if born_on is None:
        return AgeBand.NOT_KNOWN
    age = age_by_days(born_on, on)
    if age < ADULT:
        return None
    return AgeBand.OVER_65 if age >= 65 else AgeBand.UNDER_65


def measured(clusters: Iterable[Cluster]) -> Mapping[str, Figure]:
    """ASCOF 2A by age band, and "total", in which those of unknown age are counted too."""
    rows = list(clusters)
    bands = {str(band): [one for one in rows if one.age_band is band] for band in AgeBand}
    return {name: _figure(of) for name, of in (bands | {"total": rows}).items()}


def _figure(clusters: Sequence[Cluster]) -> Figure:
    return Figure(sum(one.in_numerator for one in clusters), sum(one.in_denominator for one in clusters))
