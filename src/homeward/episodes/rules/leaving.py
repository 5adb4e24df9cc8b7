"""What may come of help when it ends, and how the national measure ASCOF 2A counts it.

Source: Adult social care Client Level Data, `Create_ASCOF_2A_2425_Onwards.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard). Codes
are those of the lists `event_outcome` and `support_sequel`. The measure itself is counted elsewhere, from these facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OUTCOMES_IN_ORDER = (
    "progress_reablement",
    "progress_assessment",
    "not_mapped",
    "progress_support",
    "continuation",
    "admitted_hospital",
    "nfa_moved",
    "nfa_nhs",
    "nfa_self_funded",
    "nfa_advice",
    "nfa_council",
    "nfa_declined",
    "nfa_deceased",
    "nfa_as_planned",
    "nfa_other_reason",
    "nfa_none_offered",
    "nfa_other",
)
"""Every outcome in the national order, the one that is taken before the others first."""

SAYS_LITTLE = frozenset(
    {"progress_reablement", "progress_assessment", "not_mapped", "progress_support", "continuation"}
)
"""Outcomes that say something goes on, and not what: alone they give no sequel."""

LONG_TERM = ("lts_nursing", "lts_residential", "lts_community", "lts_prison")
SERVICES_IN_ORDER = (*LONG_TERM, "st_max", "st_low_level", "st_other")
"""Services that may follow, the one that is taken before the others first."""
CARE_HOME = "st_care_home"
"""A short stay in a care home: other short-term support of that kind, which is counted apart."""
SUPPORT = (*SERVICES_IN_ORDER, CARE_HOME)
DECEASED, ADMITTED, DECLINED, NOT_KNOWN = "nfa_deceased", "admitted_hospital", "nfa_declined", "not_known"

NUMERATOR = frozenset(
    {
        "st_low_level",
        "st_other",
        "nfa_advice",
        "nfa_as_planned",
        "nfa_moved",
        "nfa_other",
        "nfa_none_offered",
        "nfa_other_reason",
        "nfa_council",
    }
)
"""Sequels after which nobody asked for support that lasts: a success in ASCOF 2A."""
DENOMINATOR = NUMERATOR | {*LONG_TERM, CARE_HOME}
"""Sequels that ASCOF 2A counts at all."""


class Counted(StrEnum):
    """What ASCOF 2A does with a sequel."""

    SUCCESS = "success"
    NO_SUCCESS = "no_success"
    NOT_COUNTED = "not_counted"


COUNTED_NAMES = {
    Counted.SUCCESS: "Counted as a success: nothing that lasts was needed",
    Counted.NO_SUCCESS: "Counted, not as a success: support that lasts was needed",
    Counted.NOT_COUNTED: "Not counted",
}


def counted(sequel: str) -> Counted:
    """Whether ASCOF 2A counts a sequel in numerator and denominator, in the denominator only, or in neither."""
    if sequel in NUMERATOR:
        return Counted.SUCCESS
    return Counted.NO_SUCCESS if sequel in DENOMINATOR else Counted.NOT_COUNTED


def rank_of(outcome: str) -> int:
    """The place of an outcome in the national order, 1 to 17. Raises ValueError for a code that is no outcome."""
    return OUTCOMES_IN_ORDER.index(outcome) + 1


def best_outcome(outcomes: Iterable[str]) -> str:
    """The outcome that is taken where several compete; "" for none, and for codes that are no outcomes."""
    return min((one for one in outcomes if one in OUTCOMES_IN_ORDER), key=rank_of, default="")


class Reason(StrEnum):
    """Why help ends."""

    COMPLETED = "completed"
    ADMITTED = "admitted"
    DIED = "died"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
    OPENED_IN_ERROR = "opened_in_error"


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be said when help ends for a reason: which outcomes and sequels are possible, and what else."""

    outcomes: tuple[str, ...] = ()
    sequels: tuple[str, ...] = ()
    day: str = ""
    """What day is asked for, as a question; empty for none."""
    transition_plan: bool = False
    follow_up: bool = True
    summary_for_person: bool = True
    summary_for_gp: bool = True

    @property
    def has_outcome(self) -> bool:
        """False for an episode opened in error, of which nothing is counted."""
        return bool(self.outcomes)


_ANYHOW = ("nfa_other_reason", "nfa_none_offered", "nfa_other")
_PLANNED = tuple(one for one in OUTCOMES_IN_ORDER if one not in {"not_mapped", ADMITTED, DECEASED, DECLINED})
_FIRST = "nfa_as_planned"
_NOTHING_FOLLOWS = (_FIRST, *(one for one in _PLANNED if one not in SAYS_LITTLE and one != _FIRST))
_ASKED: dict[Reason, Asked] = {
    Reason.COMPLETED: Asked(outcomes=_PLANNED, sequels=(*_NOTHING_FOLLOWS, *SUPPORT, NOT_KNOWN), transition_plan=True),
    Reason.ADMITTED: Asked(outcomes=(ADMITTED,), sequels=(ADMITTED,), day="When did they go into hospital?"),
    Reason.DIED: Asked(
        outcomes=(DECEASED,),
        sequels=(DECEASED,),
        day="When did they die?",
        follow_up=False,
        summary_for_person=False,
    ),
    Reason.DECLINED: Asked(outcomes=(DECLINED,), sequels=(DECLINED, *SUPPORT)),
    Reason.NOT_REACHED: Asked(outcomes=_ANYHOW, sequels=(*_ANYHOW, *SUPPORT)),
    Reason.OPENED_IN_ERROR: Asked(follow_up=False, summary_for_person=False, summary_for_gp=False),
}


def asks_for(reason: str) -> Asked:
    """What has to be said when help ends for this reason. Raises ValueError for a reason there is not."""
    return _ASKED[Reason(reason)]


class OutcomeDoesNotFit(ValueError):
    """An outcome or a sequel that cannot be, for the reason for which help ends."""


def outcome_that_follows(reason: str, sequel: str) -> str:
    """The outcome that goes with a sequel unless somebody says another: the sequel itself where it is an outcome."""
    asked = asks_for(reason)
    if len(asked.outcomes) == 1:
        return asked.outcomes[0]
    if sequel in asked.outcomes:
        return sequel
    follows = {NOT_KNOWN: "progress_assessment", "st_max": "progress_reablement"}.get(sequel, "progress_support")
    return follows if follows in asked.outcomes else next(iter(asked.outcomes), "")


def check_outcome(reason: str, outcome: str, sequel: str) -> None:
    """Raises OutcomeDoesNotFit for an outcome or a sequel that does not go with the reason, or not with the other.

    When support follows, the support is the sequel, whatever the outcome was; when none does, the outcome is (ASCOF 2A,
    step 5). An outcome that says little leaves the sequel unknown until support has begun.
    """
    asked = asks_for(reason)
    if not asked.has_outcome:
        if outcome or sequel:
            raise OutcomeDoesNotFit("An episode that was opened in error has no outcome.")
        return
    if sequel not in asked.sequels:
        raise OutcomeDoesNotFit("What comes after our help: choose one that goes with why the help ends.")
    if outcome not in asked.outcomes:
        raise OutcomeDoesNotFit("Outcome: choose one that goes with why the help ends.")
    if sequel in SUPPORT:
        return
    if sequel == NOT_KNOWN and outcome not in SAYS_LITTLE:
        raise OutcomeDoesNotFit("This outcome says what comes after our help, so that is not unknown. Choose it there.")
    if sequel != NOT_KNOWN and sequel != outcome:
        raise OutcomeDoesNotFit("The outcome and what comes after our help say different things. Choose the same.")


LAST_RATING = timedelta(days=7)
"""How long before the end a rating of a goal still says how far it was reached."""


def is_rated_at_the_end(rated_on: date | None, last_day: date) -> bool:
    """True when a goal was last rated within a week of the last day, or after it."""
    return rated_on is not None and rated_on >= last_day - LAST_RATING
