"""The names people know the facts' codes by, and what a chart shows, in words."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from homeward.kit.london import london_date
from homeward.outcomes.definitions import Dated, Definition
from homeward.outcomes.periods import Period
from homeward.outcomes.rules import AGE_BAND_NAMES, LEFT_OUT_NAMES
from homeward.outcomes.showing import Shown, in_words
from homeward.partnership.queries import organisation_coded
from homeward.pathways.queries import service_model_on
from homeward.referrals.models import Source
from homeward.referrals.rules.state import STATE_NAMES

DATED_NAMES: dict[Dated, str] = {
    "received": "when it was received",
    "start": "when its clock started",
    "stop": "when the person was first seen",
}
BREAKDOWN_NAMES = {
    "pathway": "Pathway",
    "source": "Who referred",
    "need": "Need",
    "age_band": "Age",
    "organisation": "Organisation",
}
PERIOD_NAMES = {Period.WEEK: "Week", Period.MONTH: "Month"}


def name_of_group(breakdown: str, counted_at: datetime) -> Callable[[str], str]:
    """A function from a code in the facts to the name people know it by; a code nobody named comes back as it is."""
    model = service_model_on(london_date(counted_at))
    names: dict[str, Callable[[str], str]] = {
        "pathway": lambda code: model.pathway_name(code) if code else "None decided",
        "need": lambda code: model.need_name(code) if code else "Not recorded",
        "source": lambda code: str(dict(Source.choices).get(code, code)),
        "age_band": lambda code: AGE_BAND_NAMES.get(code, code),
        "organisation": _organisation_name,
        "excluded_because": lambda code: LEFT_OUT_NAMES.get(code, code),
        "state": lambda code: str({str(k): v for k, v in STATE_NAMES.items()}.get(code, code)),
    }
    return names[breakdown]


def _organisation_name(code: str) -> str:
    found = organisation_coded(code)
    return found.name if found else code


def in_order(breakdown: str, cells: Iterable[Shown]) -> list[Shown]:
    """Groups in the order people read them: ages upwards, everything else the largest first."""
    if breakdown == "age_band":
        order = list(AGE_BAND_NAMES)
        return sorted(cells, key=lambda one: order.index(one.group) if one.group in order else len(order))
    return sorted(cells, key=lambda one: (-(one.denominator or 0) - (one.excluded or 0), one.group))


def day_and_month(day: date) -> str:
    """A date as "2 Mar 2026"."""
    return f"{day.day} {day:%b %Y}"


def period_name(period: Period, one: Shown) -> str:
    """A week as "2 Mar to 8 Mar 2026", a month as "March 2026"."""
    if period is Period.MONTH:
        return f"{one.start:%B %Y}"
    year = "" if one.start.year == one.last_day.year else f" {one.start.year}"
    return f"{one.start.day} {one.start:%b}{year} to {day_and_month(one.last_day)}"


def said_of(measure: Definition, row: Sequence[Shown], *, period: Period, exact: bool) -> str:
    """What a chart shows, in a sentence or two for each figure: the lowest, the highest and the latest complete."""
    said = []
    for figure in measure.figures:
        known = [(one.figures[figure.code], one) for one in row if one.complete]
        values = [(value, one) for value, one in known if value is not None]
        if not values:
            said.append(f"{figure.name}: no figure can be shown.")
            continue
        low, high = min(values, key=lambda pair: pair[0]), max(values, key=lambda pair: pair[0])
        latest = values[-1]
        parts = [
            f"{word} {in_words(value, measure.unit, exact=exact)} ({period_name(period, one)})"
            for word, (value, one) in (("lowest", low), ("highest", high), ("latest", latest))
        ]
        said.append(f"{figure.name}: {', '.join(parts)}.")
    return " ".join(said)
