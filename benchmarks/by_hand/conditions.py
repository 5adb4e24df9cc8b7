"""What each measure counts, written by hand as SQL conditions over one table: who wrote it did not look at Ibis.

A line is: the measure's code, the event it is placed by, which rows it is about, which count, which of these are met,
what is added up, and what that is divided by. "" means: no amount, or no weight. An amount is of rows that count.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByHand:
    """One measure by hand. `met` and `counts` are already within `about`."""

    code: str
    event: str
    about: str
    counts: str
    met: str
    amount: str = ""
    weight: str = ""
    ranked: tuple[float, ...] = ()

    @property
    def columns(self) -> int:
        """How many sums it has: n, d and x; of an amount the sum and the squares; of a weight the sum."""
        return 3 + 2 * bool(self.amount) + bool(self.weight)


def shares(code: str, event: str, about: str, answer: str) -> ByHand:
    """Rows with an answer, and those where it is yes."""
    return ByHand(code, event, about, f"({about}) AND {answer} IS NOT NULL", f"({about}) AND coalesce({answer}, false)")


def amounts(code: str, event: str, about: str, amount: str, met: str = "", ranked: tuple[float, ...] = ()) -> ByHand:
    """Rows with an amount; those met are all of them, or those that are said to."""
    counts = f"({about}) AND ({amount}) IS NOT NULL"
    return ByHand(
        code, event, about, counts, f"{counts} AND coalesce({met}, false)" if met else counts, amount, "", ranked
    )


def among(code: str, event: str, counts: str, met: str = "true", about: str = "true") -> ByHand:
    """Of the rows that count, those that are met; the others it is about are left out."""
    return ByHand(code, event, about, counts, f"({counts}) AND ({met})")


def ratio(code: str, event: str, about: str, amount: str, weight: str) -> ByHand:
    """Rows with both an amount and what it is divided by."""
    counts = f"({about}) AND ({amount}) IS NOT NULL AND ({weight}) IS NOT NULL"
    return ByHand(code, event, about, counts, counts, amount, weight)


_DECIDED = "triage_outcome <> 'undecided'"
_ENDED = "ended_on IS NOT NULL"
_COUNTED = "excluded_because = ''"
_LATER = "NOT coalesce(on_ready_day, false)"
_OLDER = "age_band IN ('65_over', '65_74', '75_84', '85_over')"

BY_TABLE: dict[str, tuple[ByHand, ...]] = {
    "referrals": (
        among("referrals_received", "received", "true"),
        among("accepted", "received", _DECIDED, "triage_outcome = 'accepted'"),
        among("redirected", "received", _DECIDED, "triage_outcome = 'redirected'"),
        among("declined", "received", _DECIDED, "triage_outcome = 'declined'"),
        among("undecided", "received", "true", "triage_outcome = 'undecided'"),
        among(
            "two_hour_response",
            "start",
            "clock_code = '05' AND standard_met IS NOT NULL",
            "coalesce(standard_met, false)",
            "clock_code IN ('05', '07')",
        ),
        among("two_hour_referrals", "received", "clock_code = '05'", "true", "clock_code IN ('05', '07')"),
        among(
            "two_day_response",
            "start",
            "clock_code = '06' AND standard_met IS NOT NULL",
            "coalesce(standard_met, false)",
            "clock_code IN ('06', '08')",
        ),
        amounts("wait_to_first_contact", "start", "true", "wait_minutes", ranked=(0.5, 0.9)),
        amounts("wait_to_start", "received", "true", "start_days", ranked=(0.5,)),
        amounts("contacts_per_referral", "received", "clock_code = '05'", "contacts"),
        among("referrals_without_need", "received", "true", "need = ''"),
        among("referrals_without_locality", "received", "true", "locality IN ('', 'not_known')"),
        among("referrals_without_ethnicity", "received", "true", "ethnicity IN ('', 'not_known')"),
        among(
            "contact_before_start",
            "start",
            "first_contact_at IS NOT NULL",
            "excluded_because = 'contact_before_clock_start'",
            "first_contact_at IS NOT NULL",
        ),
    ),
    "episodes": (
        amounts("length_of_help", "ended", _ENDED, "days", ranked=(0.5,)),
        amounts("hand_offs", "ended", _ENDED, "hand_offs", "hand_offs > 0"),
        shares("told_again", "ended", "hand_offs > 0", "told_again"),
        amounts("contacts_per_episode", "ended", _ENDED, "contacts", ranked=(0.5,)),
        ByHand(
            "not_admitted_within_7",
            "began",
            "instead_of_hospital",
            "instead_of_hospital AND admitted_within_7 IS NOT NULL",
            "instead_of_hospital AND admitted_within_7 IS NOT NULL AND NOT coalesce(admitted_within_7, true)",
        ),
        ByHand(
            "not_admitted_within_30",
            "began",
            "instead_of_hospital",
            "instead_of_hospital AND admitted_within_30 IS NOT NULL",
            "instead_of_hospital AND admitted_within_30 IS NOT NULL AND NOT coalesce(admitted_within_30, true)",
        ),
        amounts(
            "attainment_change",
            "ended",
            _ENDED,
            "attainment_last - attainment_first",
            "attainment_last >= attainment_first",
        ),
        amounts("barthel_change", "ended", _ENDED, "barthel_last - barthel_first", "barthel_last >= barthel_first"),
        amounts("frailty_change", "ended", _ENDED, "frailty_last - frailty_first", "frailty_last <= frailty_first"),
        amounts("hours_at_start", "opened", "true", "hours_at_start"),
        amounts("hours_now", "opened", "ended_on IS NULL", "hours_now"),
        amounts("hours_at_end", "ended", _ENDED, "hours_at_end"),
        amounts("hours_after", "ended", _ENDED, "hours_after", "hours_after = 0"),
        amounts("hours_saved", "ended", _ENDED, "hours_at_start - hours_after", "hours_at_start > hours_after"),
        amounts("cost_per_episode", "ended", _ENDED, "cost_pence"),
    ),
    "stages": (shares("over_limit", "ended", "true", "over_limit"),),
    "contacts": (
        among("contacts_without_length", "held", "reached", "minutes IS NULL"),
        ratio("cost_per_contact_hour", "held", "true", "cost_pence", "CAST(minutes AS DOUBLE) / 60"),
    ),
    "assessments": (among("repeat_assessments", "completed", "true", "repeat"),),
    "goals": (shares("goals_met", "ended", _ENDED, "met"),),
    "discharges": (
        among("ascof_2a", "ended", "in_2a", "success_2a"),
        shares("destination_home", "ended", "true", "at_home"),
        shares("at_home_12_weeks", "twelve_weeks", "true", "at_home_12_weeks"),
        shares("asked_at_12_weeks", "twelve_weeks", "true", "followed_up"),
    ),
    "hospital_stays": (
        among(
            "discharged_on_ready_day",
            "left",
            f"{_COUNTED} AND on_ready_day IS NOT NULL",
            "coalesce(on_ready_day, false)",
        ),
        ByHand(
            "delay_of_delayed",
            "left",
            _LATER,
            f"{_COUNTED} AND on_ready_day IS NOT NULL AND {_LATER} AND delay_days IS NOT NULL",
            f"{_COUNTED} AND on_ready_day IS NOT NULL AND {_LATER} AND delay_days IS NOT NULL",
            "delay_days",
            ranked=(0.5,),
        ),
        ByHand(
            "average_delay",
            "left",
            "true",
            f"{_COUNTED} AND delay_days IS NOT NULL",
            f"{_COUNTED} AND delay_days IS NOT NULL",
            "delay_days",
        ),
        among("discharge_destination", "left", "discharge_pathway <> ''", "discharge_pathway IN ('0', '1')"),
        among("straight_to_care_home", "left", "true", "new_care_home"),
        shares("ascof_2d", "left", "in_2d AND linked_2d", "success_2d"),
        among("ascof_2d_coverage", "left", "in_2d", "linked_2d"),
        shares("at_home_91_days_old", "left", "in_2b_old", "success_2b_old"),
    ),
    "delays": (amounts("delay_days", "held", "true", "share"),),
    "placements": (
        among("long_term_from_hospital", "began", "long_term_home", "direct_from_hospital", "long_term_home"),
        shares("new_long_term_homes", "began", "long_term_home", "new"),
        amounts("weekly_cost_after", "began", "true", "weekly_cost_pence"),
    ),
    "ward_days": (
        ratio("home_ward_occupancy", "held", "true", "taken", "places"),
        ratio("home_ward_step_up", "held", "true", "stepped_up", "taken"),
        ratio("home_ward_reviews", "held", "true", "reviews_done", "reviews_due"),
    ),
    "meeting_actions": (
        among("meeting_follow_through", "due", "NOT dropped AND in_time IS NOT NULL", "coalesce(in_time, false)"),
    ),
    "answers": (
        shares("people_agree", "answered", "audience = 'person'", "agrees"),
        shares("carers_agree", "answered", "audience = 'carer'", "agrees"),
        shares("staff_agree", "answered", "audience = 'staff'", "agrees"),
    ),
    "costs": (amounts("cost_of_contacts", "spent", "true", "cost_pence"),),
    "area_counts": (
        ratio(
            "emergency_admissions_rate",
            "counted",
            f"what = 'emergency_admissions' AND {_OLDER}",
            '"count"',
            "population",
        ),
        ratio(
            "long_term_admissions_rate",
            "counted",
            f"what = 'long_term_admissions' AND {_OLDER}",
            '"count"',
            "population",
        ),
        ratio(
            "long_term_admissions_rate_18_64",
            "counted",
            "what = 'long_term_admissions' AND age_band IN ('18_64')",
            '"count"',
            "population",
        ),
    ),
}
