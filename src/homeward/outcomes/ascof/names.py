"""Codes of this record and the texts of adult social care's Client Level Data, one to the other.

Source: value lists of Client Level Data, Release 2 (DataS-DHSC/ASC-CLD-LA-Dashboard, 11 June 2026), as carried in the
code lists `event_outcome` and `support_sequel`.
"""

from functools import cache, lru_cache

from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.code_lists import normalised
from homeward.episodes.rules.leaving import NOT_KNOWN, OUTCOMES_IN_ORDER, SAYS_LITTLE, SERVICES_IN_ORDER

ST_MAX = "st_max"
ST_OTHER = "st_other"
LOW_LEVEL = "st_low_level"
CARE_HOMES = frozenset({"lts_nursing", "lts_residential"})
AS_PLANNED = "nfa_as_planned"
SELF_FUNDED = "nfa_self_funded"

INVALID = "invalid"
"""The code of an outcome that was left blank, or that no list knows."""
INVALID_NAME = "Invalid and not mapped"

UNABLE_TO_CLASSIFY = SAYS_LITTLE | {INVALID}
"""Outcomes that do not say what came of the support."""

REABLEMENT = "Reablement"
EQUIPMENT = "Equipment"
SHORT_STAYS = frozenset({"Short term residential care", "Short term nursing care"})
LONG_STAYS = frozenset({"Long term residential care", "Long term nursing care"})

CARER_SERVICES = {
    "carer_direct": "Unpaid carer support: Direct to unpaid carer",
    "carer_shared": "Unpaid carer support: Support involving the person cared-for",
}
"""Services for unpaid carers, which follow nobody's reablement."""


@cache
def outcome_names() -> dict[str, str]:
    """National text of every outcome by its code, a blank one among them."""
    return {one.code: one.national for one in code_list("event_outcome").values} | {INVALID: INVALID_NAME}


@cache
def service_names() -> dict[str, str]:
    """National text of every type of service by its code."""
    sequels = {one.code: one.national for one in code_list("support_sequel").values}
    return {code: sequels[code] for code in SERVICES_IN_ORDER} | CARER_SERVICES


@cache
def components() -> frozenset[str]:
    """The components of services, as they are compared."""
    return frozenset(plain(one.national) for one in code_list("onward_service").values)


@cache
def sequel_names() -> dict[str, str]:
    """National text of everything that can follow support, by its code. What nobody knows yet counts as invalid."""
    sequels = {one.code: one.national for one in code_list("support_sequel").values}
    return sequels | outcome_names() | {NOT_KNOWN: INVALID_NAME}


def outcome_code(text: str | None) -> str:
    """The code of an outcome's national text, however it is spaced; `INVALID` for a blank or unknown one."""
    return _codes_of_outcomes().get(plain(text), INVALID)


def service_code(text: str | None) -> str:
    """The code of a service type's national text, however it is spaced; "" for a blank or unknown one."""
    return _codes_of_services().get(plain(text), "")


@lru_cache(maxsize=4096)
def plain(text: str | None) -> str:
    """A text as it is compared, without what does not change its meaning; "" for none."""
    return normalised(text or "")


def rank(outcome: str) -> int:
    """Place of an outcome among those that compete: usable ones first, each in the national order; invalid last.

    Source: the hierarchy with which the script of ASCOF 2A puts outcomes that say little after all the others.
    """
    if outcome not in OUTCOMES_IN_ORDER:
        return 2 * len(OUTCOMES_IN_ORDER)
    place = OUTCOMES_IN_ORDER.index(outcome)
    return place + len(OUTCOMES_IN_ORDER) if outcome in UNABLE_TO_CLASSIFY else place


@cache
def _codes_of_outcomes() -> dict[str, str]:
    return {plain(text): code for code, text in outcome_names().items()}


@cache
def _codes_of_services() -> dict[str, str]:
    return {plain(text): code for code, text in service_names().items()}
