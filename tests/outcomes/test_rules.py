"""What facts say of one referral: the response rule's answer, or why there is none."""

from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.outcomes.rules import LeftOut, TriageOutcome, Waited, age_band, triage_outcome, waited
from homeward.outcomes.rules.response import start_days
from homeward.referrals.rules.clocks import Clock, breaches_at
from homeward.referrals.rules.state import DecisionKind

START = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def shown(clock: Clock, *, minutes: int | None, closed: bool = False, now: timedelta = timedelta(days=9)) -> Waited:
    return waited(
        clock=clock,
        start=START,
        first_contact_at=None if minutes is None else START + timedelta(minutes=minutes),
        closed_at=START if closed else None,
        breach_at=breaches_at(clock, START, promise_minutes=600),
        now=START + now,
    )


@pytest.mark.parametrize(
    ("clock", "minutes", "met", "left_out"),
    [
        (Clock.TWO_HOURS, 119, True, ""),
        (Clock.TWO_HOURS, 120, True, ""),
        (Clock.TWO_HOURS, 121, False, ""),
        (Clock.TWO_DAYS, 2 * 1440, True, ""),
        (Clock.TWO_DAYS, 3 * 1440, False, ""),
        (Clock.TWO_HOURS_NOT_APPROPRIATE, 60, None, LeftOut.NOT_IN_STANDARD),
        (Clock.TWO_DAYS_NOT_APPROPRIATE, 60, None, LeftOut.NOT_IN_STANDARD),
        (Clock.OTHER, 60, None, LeftOut.NOT_IN_STANDARD),
        (Clock.TWO_HOURS, -1, None, LeftOut.CONTACT_BEFORE_START),
        (Clock.TWO_HOURS, None, None, LeftOut.NOT_SEEN_LATE),
        (Clock.TWO_HOURS_NOT_APPROPRIATE, None, None, LeftOut.NOT_IN_STANDARD),
    ],
)
def test_the_rule_answers_or_says_why_not(clock: Clock, minutes: int | None, met: bool | None, left_out: str) -> None:
    found = shown(clock, minutes=minutes)
    assert (found.met, found.left_out) == (met, left_out)
    assert (found.met is None) == bool(found.left_out)


@pytest.mark.parametrize(
    ("after", "left_out"),
    [(119, LeftOut.NOT_SEEN_IN_TIME), (120, LeftOut.NOT_SEEN_IN_TIME), (121, LeftOut.NOT_SEEN_LATE)],
)
def test_someone_not_seen_is_told_apart_by_whether_time_has_run_out(after: int, left_out: str) -> None:
    assert shown(Clock.TWO_HOURS, minutes=None, now=timedelta(minutes=after)).left_out == left_out


def test_closed_without_a_visit_is_its_own_reason() -> None:
    assert shown(Clock.TWO_HOURS, minutes=None, closed=True).left_out == LeftOut.CLOSED_UNSEEN


def test_minutes_are_kept_also_where_the_standard_does_not_apply() -> None:
    assert shown(Clock.OTHER, minutes=90).minutes == 90


@pytest.mark.parametrize(
    ("accepted", "closed", "decision", "outcome"),
    [
        (True, False, DecisionKind.ACCEPT, TriageOutcome.ACCEPTED),
        (True, True, DecisionKind.CLOSE, TriageOutcome.ACCEPTED),
        (False, True, DecisionKind.REDIRECT, TriageOutcome.REDIRECTED),
        (False, True, DecisionKind.DECLINE, TriageOutcome.DECLINED),
        (False, False, DecisionKind.ASK, TriageOutcome.UNDECIDED),
        (False, False, DecisionKind.REOPEN, TriageOutcome.UNDECIDED),
        (False, False, "", TriageOutcome.UNDECIDED),
        (False, True, "", TriageOutcome.UNDECIDED),
    ],
)
def test_what_triage_came_to(accepted: bool, closed: bool, decision: str, outcome: TriageOutcome) -> None:
    found = triage_outcome(
        accepted_at=START if accepted else None, closed_at=START if closed else None, last_decision=decision
    )
    assert found == outcome


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2008, 3, 5), "under_18"),
        (date(2008, 3, 4), "18_64"),
        (date(1961, 3, 5), "18_64"),
        (date(1961, 3, 4), "65_74"),
        (date(1951, 3, 4), "75_84"),
        (date(1941, 3, 5), "75_84"),
        (date(1941, 3, 4), "85_over"),
        (None, "not_known"),
        (date(2026, 3, 5), "not_known"),
    ],
)
def test_age_bands_turn_on_the_birthday(born_on: date | None, band: str) -> None:
    assert age_band(born_on, date(2026, 3, 4)) == band


@pytest.mark.parametrize(
    ("received", "seen", "days"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC), 2),
        (START, START, 0),
        (START, START - timedelta(seconds=1), None),
        (START, None, None),
    ],
)
def test_days_to_the_start_are_london_midnights_and_none_where_somebody_came_before(
    received: datetime, seen: datetime | None, days: int | None
) -> None:
    assert start_days(received, seen) == days
