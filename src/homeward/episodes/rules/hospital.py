"""From which day somebody did not need the hospital any more, how long they waited since, and what dates can be.

Days are London dates. A stay is counted in nights: who leaves on the day they are ready has waited 0 days.
Source: NHS England, Discharge Ready Date publication: the start of the final period in which the person no longer meets
the criteria to reside. That being unwell again ends such a period follows from "final" and is not spelt out there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.pathways.schema import Pathway

PATHWAY_NAMES: dict[int, str] = {
    0: "Pathway 0: home, or back to their care home, with no new help",
    1: "Pathway 1: home with help",
    2: "Pathway 2: a short-term bed to recover in",
    3: "Pathway 3: a care home, for the first time",
}
"""Discharge pathways 0 to 3. Source: NHS England, Acute Discharge Situation Report, destinations since 27 May 2024."""

IN_HOSPITAL = frozenset({"hospital_ward", "emergency_department"})
"""Answers to the triage question `now_at` that mean a hospital."""


class DateImpossible(ValueError):
    """A date of a stay in hospital that cannot be, given the other dates."""


@dataclass(frozen=True, slots=True)
class Period:
    """Ready to leave from a day on, until the day they needed the hospital again (None: ready still)."""

    ready_on: date
    unwell_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """True on the days they were ready: the day they became ready is one, the day they became unwell is not."""
        return self.ready_on <= day and (self.unwell_on is None or day < self.unwell_on)


def discharge_ready_date(periods: Iterable[Period]) -> date | None:
    """The day the final period of being ready began; None before there is one, and once they are unwell again."""
    last = max(periods, key=lambda period: (period.ready_on, period.unwell_on or date.max), default=None)
    return last.ready_on if last is not None and last.unwell_on is None else None


def delay_days(drd: date, left_on: date) -> int:
    """Days between being ready and leaving: 0 on the same day. Raises DateImpossible when they left before."""
    if left_on < drd:
        raise DateImpossible(f"They were ready on {_said(drd)}, which is after they left. Check both dates.")
    return (left_on - drd).days


def days_waiting(periods: Iterable[Period], *, left_on: date | None, today: date) -> int | None:
    """Days they have waited since they were ready; None when they are not ready, or have left."""
    drd = discharge_ready_date(periods)
    if drd is None or drd > today or (left_on is not None and left_on <= today):
        return None
    return delay_days(drd, today)


def delayed_now(periods: Iterable[Period], *, left_on: date | None, today: date) -> bool:
    """True when they were ready before today and are in hospital still."""
    return (days_waiting(periods, left_on=left_on, today=today) or 0) > 0


def bed_days_after_ready(drd: date | None, *, left_on: date | None, since: date, until: date) -> int:
    """Nights in hospital after the discharge ready date that begin from `since` to the day before `until`."""
    if drd is None:
        return 0
    return max(0, (min(left_on or until, until) - max(drd, since)).days)


def check_stay(
    *,
    admitted_on: date,
    expected_on: date | None,
    earlier_left_on: date | None,
    first_ready_on: date | None,
    today: date,
) -> None:
    """Raises DateImpossible for a stay that begins in the future, or does not fit before and after what is known."""
    if admitted_on > today:
        raise DateImpossible("The day they went into hospital is in the future. Check the date.")
    if earlier_left_on and admitted_on < earlier_left_on:
        raise DateImpossible(f"They left hospital on {_said(earlier_left_on)}. This stay cannot begin before that.")
    if first_ready_on and admitted_on > first_ready_on:
        raise DateImpossible(
            f"They were ready to leave on {_said(first_ready_on)}. They cannot have come in after that."
        )
    if expected_on and expected_on < admitted_on:
        raise DateImpossible("The day they are expected to leave is before they came in. Check both dates.")


def check_ready(ready_on: date, *, admitted_on: date, earlier: Sequence[Period], today: date) -> None:
    """Raises DateImpossible for a day before they came in, before they were last unwell, or in the future.

    `earlier` are the periods before this one, each ended.
    """
    if ready_on > today:
        raise DateImpossible("That day is in the future. Give the day they became ready, once they are.")
    if ready_on < admitted_on:
        raise DateImpossible(
            f"They came into hospital on {_said(admitted_on)}. They cannot have been ready before that."
        )
    unwell = max((period.unwell_on for period in earlier if period.unwell_on), default=None)
    if unwell and ready_on < unwell:
        raise DateImpossible(f"They were unwell again on {_said(unwell)}. They cannot have been ready before that.")


def check_unwell(on: date, *, ready_on: date, today: date) -> None:
    """Raises DateImpossible when they became unwell in the future, or before they were ready."""
    if on > today:
        raise DateImpossible("That day is in the future. Check the date.")
    if on < ready_on:
        raise DateImpossible(f"They were ready on {_said(ready_on)}. Give a day from then on.")


def check_delay(from_on: date, *, drd: date, current_from: date | None, today: date) -> None:
    """Raises DateImpossible for a reason that begins in the future, before they were ready, or before the last one."""
    if from_on > today:
        raise DateImpossible("That day is in the future. Check the date.")
    if from_on < drd:
        raise DateImpossible(f"They were ready on {_said(drd)}. Nothing can have held them up before that.")
    if current_from and from_on < current_from:
        raise DateImpossible(f"Another reason is noted from {_said(current_from)}. The new one begins then or later.")


def check_left(left_on: date, *, admitted_on: date, drd: date | None) -> None:
    """Raises DateImpossible when they left before they came in, or before they were ready."""
    if left_on < admitted_on:
        raise DateImpossible(f"They came into hospital on {_said(admitted_on)}. They cannot have left before that.")
    if drd is not None:
        delay_days(drd, left_on)


def until_not_before(from_on: date, until_on: date) -> date:
    """When a reason ends that is cut short by something else: that day, or its own first day when that is later."""
    return max(from_on, until_on)


def nights_between(since: date, until: date) -> list[date]:
    """Each day from `since` to the day before `until`."""
    return [since + timedelta(days=number) for number in range(max(0, (until - since).days))]


def begins_in_hospital(pathway: Pathway) -> bool:
    """True of a pathway only for people who are in hospital, as one of its agreed criteria says."""
    asked = (criterion for criterion in pathway.criteria if criterion.question == "now_at")
    return any(criterion.one_of and set(criterion.one_of) <= IN_HOSPITAL for criterion in asked)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
