"""What the national measures say of one extract of Client Level Data: figures, what they leave out, what was wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from homeward.outcomes.ascof.admissions import Admission, admissions, rates
from homeward.outcomes.ascof.cld import counted, read_cld
from homeward.outcomes.ascof.cld_lines import Line, events_of, people_of, unique
from homeward.outcomes.ascof.cld_period import Period, last_year_of, period_covered
from homeward.outcomes.ascof.cld_reading import Problem
from homeward.outcomes.ascof.figures import Figure
from homeward.outcomes.ascof.two_a import AgeBand, clusters_of, measured


class NothingToCount(ValueError):
    """An extract from whose events no period can be told."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one extract comes to.

    `new_admissions` by age band; `rates` only where the population was given. `without_component` would be new
    admissions too, if their service said so.
    """

    lines: int
    kept_aside: int
    repeated: int
    problems: list[tuple[int, Problem]]
    period: Period
    short_term: Mapping[str, Figure]
    left_out: Mapping[str, int]
    new_admissions: Mapping[AgeBand, int]
    without_component: int
    rates: Mapping[AgeBand, Figure]


def figures_of(
    path: Path, *, sent_on: date, period: Period | None = None, population: Mapping[AgeBand, int] | None = None
) -> Figures:
    """Count an extract over a period, or over the last twelve months that it covers.

    Raises ExtractUnreadable, and NothingToCount when no period is given and none can be told.
    """
    lines, problems = read_cld(path)
    first, last = period or _covered(lines, sent_on)
    events, people = events_of(lines), people_of(lines)
    clusters = clusters_of(events, people, first=first, last=last)
    moved = admissions(events, people, first=first, last=last)
    with_blank = admissions(events, people, first=first, last=last, blank_component=True)
    aside = sum(one.kept_aside for one in problems)
    return Figures(
        lines=len(lines) + aside,
        kept_aside=aside,
        repeated=len(lines) - len(unique(lines)),
        problems=counted(problems),
        period=(first, last),
        short_term=measured(clusters),
        left_out=Counter(str(one.left_out) for one in clusters if one.left_out),
        new_admissions=_by_band(moved),
        without_component=sum(_by_band(with_blank).values()) - sum(_by_band(moved).values()),
        rates=rates(moved, population or {}),
    )


def _covered(lines: list[Line], sent_on: date) -> Period:
    covered = period_covered(lines, sent_on=sent_on)
    if covered is None:
        raise NothingToCount("Too few events to tell which months the extract covers. Give --from and --to.")
    return last_year_of(covered)


def _by_band(moved: list[Admission]) -> dict[AgeBand, int]:
    new = Counter(one.age_band for one in moved if one.left_out is None)
    return {band: new[band] for band in (AgeBand.UNDER_65, AgeBand.OVER_65)}
