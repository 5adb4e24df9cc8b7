"""ASCOF 2A counted a second time: slowly, plainly, in the national words, and without anything of the product.

Events are dicts: type, start, end, service_type, component, outcome, client. All are of one person with one council.
"""

from datetime import date, timedelta
from typing import Any

Event = dict[str, Any]
FOREVER = date(9999, 1, 1)
WEEK = timedelta(days=7)
LONG_TERM = [
    "Long term support: Nursing care",
    "Long term support: Residential care",
    "Long term support: Community",
    "Long term support: Prison",
]
SERVICES = [
    *LONG_TERM,
    "Short term support: ST-Max",
    "Short term support: Ongoing low level",
    "Short term support: Other short term",
]
USABLE = [
    "Admitted to hospital",
    "NFA: Responsibility moved to another local authority",
    "NFA: Referral to NHS services or NHS funded social care",
    "NFA: Self-funded client or under 12wk disregard",
    "NFA: Information and advice or signposting",
    "NFA: Referral to other service within the local authority",
    "NFA: Support declined",
    "NFA: Deceased",
    "NFA: Support ended as planned",
    "NFA: Support ended for other reason",
    "NFA: No services offered for other reason",
    "NFA: Other",
]
UNUSABLE = [
    "Progress to reablement/ST-Max",
    "Progress to assessment, review or reassessment",
    "Release 1 specification only: Not mapped",
    "Progress to support planning or services",
    "Continuation of support or services",
    "Invalid and not mapped",
]
IN_ORDER = USABLE + UNUSABLE
NUMERATOR = {
    "Short term support: Ongoing low level",
    "Short term support: Other short term",
    "NFA: Information and advice or signposting",
    "NFA: Support ended as planned",
    "NFA: Responsibility moved to another local authority",
    "NFA: Other",
    "NFA: No services offered for other reason",
    "NFA: Support ended for other reason",
    "NFA: Referral to other service within the local authority",
}
DENOMINATOR = NUMERATOR | set(LONG_TERM) | {"Short term support: Residential or Nursing care"}


def counted(
    events: list[Event], born_on: date | None, died_on: date | None, first: date, last: date
) -> list[dict[str, Any]]:
    """Every cluster that ends in the period, in order of time, as a dict in the words of the worked cases."""
    good = []
    for event in events:
        if event["client"] != "Service user" or event["start"] is None:
            continue
        end = FOREVER if event["end"] is None else event["end"]
        if end < event["start"]:
            continue
        outcome = "Invalid and not mapped" if event["outcome"] is None else event["outcome"]
        good.append(dict(event, end=end, outcome=outcome))
    reablement = [e for e in good if e["type"] == "Service" and e["service_type"] == "Short term support: ST-Max"]
    others = [e for e in good if e not in reablement]
    rows = []
    for spells in clusters(reablement):
        start = min(e["start"] for e in spells)
        end = max(e["end"] for e in spells)
        if end < first or end > last:
            continue
        if born_on is not None and int((end - born_on).days / 365.25) < 18:
            continue
        if died_on is not None and died_on < start:
            continue
        outcomes = [e["outcome"] for e in spells if e["end"] == end]
        outcome = next(one for one in IN_ORDER if one in outcomes)
        step, sequel = what_followed(start, end, outcome, others, died_on)
        new = is_new(start, others)
        rows.append(
            {
                "start": start,
                "end": end,
                "new_client": new,
                "step": step,
                "sequel": sequel,
                "denominator": new and sequel in DENOMINATOR,
                "numerator": new and sequel in NUMERATOR,
                "unable_to_classify": sequel in UNUSABLE,
            }
        )
    return sorted(rows, key=lambda row: row["start"])


def clusters(spells: list[Event]) -> list[list[Event]]:
    """Any two groups that are a week apart or less become one, until there are no two such groups."""
    groups = [[spell] for spell in spells]
    while True:
        pair = next(((a, b) for a in groups for b in groups if a is not b and near(a, b)), None)
        if pair is None:
            return groups
        groups = [group for group in groups if group is not pair[0] and group is not pair[1]] + [pair[0] + pair[1]]


def near(one: list[Event], other: list[Event]) -> bool:
    """Whether neither group begins more than a week after the other has ended."""
    return (
        min(e["start"] for e in one) - max(e["end"] for e in other) <= WEEK
        and min(e["start"] for e in other) - max(e["end"] for e in one) <= WEEK
    )


def is_new(start: date, others: list[Event]) -> bool:
    """Whether no long-term support began before, and was open or ended less than 91 days before."""
    for event in others:
        long_term = event["type"] == "Service" and event["service_type"] in LONG_TERM
        recent = event["end"] == FOREVER or event["end"] + timedelta(days=91) > start
        if long_term and recent and event["start"] < start:
            return False
    return True


def what_followed(start: date, end: date, outcome: str, others: list[Event], died_on: date | None) -> tuple[str, str]:
    """The step and the sequel."""
    if died_on is not None and (died_on - end).days <= 7:
        return "1", "NFA: Deceased"
    if outcome == "Admitted to hospital":
        return "2", outcome
    after = []
    for event in others:
        if event["start"] >= start and event["end"] > end and (event["start"] - end).days <= 7:
            after.append(event)
    for service in SERVICES:
        of_this_type = [e for e in after if e["type"] == "Service" and e["service_type"] == service]
        if of_this_type:
            homes = {"Short term residential care", "Short term nursing care"}
            if service == SERVICES[-1] and any(e["component"] in homes for e in of_this_type):
                return "3", "Short term support: Residential or Nursing care"
            return "3", service
    candidates = []
    if not after and outcome in USABLE:
        candidates.append((outcome, "4a"))
    for event in after:
        if event["type"] == "Service" or event["outcome"] == "NFA: Support ended as planned":
            continue
        if outcome in USABLE:
            candidates.append((outcome, "4a"))
        if event["outcome"] in USABLE:
            candidates.append((event["outcome"], "4b"))
    inside = [e for e in others if e["start"] >= start and e["end"] > start and e["end"] <= end]
    reviews = []
    for event in inside:
        if event["type"] in {"Assessment", "Review"} and (end - event["end"]).days < 14 and event["outcome"] in USABLE:
            reviews.append(event)
    if reviews:
        last_day = max(e["end"] for e in reviews)
        said = [e["outcome"] for e in reviews if e["end"] == last_day]
        candidates.append((next(one for one in USABLE if one in said), "4c"))
    for one in USABLE:
        for step in ("4a", "4b", "4c"):
            if (one, step) in candidates:
                return step, one
    if any(e["type"] == "Service" and e["component"] == "Equipment" for e in inside):
        return "5", "Short term support: Ongoing low level"
    return "6", outcome
