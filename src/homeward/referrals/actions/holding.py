"""A referral held for a change: locked, as it is now, with what is known of it and the clock that follows."""

from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Answer, ServiceModel
from homeward.referrals.drafting import Terms, provisional_terms
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import State

UNDECIDED = (State.WAITING_FOR_TRIAGE, State.WAITING_FOR_REFERRER)


class AlreadyDecided(ValueError):
    """Someone else decided first, or there is nothing left to decide."""


class ReasonNeeded(ValueError):
    """A decision that needs a reason has none."""


def held(referral: Referral, *states: State) -> Referral:
    """The referral as it is now, locked, if it is in one of these states. Raises AlreadyDecided otherwise.

    Its episode is read after the lock is had: read beside it, PostgreSQL would show an accepted referral to whoever
    had waited for the lock with the episode it had before, which is none.
    """
    locked = Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    if locked.state not in states:
        raise AlreadyDecided(
            "This referral has moved on since you opened it. Look at what was decided before you go on."
        )
    return locked


def model_for(referral: Referral) -> ServiceModel:
    """The service model in force when the referral was received: the one it is decided under."""
    return service_model_on(london_date(referral.received_at))


def latest_answers(referral: Referral) -> dict[str, Answer | None]:
    """What was last answered to each triage question: later notes over earlier ones."""
    together: dict[str, Answer | None] = {}
    for answers in referral.triage_notes.order_by("at", "pk").values_list("answers", flat=True):
        together.update(answers)
    return together


def run_clock(referral: Referral, terms: Terms) -> None:
    """Set the clock that runs; the caller saves."""
    referral.clock, referral.clock_start_at, referral.breach_at = terms.clock, terms.clock_start_at, terms.breach_at


def run_until_decided(referral: Referral) -> None:
    """Run the clock that follows from what is known, until a pathway is decided."""
    terms = provisional_terms(
        model_for(referral),
        help_within=latest_answers(referral).get("help_within"),
        needed_at=referral.needed_at,
        ready_at=referral.ready_at,
        received_at=referral.received_at,
    )
    run_clock(referral, terms)


def need_words(words: str, otherwise: str) -> None:
    """Raises ReasonNeeded, saying what is missing, when there are no words."""
    if not storable(words).strip():
        raise ReasonNeeded(otherwise)
