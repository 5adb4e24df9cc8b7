"""What every measure's definition says of one row, a second time, in plain Python: which it is about, counts, meets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Fact = dict[str, Any]
Asked = Callable[[Fact], Any]


def yes(_: Fact) -> bool:
    """Every row."""
    return True


def said(column: str) -> Asked:
    """Rows where this column holds something, false and 0 included."""
    return lambda row: row[column] is not None


@dataclass(frozen=True)
class Slow:
    """Of a row: is the measure about it; if so, does it count; if so, does it meet; and its amount and weight."""

    about: Asked = yes
    counts: Asked = yes
    meets: Asked = yes
    amount: Asked | None = None
    weight: Asked | None = None


def _ended(row: Fact) -> bool:
    return row["ended_on"] is not None


def _of_ended(column: str, meets: Asked = yes) -> Slow:
    return Slow(about=_ended, counts=said(column), meets=meets, amount=lambda row: row[column])


def _last_less_first(name: str, kept: Callable[[float], bool]) -> Slow:
    def change(row: Fact) -> float:
        return float(row[f"{name}_last"] - row[f"{name}_first"])

    return Slow(
        about=_ended,
        counts=lambda row: None not in (row[f"{name}_first"], row[f"{name}_last"]),
        meets=lambda row: kept(change(row)),
        amount=change,
    )


def _decided(outcome: str) -> Slow:
    return Slow(
        counts=lambda row: row["triage_outcome"] in {"accepted", "redirected", "declined"},
        meets=lambda row: row["triage_outcome"] == outcome,
    )


def _clock(in_standard: str, not_appropriate: str) -> Slow:
    return Slow(
        about=lambda row: row["clock_code"] in {in_standard, not_appropriate},
        counts=lambda row: row["clock_code"] == in_standard and row["standard_met"] is not None,
        meets=lambda row: row["standard_met"] is True,
    )


def _out_of_hospital(days: int) -> Slow:
    return Slow(
        about=lambda row: row["instead_of_hospital"],
        counts=said(f"admitted_within_{days}"),
        meets=lambda row: row[f"admitted_within_{days}"] is False,
    )


def _area(what: str, ages: set[str]) -> Slow:
    return Slow(
        about=lambda row: row["what"] == what and row["age_band"] in ages,
        counts=said("population"),
        amount=lambda row: row["count"],
        weight=lambda row: row["population"],
    )


def _said_by(audience: str) -> Slow:
    return Slow(about=lambda row: row["audience"] == audience, counts=said("agrees"), meets=lambda row: row["agrees"])


def _is(column: str, *values: str) -> Asked:
    return lambda row: row[column] in values


def _true(column: str) -> Asked:
    return lambda row: row[column] is True


_OLDER = {"65_74", "75_84", "85_over", "65_over"}

SLOW: dict[str, Slow] = {
    "referrals_received": Slow(),
    "accepted": _decided("accepted"),
    "redirected": _decided("redirected"),
    "declined": _decided("declined"),
    "undecided": Slow(meets=_is("triage_outcome", "undecided")),
    "two_hour_response": _clock("05", "07"),
    "two_hour_referrals": Slow(about=_is("clock_code", "05", "07"), counts=_is("clock_code", "05")),
    "two_day_response": _clock("06", "08"),
    "wait_to_first_contact": Slow(counts=said("wait_minutes"), amount=lambda row: row["wait_minutes"]),
    "wait_to_start": Slow(counts=said("start_days"), amount=lambda row: row["start_days"]),
    "length_of_help": _of_ended("days"),
    "over_limit": Slow(counts=said("over_limit"), meets=_true("over_limit")),
    "hand_offs": _of_ended("hand_offs", lambda row: row["hand_offs"] >= 1),
    "told_again": Slow(about=lambda row: row["hand_offs"] >= 1, counts=said("told_again"), meets=_true("told_again")),
    "repeat_assessments": Slow(meets=_true("repeat")),
    "contacts_per_episode": _of_ended("contacts"),
    "home_ward_occupancy": Slow(
        counts=said("places"), amount=lambda row: row["taken"], weight=lambda row: row["places"]
    ),
    "home_ward_step_up": Slow(amount=lambda row: row["stepped_up"], weight=lambda row: row["taken"]),
    "home_ward_reviews": Slow(amount=lambda row: row["reviews_done"], weight=lambda row: row["reviews_due"]),
    "meeting_follow_through": Slow(
        counts=lambda row: row["in_time"] is not None and not row["dropped"], meets=_true("in_time")
    ),
    "discharged_on_ready_day": Slow(
        counts=lambda row: not row["excluded_because"] and row["on_ready_day"] is not None, meets=_true("on_ready_day")
    ),
    "delay_of_delayed": Slow(
        about=lambda row: row["on_ready_day"] is not True,
        counts=lambda row: (
            not row["excluded_because"] and row["on_ready_day"] is False and row["delay_days"] is not None
        ),
        amount=lambda row: row["delay_days"],
    ),
    "average_delay": Slow(
        counts=lambda row: not row["excluded_because"] and row["delay_days"] is not None,
        amount=lambda row: row["delay_days"],
    ),
    "delay_days": Slow(amount=lambda row: row["share"]),
    "not_admitted_within_7": _out_of_hospital(7),
    "not_admitted_within_30": _out_of_hospital(30),
    "long_term_from_hospital": Slow(about=_true("long_term_home"), meets=_true("direct_from_hospital")),
    "new_long_term_homes": Slow(about=_true("long_term_home"), counts=said("new"), meets=_true("new")),
    "straight_to_care_home": Slow(meets=_true("new_care_home")),
    "discharge_destination": Slow(
        counts=lambda row: row["discharge_pathway"] != "", meets=_is("discharge_pathway", "0", "1")
    ),
    "long_term_admissions_rate": _area("long_term_admissions", _OLDER),
    "long_term_admissions_rate_18_64": _area("long_term_admissions", {"18_64"}),
    "emergency_admissions_rate": _area("emergency_admissions", _OLDER),
    "goals_met": Slow(about=_ended, counts=said("met"), meets=_true("met")),
    "attainment_change": _last_less_first("attainment", lambda change: change >= 0),
    "barthel_change": _last_less_first("barthel", lambda change: change >= 0),
    "frailty_change": _last_less_first("frailty", lambda change: change <= 0),
    "hours_at_start": Slow(counts=said("hours_at_start"), amount=lambda row: row["hours_at_start"]),
    "hours_now": Slow(about=lambda row: not _ended(row), counts=said("hours_now"), amount=lambda row: row["hours_now"]),
    "hours_at_end": _of_ended("hours_at_end"),
    "hours_after": _of_ended("hours_after", lambda row: not row["hours_after"]),
    "hours_saved": Slow(
        about=_ended,
        counts=lambda row: row["hours_at_start"] is not None and row["hours_after"] is not None,
        meets=lambda row: row["hours_after"] < row["hours_at_start"],
        amount=lambda row: row["hours_at_start"] - row["hours_after"],
    ),
    "ascof_2a": Slow(counts=_true("in_2a"), meets=_true("success_2a")),
    "ascof_2d": Slow(
        about=lambda row: row["in_2d"] and row["linked_2d"], counts=said("success_2d"), meets=_true("success_2d")
    ),
    "ascof_2d_coverage": Slow(counts=_true("in_2d"), meets=_true("linked_2d")),
    "at_home_91_days_old": Slow(about=_true("in_2b_old"), counts=said("success_2b_old"), meets=_true("success_2b_old")),
    "at_home_12_weeks": Slow(counts=said("at_home_12_weeks"), meets=_true("at_home_12_weeks")),
    "asked_at_12_weeks": Slow(counts=said("followed_up"), meets=_true("followed_up")),
    "destination_home": Slow(counts=said("at_home"), meets=_true("at_home")),
    "people_agree": _said_by("person"),
    "carers_agree": _said_by("carer"),
    "staff_agree": _said_by("staff"),
    "cost_per_episode": _of_ended("cost_pence"),
    "cost_per_contact_hour": Slow(
        counts=lambda row: row["minutes"] is not None and row["cost_pence"] is not None,
        amount=lambda row: row["cost_pence"],
        weight=lambda row: row["minutes"] / 60,
    ),
    "cost_of_contacts": Slow(counts=said("cost_pence"), amount=lambda row: row["cost_pence"]),
    "weekly_cost_after": Slow(counts=said("weekly_cost_pence"), amount=lambda row: row["weekly_cost_pence"]),
    "contacts_per_referral": Slow(about=_is("clock_code", "05"), amount=lambda row: row["contacts"]),
    "contacts_without_length": Slow(counts=_true("reached"), meets=lambda row: row["minutes"] is None),
    "referrals_without_need": Slow(meets=_is("need", "")),
    "referrals_without_locality": Slow(meets=_is("locality", "", "not_known")),
    "referrals_without_ethnicity": Slow(meets=_is("ethnicity", "", "not_known")),
    "contact_before_start": Slow(
        about=said("first_contact_at"), meets=_is("excluded_because", "contact_before_clock_start")
    ),
}
"""By the measure's code. Written from the words of each definition, not from its expression."""
