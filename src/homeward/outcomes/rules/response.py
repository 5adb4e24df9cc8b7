"""What the rules say of how soon a referral was answered. The response itself is ruled in `referrals.rules`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeward.kit.london import midnights_between
from homeward.referrals.rules.clocks import Clock, ContactBeforeStart, has_breached, response
from homeward.referrals.rules.state import DecisionKind


class LeftOut(StrEnum):
    """Why the response standard gives no answer for a referral."""

    NOT_IN_STANDARD = "not_in_standard"
    NOT_SEEN_IN_TIME = "not_seen_still_in_time"
    NOT_SEEN_LATE = "not_seen_time_run_out"
    CLOSED_UNSEEN = "closed_before_a_visit"
    CONTACT_BEFORE_START = "contact_before_clock_start"


LEFT_OUT_NAMES: dict[str, str] = {
    LeftOut.NOT_IN_STANDARD: "Clock type not in the standard",
    LeftOut.NOT_SEEN_IN_TIME: "Not seen yet, still in time",
    LeftOut.NOT_SEEN_LATE: "Not seen yet, and the time has run out",
    LeftOut.CLOSED_UNSEEN: "Closed before a visit",
    LeftOut.CONTACT_BEFORE_START: "Contact recorded before the clock started",
}


class TriageOutcome(StrEnum):
    """What triage came to."""

    ACCEPTED = "accepted"
    REDIRECTED = "redirected"
    DECLINED = "declined"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Waited:
    """How long a referral waited and what the standard says: minutes, London midnights, met, or why not to say.

    `met` is None exactly when `left_out` says why.
    """

    minutes: int | None
    midnights: int | None
    met: bool | None
    left_out: str


def waited(
    *,
    clock: Clock,
    start: datetime,
    first_contact_at: datetime | None,
    closed_at: datetime | None,
    breach_at: datetime,
    now: datetime,
) -> Waited:
    """What the response clock shows for a referral as things stand at `now`.

    A referral that nobody has seen has no answer yet, also when its time has run out: that is said apart, so that a
    page can show how many wait beyond the standard.
    """
    if first_contact_at is not None:
        return _seen(clock, start, first_contact_at)
    if clock not in (Clock.TWO_HOURS, Clock.TWO_DAYS):
        return Waited(None, None, None, LeftOut.NOT_IN_STANDARD)
    if closed_at is not None:
        return Waited(None, None, None, LeftOut.CLOSED_UNSEEN)
    late = has_breached(clock, breach_at, now)
    return Waited(None, None, None, LeftOut.NOT_SEEN_LATE if late else LeftOut.NOT_SEEN_IN_TIME)


def _seen(clock: Clock, start: datetime, contact: datetime) -> Waited:
    try:
        shown = response(clock, start, contact)
    except ContactBeforeStart:
        return Waited(None, None, None, LeftOut.CONTACT_BEFORE_START)
    left_out = LeftOut.NOT_IN_STANDARD if shown.met is None else ""
    return Waited(shown.minutes, shown.midnights, shown.met, left_out)


def triage_outcome(*, accepted_at: datetime | None, closed_at: datetime | None, last_decision: str) -> TriageOutcome:
    """What triage came to, from dated facts and the kind of the last decision."""
    if accepted_at is not None:
        return TriageOutcome.ACCEPTED
    if closed_at is None:
        return TriageOutcome.UNDECIDED
    ended = {DecisionKind.REDIRECT: TriageOutcome.REDIRECTED, DecisionKind.DECLINE: TriageOutcome.DECLINED}
    return ended.get(DecisionKind(last_decision), TriageOutcome.UNDECIDED) if last_decision else TriageOutcome.UNDECIDED


def start_days(received_at: datetime, first_contact_at: datetime | None) -> int | None:
    """London midnights from receipt to the first contact; None before it, and where it is before the receipt."""
    if first_contact_at is None or first_contact_at < received_at:
        return None
    return midnights_between(received_at, first_contact_at)
