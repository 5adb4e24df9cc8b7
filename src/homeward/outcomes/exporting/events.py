"""What happened, event by event, from the facts: in order of episode and time, for process mining.

An event that the facts know by its day only is placed after whatever came before it on that day, or at the day's first
moment; `exact` says which. A hand-off is not a fact with a day of its own: a stage that begins on another pathway or
with another organisation than the one before it is told as one.
"""
# ruff: noqa: S608 - the names in the SQL are the program's own

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from homeward.kit.london import london_date, start_of_day
from homeward.outcomes.counting.duck import read_parquet
from homeward.outcomes.facts.opening import engine_for
from homeward.outcomes.snapshots import Snapshot

AT_ONCE = 10_000
NO_CASE = ""

ACTIVITIES = (
    "Referral received",
    "Referral decided",
    "Stage begins",
    "Hand-off",
    "First visit stops the clock",
    "Contact",
    "Assessment completed",
    "Goal agreed",
    "Goal ended",
    "Stage ends",
    "Help ended",
    "Asked twelve weeks on",
)
"""Every kind of event, in the order in which those of one day are told."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its episode ("" when a referral became none) and referral, when, what, whose, on which pathway.

    `partnership` and `origin` say whose numbers these are; `exact` is false for an event known by its day only.
    """

    partnership: str
    origin: str
    episode: str
    referral: str
    on: date
    at: datetime
    exact: bool
    activity: str
    organisation: str
    pathway: str
    says: str


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAGES = """
    SELECT *, lag(pathway) OVER spell AS pathway_before, lag(organisation) OVER spell AS whose_before
    FROM {stages} WINDOW spell AS (PARTITION BY partnership, origin, episode_id ORDER BY place)
"""
_SOURCES: tuple[tuple[str, str, str], ...] = (
    (
        "referrals",
        "{referrals}",
        "episode_id, referral_id, received_on, epoch_us(received_at), 'Referral received', organisation, pathway, "
        "source",
    ),
    (
        "referrals",
        "{referrals} WHERE decided_on IS NOT NULL",
        "episode_id, referral_id, decided_on, NULL, 'Referral decided', organisation, pathway, triage_outcome",
    ),
    (
        "referrals",
        "{referrals} WHERE clock_stop_on IS NOT NULL",
        "episode_id, referral_id, clock_stop_on, epoch_us(first_contact_at), 'First visit stops the clock', "
        "organisation, pathway, ''",
    ),
    (
        "stages",
        f"({_STAGES})",
        "episode_id, '', began_on, NULL, 'Stage begins', organisation, pathway, model",
    ),
    (
        "stages",
        f"({_STAGES}) WHERE place > 1 AND (pathway <> pathway_before OR organisation <> whose_before)",
        "episode_id, '', began_on, NULL, 'Hand-off', organisation, pathway, ''",
    ),
    (
        "stages",
        "{stages} WHERE ended_on IS NOT NULL",
        "episode_id, '', ended_on, NULL, 'Stage ends', organisation, pathway, ''",
    ),
    ("contacts", "{contacts}", "episode_id, '', held_on, epoch_us(started_at), 'Contact', organisation, pathway, kind"),
    (
        "assessments",
        "{assessments}",
        "episode_id, '', completed_on, NULL, 'Assessment completed', organisation, pathway, tool",
    ),
    ("goals", "{goals}", "episode_id, '', set_on, NULL, 'Goal agreed', organisation, pathway, ''"),
    (
        "goals",
        "{goals} WHERE ended_on IS NOT NULL",
        "episode_id, '', ended_on, NULL, 'Goal ended', organisation, pathway, end_reason",
    ),
    (
        "episodes",
        "{episodes} WHERE ended_on IS NOT NULL",
        "episode_id, '', ended_on, NULL, 'Help ended', organisation, pathway, end_reason",
    ),
    (
        "discharges",
        "{discharges} WHERE followed_up AND twelve_weeks_on IS NOT NULL",
        "episode_id, '', twelve_weeks_on, NULL, 'Asked twelve weeks on', organisation, pathway, destination",
    ),
)
"""For each kind of event: the table it needs, where its rows come from, and what they say, in the order of `Event`."""


def events_of(snapshot: Snapshot) -> Iterator[tuple[tuple[str, str, str], list[Event]]]:
    """Every case with its events in order: a case is an episode, as (partnership, origin, number).

    Referrals that became no episode come first, each kind of facts under one case without a number. Memory stays flat:
    the sorting spills to disk. Raises SnapshotUnreadable when the facts went meanwhile.
    """
    with _sorted(snapshot) as rows:
        for case, events in groupby(rows, key=lambda one: (one.partnership, one.origin, one.episode)):
            if case[-1] == NO_CASE:
                for _, of_one in groupby(events, key=lambda one: one.referral):
                    yield case, placed(of_one)
            else:
                yield case, placed(events)


def placed(events: Iterable[Event]) -> list[Event]:
    """The events of one case, each that is known by its day only given a moment of that day, in order of time."""
    last: datetime | None = None
    found: list[Event] = []
    for one in events:
        if not one.exact:
            begins = start_of_day(one.on)
            one = replace(one, at=last if last is not None and london_date(last) == one.on else begins)
        last = one.at if last is None else max(last, one.at)
        found.append(one)
    return sorted(found, key=lambda one: one.at)


@contextmanager
def _sorted(snapshot: Snapshot) -> Iterator[Iterator[Event]]:
    """All rows, by case, then referral where there is no case, then day, then kind."""
    files = {name: snapshot.files(name) for name in {table for table, _, _ in _SOURCES}}
    views = {name: read_parquet(those) for name, those in files.items() if those}
    asked = [
        f"SELECT partnership, origin, {columns} FROM {rows.format(**views)}"
        for table, rows, columns in _SOURCES
        if table in views
    ]
    if not asked:
        yield iter(())
        return
    order = ", ".join(f"'{name}'" for name in ACTIVITIES)
    named = "partnership, origin, episode, referral, happened, moment, activity, organisation, pathway, says"
    sql = f"SELECT * FROM ({' UNION ALL '.join(asked)}) AS found({named}) ORDER BY partnership, origin, episode, "
    sql += f"CASE WHEN episode = '' THEN referral END, happened, list_position([{order}], activity), moment, says"
    with tempfile.TemporaryDirectory() as spill:
        engine = engine_for(spill)
        try:
            yield _read(engine.execute(sql))
        finally:
            engine.close()


def _read(answer: "object") -> Iterator[Event]:
    while rows := answer.fetchmany(AT_ONCE):  # type: ignore[attr-defined]
        for *whose, on, at, activity, organisation, pathway, says in rows:
            partnership, origin, episode, referral = whose
            moment = start_of_day(on) if at is None else _EPOCH + timedelta(microseconds=at)
            told = (activity, organisation, pathway, says)
            yield Event(partnership, origin, episode, referral, on, moment, at is not None, *told)
