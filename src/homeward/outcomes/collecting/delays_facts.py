"""The table `delays`: each day that somebody who was ready to leave spent in hospital, shared between its reasons.

These are days as the daily situation report counts people: also those of an earlier time of being ready, which the
discharge ready date forgets when they become unwell again.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import heappop, heappush

from homeward.episodes.history.hospital import HeldUp, StayHeld, delays_of, hospital_stays, ready_of
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.hospital import Period
from homeward.kit.london import london_date, start_of_day
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of
from homeward.outcomes.rules.hospital import NOT_GIVEN, days_held_up, reasons_on

UNKNOWN_FAMILY = "unknown"
"""The family of a reason that another system sent and the list does not know."""


def rows(context: Context) -> Iterator[Row]:
    """A row for every day and reason, in order of days. One query, and six more for each chunk of stays.

    Stays come in the order people went in, and nobody is held up before that: so a day is given out once every later
    stay has begun after it, and only the days of stays that overlap wait in memory.
    """
    waiting: list[tuple[date, int, str, Row]] = []
    for chunk in in_chunks(hospital_stays()):
        ids = [one.stay_id for one in chunk]
        known, ready, delays = known_of(context, {one.episode_id for one in chunk}), ready_of(ids), delays_of(ids)
        for one in chunk:
            while waiting and waiting[0][0] < one.admitted_on:
                yield heappop(waiting)[-1]
            held = _held_up(known[one.episode_id], one, ready.get(one.stay_id, []), delays.get(one.stay_id, []))
            for row in held:
                heappush(waiting, (row["held_on"], one.stay_id, row["reason"], row))
    while waiting:
        yield heappop(waiting)[-1]


def _held_up(known: Known, stay: StayHeld, periods: Sequence[Period], delays: Sequence[HeldUp]) -> Iterator[Row]:
    """Until they left, or our help ended, since nobody here knows of it then, or yesterday: today is not over."""
    ends = (stay.left_at, stay.help_ended_at, known.context.now)
    until = min(london_date(moment) for moment in ends if moment is not None)
    for day in days_held_up(periods, until=until):
        reasons = reasons_on(delays, day)
        for reason in reasons:
            yield {
                **known.groups(start_of_day(day)),
                **on_day("held", day),
                "stay_id": str(stay.stay_id),
                "episode_id": str(stay.episode_id),
                "reason": reason,
                "family": family_of(reason),
                "share": 1 / len(reasons),
            }


def family_of(reason: str) -> str:
    """The family of a reason for a delay; "" where nobody gave one."""
    if reason == NOT_GIVEN:
        return ""
    known = code_list("delay_reason").value(reason)
    return known.family if known else UNKNOWN_FAMILY
