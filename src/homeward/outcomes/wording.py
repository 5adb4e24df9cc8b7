"""The names people know the facts' codes by, and how weeks, months and groups are called."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from homeward.episodes.models.episode import EndReason
from homeward.episodes.reading.code_lists import code_list
from homeward.kit.london import london_date
from homeward.outcomes.facts import TABLES
from homeward.outcomes.periods import Period
from homeward.outcomes.rules import AGE_BAND_NAMES, LEFT_OUT_NAMES
from homeward.outcomes.showing import Shown
from homeward.partnership.queries import organisation_coded
from homeward.pathways.queries import service_model_on
from homeward.referrals.models import Source
from homeward.referrals.rules.state import STATE_NAMES

BREAKDOWN_NAMES: dict[str, str] = {
    "partnership": "Partnership",
    "origin": "Service or extract",
    "pathway": "Pathway",
    "model": "Kind of help",
    "organisation": "Organisation",
    "locality": "Locality",
    "source": "Who referred",
    "need": "Need",
    "age_band": "Age",
    "ethnicity": "Ethnic group",
    "deprivation": "Deprivation",
}
PERIOD_NAMES = {Period.WEEK: "Week", Period.MONTH: "Month"}
ETHNICITY_NAMES = {
    "asian": "Asian or Asian British",
    "black": "Black, Black British, Caribbean or African",
    "mixed": "Mixed or multiple ethnic groups",
    "white": "White",
    "other": "Other ethnic group",
    "not_stated": "Would rather not say",
    "not_known": "Not known",
    "": "Not recorded",
}
DEPRIVATION_NAMES = {
    "1": "Most deprived fifth",
    "2": "Second fifth",
    "3": "Middle fifth",
    "4": "Fourth fifth",
    "5": "Least deprived fifth",
    "not_known": "Not known",
    "": "Not recorded",
}
MODEL_NAMES = {
    "crisis_response": "Crisis response",
    "home_based": "Home-based intermediate care",
    "reablement": "Reablement",
    "bed_based": "Bed-based intermediate care",
    "urgent_social_work": "Urgent social work",
    "virtual_ward": "Hospital at home",
    "": "None decided",
}
Name = Callable[[str], str]


def name_of_group(column: str, counted_at: datetime) -> Name:
    """A function from a code in a column of the facts to the name people know it by.

    A code that nobody named comes back readable: "support_ended" as "Support ended".
    """
    model = service_model_on(london_date(counted_at))
    names: dict[str, Name] = {
        "pathway": lambda code: model.pathway_name(code) if code else "None decided",
        "need": lambda code: model.need_name(code) if code else "Not recorded",
        "source": lambda code: str(dict(Source.choices).get(code, "")),
        "organisation": _organisation_name,
        "state": lambda code: str({str(k): v for k, v in STATE_NAMES.items()}.get(code, "")),
        "end_reason": lambda code: str(dict(EndReason.choices).get(code, "")),
        **{column: _from(known) for column, known in _KNOWN.items()},
        **{column: _from_list(name) for column, name in _LISTS.items()},
    }
    known = names.get(column, lambda code: "")
    return lambda code: known(code) or _readable(code)


_KNOWN: dict[str, dict[str, str]] = {
    "age_band": {**AGE_BAND_NAMES, "": "Not recorded"},
    "ethnicity": ETHNICITY_NAMES,
    "deprivation": DEPRIVATION_NAMES,
    "model": MODEL_NAMES,
    "excluded_because": {str(code): name for code, name in LEFT_OUT_NAMES.items()},
    "origin": {"live": "The joint service"},
    "locality": {"not_known": "Not known", "": "Not recorded"},
}
_LISTS = {"outcome": "event_outcome", "sequel": "support_sequel", "reason": "delay_reason"}
"""Columns whose codes stand in a list of the care record."""


def _from(known: dict[str, str]) -> Name:
    return lambda code: known.get(code, "")


def _from_list(name: str) -> Name:
    def known(code: str) -> str:
        return {one.code: one.name for one in code_list(name).values}.get(code, "")

    return known


def _readable(code: str) -> str:
    words = code.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Not recorded"


def _organisation_name(code: str) -> str:
    found = organisation_coded(code)
    return found.name if found else code


def dated_name(table: str, event: str) -> str:
    """When a row is placed in a week or month, as the end of a sentence: "when the clock started"."""
    return TABLES[table].event(event).says


def in_order(breakdown: str, cells: Iterable[Shown]) -> list[Shown]:
    """Groups in the order people read them: ages and deprivation upwards, everything else the largest first."""
    orders = {"age_band": list(AGE_BAND_NAMES), "deprivation": list(DEPRIVATION_NAMES)}
    order = orders.get(breakdown)
    if order:
        return sorted(cells, key=lambda one: order.index(one.group[0]) if one.group[0] in order else len(order))
    return sorted(cells, key=lambda one: (-one.rows, one.group))


def day_and_month(day: date) -> str:
    """A date as "2 Mar 2026"."""
    return f"{day.day} {day:%b %Y}"


def period_name(period: Period, start: date, last_day: date) -> str:
    """A week as "2 to 8 Mar 2026" or "30 Mar to 5 Apr 2026", a month as "March 2026", a whole as first and last day."""
    if period is Period.MONTH:
        return f"{start:%B %Y}"
    month = "" if (start.year, start.month) == (last_day.year, last_day.month) else f" {start:%b}"
    year = "" if start.year == last_day.year else f" {start.year}"
    return f"{start.day}{month}{year} to {day_and_month(last_day)}"
