"""The table `referrals`: who asked for help, how soon somebody came, and what the response standard says of it."""

from collections.abc import Iterator

from homeward.episodes.history.contacts import reached_of
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment
from homeward.outcomes.collecting.grouping import groups, in_chunks, kind_of_care, person_of
from homeward.outcomes.rules.response import TriageOutcome, start_days, triage_outcome, waited
from homeward.referrals.history import History, referral_histories
from homeward.referrals.rules.clocks import Clock


def rows(context: Context) -> Iterator[Row]:
    """A row for every referral, in the order received. One query, and one more for each chunk of them."""
    for chunk in in_chunks(referral_histories()):
        contacts = reached_of([one.episode_id for one in chunk if one.episode_id is not None])
        for one in chunk:
            yield row_of(context, one, contacts=contacts.get(one.episode_id or 0, 0))


def row_of(context: Context, one: History, *, contacts: int) -> Row:
    """One referral as things stand, with the contacts of the episode it became."""
    outcome = triage_outcome(
        accepted_at=one.accepted_at, closed_at=one.closed_at, last_decision=one.last_decision or ""
    )
    received = at_moment("received", one.received_at)
    decided_at = None if outcome is TriageOutcome.UNDECIDED else one.accepted_at or one.closed_at
    person = person_of(context, born_on=one.born_on, postcode=one.postcode, ethnic_category=one.ethnic_category)
    return {
        **groups(
            context,
            person,
            on=received["received_on"],
            pathway=one.pathway,
            model=kind_of_care(one.pathway),
            organisation=one.organisation,
            source=one.source,
            need=one.need,
        ),
        **received,
        **at_moment("clock_start", one.clock_start_at),
        **at_moment("clock_stop", one.first_contact_at),
        **at_moment("decided", decided_at),
        **_response(one, context),
        "referral_id": str(one.referral_id),
        "episode_id": "" if one.episode_id is None else str(one.episode_id),
        "person_id": str(one.person_id),
        "received_at": one.received_at,
        "clock_start_at": one.clock_start_at,
        "first_contact_at": one.first_contact_at,
        "state": one.state.value,
        "triage_outcome": outcome.value,
        "contacts": contacts,
    }


def _response(one: History, context: Context) -> Row:
    clock = Clock(one.clock)
    wait = waited(
        clock=clock,
        start=one.clock_start_at,
        first_contact_at=one.first_contact_at,
        closed_at=one.closed_at,
        breach_at=one.breach_at,
        now=context.now,
    )
    return {
        "clock_code": clock.value,
        "wait_minutes": wait.minutes,
        "wait_midnights": wait.midnights,
        "start_days": start_days(one.received_at, one.first_contact_at),
        "standard_met": wait.met,
        "excluded_because": str(wait.left_out),
    }
