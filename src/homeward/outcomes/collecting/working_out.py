"""What the rules answer of a row that a partner's extract gave: the same rules as of the live service.

An answer that the extract gives as well gives way to the rule's. Where a rule needs more than the extract has (such as
who had asked whom before), what the extract says is taken, and else it is empty, or no.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from homeward.episodes.rules.leaving import DENOMINATOR, NUMERATOR
from homeward.episodes.rules.meetings import action_standing
from homeward.episodes.rules.visits import reaches_somebody, stops_the_clock
from homeward.kit.london import london_date, start_of_day
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row
from homeward.outcomes.collecting.delays_facts import family_of
from homeward.outcomes.collecting.grouping import kind_of_care
from homeward.outcomes.collecting.meeting_actions_facts import IN_TIME
from homeward.outcomes.facts import Table
from homeward.outcomes.rules.goals import change
from homeward.outcomes.rules.groups import age_band, ethnic_group
from homeward.outcomes.rules.hospital import NEW_CARE_HOME, not_counted
from homeward.outcomes.rules.leaving import at_home
from homeward.outcomes.rules.placements import is_long_term_home
from homeward.outcomes.rules.response import TriageOutcome, start_days, waited
from homeward.referrals.rules.clocks import Clock, breaches_at
from homeward.referrals.rules.state import Dates, state_of
from homeward.voice.rules.answers import agrees

BEYOND: dict[str, dict[str, str]] = {
    "contacts": {
        "first": "kind = 'face_to_face' AND row_number() OVER"
        " (PARTITION BY episode_id, kind ORDER BY started_at, contact_id) = 1"
    },
    "delays": {"share": "1.0::DOUBLE / count(*) OVER (PARTITION BY stay_id, held_on)"},
}
"""What a rule answers from several rows of an extract, as SQL over the table's lines that were taken."""


def worked_out(table: Table, row: Row, context: Context) -> Row:
    """What the rules say of one row, by field, as things stand when the extract is taken."""
    first = row[f"{table.events[0].column}_on"]
    found = _groups(row, first)
    rule = RULES.get(table.name)
    return found | rule(row, context) if rule else found


def _groups(row: Row, on: date) -> Row:
    """The kind of care, where the service model knows the pathway; and bands, of what is dropped here."""
    found: Row = {}
    model = kind_of_care(row["pathway"])
    if model:
        found["model"] = model
    if "born_on" in row:
        found["age_band"] = age_band(row["born_on"], on)
    if row.get("age") is not None:
        found["age_band"] = age_band(_born(on, row["age"]), on)
    if "ethnic_category" in row:
        found["ethnicity"] = ethnic_group(row["ethnic_category"])
    return found


def _born(on: date, age: int) -> date | None:
    """A first of January on which somebody of this age had been born by that many birthdays; None for no human age."""
    return date(on.year - age, 1, 1) if 0 <= age <= 130 else None


def _referral(row: Row, context: Context) -> Row:
    """A referral that was not accepted was closed when triage was over, as far as an extract says."""
    clock, start, seen = Clock(row["clock_code"]), row["clock_start_at"], row["first_contact_at"]
    decided_on, outcome = row["decided_on"], TriageOutcome(row["triage_outcome"])
    accepted = outcome is TriageOutcome.ACCEPTED
    ended = outcome in (TriageOutcome.REDIRECTED, TriageOutcome.DECLINED)
    decided_at = start_of_day(decided_on) if decided_on else row["received_at"]
    closed_at = decided_at if ended else None
    wait = waited(
        clock=clock,
        start=start,
        first_contact_at=seen,
        closed_at=closed_at,
        breach_at=breaches_at(clock, start, promise_minutes=0),
        now=context.now,
    )
    dates = Dates(accepted_at=decided_at if accepted else None, first_contact_at=seen, closed_at=closed_at)
    return {
        "state": state_of(dates).value,
        "wait_minutes": wait.minutes,
        "wait_midnights": wait.midnights,
        "start_days": start_days(row["received_at"], seen),
        "standard_met": wait.met,
        "excluded_because": str(wait.left_out),
    }


def _episode(row: Row, context: Context) -> Row:
    return {"days": _days(row)}


def _stage(row: Row, context: Context) -> Row:
    """A stage that goes on is measured as it stands; one without a limit cannot be over it."""
    until = row["ended_on"] or london_date(context.now)
    limit = row["limit_days"]
    return {"days": _days(row), "over_limit": None if limit is None else (until - row["began_on"]).days > limit}


def _days(row: Row) -> int | None:
    began, ended = row["began_on"], row["ended_on"]
    return None if began is None or ended is None else (ended - began).days


def _contact(row: Row, context: Context) -> Row:
    cost = context.unit_costs.pence(row["pathway"], row["kind"], row["held_on"], row["minutes"], row["staff"])
    found = {"face_to_face": stops_the_clock(row["kind"]), "reached": reaches_somebody(row["kind"])}
    return found if cost is None else found | {"cost_pence": cost}


def _goal(row: Row, context: Context) -> Row:
    return {"change": change(row["baseline"], row["level"])}


def _discharge(row: Row, context: Context) -> Row:
    """How ASCOF 2A counts the sequel; without one the outcome is taken for it. Who was no new client is left out."""
    sequel = row["sequel"] or row["outcome"]
    counted = sequel in DENOMINATOR and row["new_client"] is not False
    left_out = "" if counted else "not_a_new_client" if row["new_client"] is False else "sequel_not_counted"
    return {
        "sequel": sequel,
        "in_2a": counted,
        "success_2a": counted and sequel in NUMERATOR,
        "left_out_2a": left_out,
        "at_home": at_home(row["destination"]),
    }


def _hospital_stay(row: Row, context: Context) -> Row:
    """An extract tells nobody's age in years: of bands, only one is of people under 18, some of whom are 16 or more."""
    ready, left = row["ready_on"], row["left_on"]
    days = (left - ready).days if ready and left else None
    why = not_counted(admitted_on=row["admitted_on"], left_on=left, ready_on=ready, born_on=None, died=False)
    return {
        "delay_days": days,
        "on_ready_day": None if days is None else days == 0,
        "excluded_because": why.value if why else row["excluded_because"],
        "new_care_home": left is not None and row["destination"] in NEW_CARE_HOME,
        "left_out_2d": "" if row["in_2d"] else row["left_out_2d"] or "not_said",
        "linked_2d": row["in_2d"] and row["linked_2d"],
        "success_2d": row["success_2d"] if row["in_2d"] and row["linked_2d"] else None,
    }


def _delay(row: Row, context: Context) -> Row:
    return {"family": family_of(row["reason"])}


def _placement(row: Row, context: Context) -> Row:
    return {"long_term_home": is_long_term_home(row["service"])}


def _meeting_action(row: Row, context: Context) -> Row:
    if row["due_on"] is None:
        return {"in_time": None}
    today, done_on = london_date(context.now), None if row["dropped"] else row["done_on"]
    standing = action_standing(due_on=row["due_on"], done_on=done_on, dropped=row["dropped"], today=today)
    return {"in_time": IN_TIME.get(standing)}


def _answer(row: Row, context: Context) -> Row:
    return {"agrees": agrees(row["response"])}


RULES: dict[str, Callable[[Row, Context], dict[str, Any]]] = {
    "referrals": _referral,
    "episodes": _episode,
    "stages": _stage,
    "contacts": _contact,
    "goals": _goal,
    "discharges": _discharge,
    "hospital_stays": _hospital_stay,
    "delays": _delay,
    "placements": _placement,
    "meeting_actions": _meeting_action,
    "answers": _answer,
}
"""By table, what its rules say of a row. The others have none that a row alone answers."""

ANSWERED: dict[str, frozenset[str]] = {
    "referrals": frozenset(
        {"state", "wait_minutes", "wait_midnights", "start_days", "standard_met", "excluded_because"}
    ),
    "episodes": frozenset({"days"}),
    "stages": frozenset({"days", "over_limit"}),
    "contacts": frozenset({"face_to_face", "reached", "first"}),
    "goals": frozenset({"change"}),
    "discharges": frozenset({"sequel", "in_2a", "success_2a", "left_out_2a", "at_home"}),
    "hospital_stays": frozenset(
        {
            "delay_days",
            "on_ready_day",
            "excluded_because",
            "new_care_home",
            "left_out_2d",
            "linked_2d",
            "success_2d",
        }
    ),
    "delays": frozenset({"family", "share"}),
    "placements": frozenset({"long_term_home"}),
    "meeting_actions": frozenset({"in_time"}),
    "answers": frozenset({"agrees"}),
}
"""The fields that a rule always answers: what an extract says of them is not looked at before."""
