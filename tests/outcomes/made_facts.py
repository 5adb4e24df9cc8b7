"""Made-up facts for tests: histories with any times, run through the rules, written as a snapshot."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from homeward.outcomes.collecting import fact_of, write_referrals
from homeward.outcomes.snapshots import Snapshot, new_snapshot, only_one_writer, swap_in
from homeward.referrals.history import History
from homeward.referrals.models import Source
from homeward.referrals.rules.clocks import Clock, breaches_at

COUNTED_AT = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
"""A Wednesday: the week of 2 November is still running."""
PATHWAYS = ("", "rapid_response", "reablement")


def history(number: int = 1, **changes: Any) -> History:
    """A fall, received on Wednesday 4 March 2026 at ten, accepted, not seen yet."""
    received_at = changes.get("received_at", datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    start = changes.get("clock_start_at", received_at)
    clock = changes.get("clock", "05")
    fields: dict[str, Any] = {
        "referral_id": number,
        "received_at": received_at,
        "source": "gp",
        "need": "fall",
        "pathway": "rapid_response",
        "clock": clock,
        "clock_start_at": start,
        "breach_at": breaches_at(Clock(clock), start, promise_minutes=600),
        "asked_at": None,
        "accepted_at": received_at,
        "closed_at": None,
        "first_contact_at": None,
        "organisation": "RXX",
        "born_on": date(1940, 5, 6),
        "last_decision": "accept",
    }
    return History(**{**fields, **changes})


def facts_of(histories: Iterable[History]) -> list[dict[str, Any]]:
    """The facts of histories, as dicts."""
    return [fact_of(one, partnership="here", now=COUNTED_AT) for one in histories]


def snapshot_of(folder: Path, histories: Iterable[History]) -> Snapshot:
    """The histories written as the facts in use under a folder."""
    ordered = sorted(histories, key=lambda one: (one.received_at, one.referral_id))
    with only_one_writer(folder), new_snapshot(folder, now=COUNTED_AT) as aside:
        rows = write_referrals(aside, ordered, partnership="here", now=COUNTED_AT)
        return swap_in(folder, aside, counted_at=COUNTED_AT, rows={"referrals": rows})


_CLOCK_CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
_MINUTES = st.one_of(
    st.sampled_from([0, 1, 119, 120, 121, 1439, 1440, 2879, 2880, 4320, 6000]), st.integers(-60, 30 * 1440)
)


@st.composite
def histories(draw: st.DrawFn, *, most: int = 60) -> list[History]:
    """Any number of referrals around both clock changes and between, with any clock, seen or not, closed or not."""
    made = []
    for number in range(draw(st.integers(0, most))):
        about = draw(st.sampled_from([*_CLOCK_CHANGES, datetime(2026, 8, 31, 23, tzinfo=UTC)]))
        received_at = about + timedelta(minutes=draw(st.integers(-9 * 1440, 9 * 1440)))
        start = received_at - timedelta(minutes=draw(st.sampled_from([0, 0, 5, 60, 1440])))
        seen = start + timedelta(minutes=draw(_MINUTES)) if draw(st.booleans()) else None
        accepted = received_at if seen or draw(st.booleans()) else None
        closed = received_at if seen is None and draw(st.booleans()) else None
        made.append(
            history(
                number + 1,
                received_at=received_at,
                clock_start_at=start,
                clock=draw(st.sampled_from([clock.value for clock in Clock])),
                first_contact_at=seen,
                accepted_at=accepted,
                closed_at=closed,
                pathway=draw(st.sampled_from(PATHWAYS[1:])) if accepted else "",
                source=draw(st.sampled_from(Source.values)),
                last_decision=draw(st.sampled_from(["redirect", "decline", None])) if closed else None,
                born_on=draw(st.one_of(st.none(), st.dates(date(1920, 1, 1), date(2026, 12, 31)))),
            )
        )
    return made
