"""The table `discharges`: help that ended with an outcome, as ASCOF 2A clusters and counts it, and twelve weeks on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from homeward.episodes.history.afterwards import Asked, Ended, ended_with_an_outcome, follow_ups_of, onward_of
from homeward.kit.london import london_date
from homeward.outcomes.ascof.events import age_by_days
from homeward.outcomes.ascof.two_a import ADULT, Cluster, clusters_of
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment, on_day
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of
from homeward.outcomes.collecting.helps import Helped, Support, helped
from homeward.outcomes.rules.leaving import at_home, destination, hours_after, twelve_weeks_on
from homeward.outcomes.rules.short_term import DIED_BEFORE, NOT_SHORT_TERM, UNDER_AGE
from homeward.referrals.history import lived_at_of

ALONE = "alone"
"""Whose events these are, for the rules, when one spell of help is looked at alone."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Help as it is counted: its cluster, and why ASCOF 2A leaves it out ("" when it counts it)."""

    began_on: date
    outcome: str
    sequel: str
    step: str
    new_client: bool | None
    success: bool
    left_out: str


def rows(context: Context) -> Iterator[Row]:
    """A row for every cluster of help that ended with an outcome, in the order it ended.

    A cluster is told at its last spell of help; one that goes on in another is told when that ends. One query, and
    thirteen more for each chunk.
    """
    for chunk in in_chunks(ended_with_an_outcome()):
        ids = [one.episode_id for one in chunk]
        known, people = known_of(context, ids), helped({one.person_id for one in chunk})
        follow_ups, onward, lived_at = follow_ups_of(ids), onward_of(ids), lived_at_of(ids)
        for one in chunk:
            pk = one.episode_id
            counted = counted_at(people[one.person_id], pk)
            if counted is not None:
                asked = follow_ups.get(pk, [])
                yield _row(known[pk], one, counted, asked, onward.get(pk, []), lived_at.get(pk, ""))


def counted_at(person: Helped, episode_id: int) -> Counted | None:
    """How the help that ended with this episode is counted; None when it goes on in another that is joined to it.

    Help that is no short-term support is sorted by the same rules, alone, and not counted.
    """
    of = next(one for one in person.support if one.episode_id == episode_id)
    if of.began_on is None:
        return _alone(person, of, of.seen_on, NOT_SHORT_TERM)
    began_on = of.began_on
    clusters = clusters_of(person.events(), {("", str(person.person_id)): person.about})
    cluster = next((one for one in clusters if one.start <= began_on <= one.end), None)
    if cluster is None:
        return _alone(person, of, began_on, _why_no_cluster(person, of))
    joined = [one for one in person.support if one.began_on and cluster.start <= one.began_on <= cluster.end]
    last = max(joined, key=lambda one: (one.ended_on or date.max, one.episode_id))
    return _counted(cluster) if last is of else None


def _counted(cluster: Cluster) -> Counted:
    """Who had long-term support that this record knows of is no new client; of others it does not know."""
    as_known = replace(cluster, new_client=None if cluster.new_client else False)
    return Counted(
        began_on=cluster.start,
        outcome=cluster.outcome,
        sequel=cluster.sequel,
        step=str(cluster.step),
        new_client=as_known.new_client,
        success=as_known.in_numerator,
        left_out=str(as_known.left_out or ""),
    )


def _alone(person: Helped, of: Support, began_on: date, left_out: str) -> Counted:
    """The help as if nothing else were known; of a child, or somebody who had died before, without those dates."""
    events = list(of.events(ALONE, began_on=began_on))
    found = clusters_of(events, {("", ALONE): person.about}) or clusters_of(events, {})
    return replace(_counted(found[0]), new_client=None, success=False, left_out=left_out)


def _why_no_cluster(person: Helped, of: Support) -> str:
    born_on = person.about.born_on
    is_child = born_on is not None and age_by_days(born_on, of.ended_on or date.max) < ADULT
    return UNDER_AGE if is_child else DIED_BEFORE


def _row(
    known: Known, one: Ended, counted: Counted, asked: list[Asked], onward: list[tuple[str, float]], lived_at: str
) -> Row:
    spell, place = known.spell, destination(outcome=counted.outcome, sequel=counted.sequel, lived_at=lived_at)
    return {
        **known.groups(one.ended_at),
        **at_moment("ended", one.ended_at),
        **_twelve_weeks_on(asked, london_date(known.context.now)),
        "discharge_id": str(one.episode_id),
        "episode_id": str(one.episode_id),
        "person_id": str(one.person_id),
        "began_on": counted.began_on,
        "reason": spell.end_reason,
        "outcome": counted.outcome,
        "sequel": counted.sequel,
        "sequel_step": counted.step,
        "new_client": counted.new_client,
        "in_2a": not counted.left_out,
        "success_2a": counted.success,
        "left_out_2a": counted.left_out,
        "destination": place,
        "at_home": at_home(place),
        "hours_after": hours_after(onward, outcome=counted.outcome, sequel=counted.sequel),
    }


def _twelve_weeks_on(asked: list[Asked], today: date) -> Row:
    """What the last follow-up says: an earlier one was of an end that was taken back."""
    last = asked[-1] if asked else None
    found = twelve_weeks_on(
        last.due_on if last else None,
        done_on=london_date(last.done_at) if last and last.done_at else None,
        living_at=last.living_at if last else "",
        today=today,
    )
    return {
        **on_day("twelve_weeks", last.due_on if last else None),
        "followed_up": found.followed_up,
        "at_home_12_weeks": found.at_home,
    }
