"""What followed a cluster of short-term support: the first of six steps that gives an answer.

Source: `Create_ASCOF_2A_2425_Onwards.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard), section 2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from homeward.episodes.rules.leaving import ADMITTED, CARE_HOME, DECEASED, SERVICES_IN_ORDER
from homeward.outcomes.ascof.clusters import Joined
from homeward.outcomes.ascof.events import EventType, Span
from homeward.outcomes.ascof.names import (
    AS_PLANNED,
    EQUIPMENT,
    LOW_LEVEL,
    SHORT_STAYS,
    ST_OTHER,
    UNABLE_TO_CLASSIFY,
    plain,
    rank,
)

WINDOW = timedelta(days=7)
"""How long after the end something still follows from the support: an event that starts, or a death."""
NEAR_THE_END = timedelta(days=14)
"""A review within fewer days than this before the end says what came of the support."""
_SHORT_STAYS = frozenset(map(plain, SHORT_STAYS))


class Step(StrEnum):
    """Which step gave the sequel. Later ones are asked only when no earlier one answers; 4a to 4c compete by rank."""

    DIED = "1"
    ADMITTED = "2"
    SERVICE = "3"
    OWN_OUTCOME = "4a"
    LATER_EVENT = "4b"
    REVIEW_NEAR_THE_END = "4c"
    EQUIPMENT = "5"
    UNABLE_TO_CLASSIFY = "6"


STEP_NAMES = {
    Step.DIED: "Died, before the end or within 7 days after it",
    Step.ADMITTED: "The support ended because the person was admitted to hospital",
    Step.SERVICE: "A service that was open after the end",
    Step.OWN_OUTCOME: "The outcome of the support itself",
    Step.LATER_EVENT: "The outcome of a request, assessment or review after the support",
    Step.REVIEW_NEAR_THE_END: "The outcome of an assessment or review in the last 14 days",
    Step.EQUIPMENT: "Equipment was given during the support",
    Step.UNABLE_TO_CLASSIFY: "No event says what followed",
}


@dataclass(frozen=True, slots=True)
class Sequel:
    """What followed, as a code of `names.sequel_names`, and the step that said so."""

    step: Step
    code: str


def sequel_of(cluster: Joined, others: Sequence[Span], died_on: date | None) -> Sequel:
    """What followed a cluster. `others`: events of the same person and council, without short-term support (ST-Max)."""
    if died_on is not None and died_on <= cluster.end + WINDOW:
        return Sequel(Step.DIED, DECEASED)
    if cluster.outcome == ADMITTED:
        return Sequel(Step.ADMITTED, ADMITTED)
    later = [one for one in others if cluster.start <= one.start <= cluster.end + WINDOW and one.end > cluster.end]
    service = _best_service(later)
    if service:
        return Sequel(Step.SERVICE, service)
    nested = [one for one in others if cluster.start <= one.start and cluster.start < one.end <= cluster.end]
    outcomes = [*_from_outcomes(cluster, later), *_from_reviews(cluster, nested)]
    if outcomes:
        return min(outcomes, key=lambda one: (rank(one.code), one.step))
    if any(_is_equipment(one) for one in nested):
        return Sequel(Step.EQUIPMENT, LOW_LEVEL)
    return Sequel(Step.UNABLE_TO_CLASSIFY, cluster.outcome)


def _best_service(later: Sequence[Span]) -> str:
    """The service that ranks first, a short stay in a care home first among other short-term support; "" for none."""
    found = [one.event for one in later if one.event.kind is EventType.SERVICE]
    codes = [CARE_HOME if _is_short_stay(one.service, one.component) else one.service for one in found]
    order = (*SERVICES_IN_ORDER[:-1], CARE_HOME, ST_OTHER)
    return min((code for code in codes if code in order), key=order.index, default="")


def _is_short_stay(service: str, component: str) -> bool:
    return service == ST_OTHER and plain(component) in _SHORT_STAYS


def _from_outcomes(cluster: Joined, later: Sequence[Span]) -> Iterator[Sequel]:
    """The cluster's own outcome and those of later events that say something.

    A surprise of the published script: where something follows that says nothing of the support (a service for a carer,
    or an event with "Support ended as planned") and nothing else does, the cluster's own outcome is passed over too. It
    comes back in the last step, and is counted there by the same lists.
    """
    own = cluster.outcome not in UNABLE_TO_CLASSIFY
    telling = [
        one.event.outcome
        for one in later
        if one.event.kind is not EventType.SERVICE
        and one.event.outcome != AS_PLANNED
        and (own or one.event.outcome not in UNABLE_TO_CLASSIFY)
    ]
    if own and (telling or not later):
        yield Sequel(Step.OWN_OUTCOME, cluster.outcome)
    yield from (Sequel(Step.LATER_EVENT, code) for code in telling if code not in UNABLE_TO_CLASSIFY)


def _from_reviews(cluster: Joined, nested: Sequence[Span]) -> Iterator[Sequel]:
    """The outcome of the assessment or review that ended last, near the end; of several that day, the first by rank."""
    near = [
        one
        for one in nested
        if one.event.kind in (EventType.ASSESSMENT, EventType.REVIEW)
        and cluster.end - one.end < NEAR_THE_END
        and one.event.outcome not in UNABLE_TO_CLASSIFY
    ]
    if near:
        latest = max(one.end for one in near)
        yield Sequel(Step.REVIEW_NEAR_THE_END, min((one.event.outcome for one in near if one.end == latest), key=rank))


def _is_equipment(span: Span) -> bool:
    return span.event.kind is EventType.SERVICE and plain(span.event.component) == plain(EQUIPMENT)
