"""Into a care home for good: a few of those for whom long-term care follows, some of them straight from hospital."""

from datetime import date, datetime, timedelta

from homeward.demo.care.case import Case
from homeward.demo.care.finishing import SEQUELS
from homeward.demo.hours import at as in_london
from homeward.demo.reading import figure, words
from homeward.demo.year import between, settled
from homeward.episodes.models import HospitalStay, ReadyPeriod
from homeward.episodes.models.episode import EndReason
from homeward.kit.london import london_date


def into_a_care_home(case: Case) -> None:
    """Some of those helped over weeks end in a care home; some fell ill first, and moved from the hospital's bed."""
    episode, visits = case.episode, case.seen()
    if case.first_pathway not in ("supported_discharge", "reablement") or episode.end_reason != EndReason.COMPLETED:
        return
    if not visits or SEQUELS.get(visits[-1].next_step, ("", ""))[1] != "lts_community":
        return
    share = settled(visits[-1].recorded_at, london_date(case.now))
    if case.rng.random() >= figure("care_home_of_long_term"):
        return
    case.care_home = True
    if case.rng.random() < between("straight_from_hospital_before", "straight_from_hospital_after", share):
        _from_hospital(case)


def _from_hospital(case: Case) -> None:
    """Taken ill after the last visit, some days in hospital, and from there into a care home: the help ends then."""
    episode, last = case.episode, case.seen()[-1]
    admitted_on = london_date(last.recorded_at) + timedelta(days=1)
    ready_on = admitted_on + timedelta(days=case.rng.randrange(3, 8))
    left_at = in_london(ready_on + timedelta(days=case.rng.choice([0, 0, 0, 1, 2, 5])), 15)
    if left_at + timedelta(hours=1) > case.now or case.draft.referral.person.restricted:
        return
    noted_at = in_london(admitted_on, 12)
    stay = case.add(_stay(case, admitted_on, noted_at, left_at))
    case.add(ReadyPeriod(stay=stay, ready_on=ready_on, by=stay.by, at=in_london(ready_on, 10)))
    episode.ended_at = left_at + timedelta(minutes=30)


def _stay(case: Case, admitted_on: date, at: datetime, left_at: datetime) -> HospitalStay:
    by = case.episode.ended_by
    assert by is not None
    return HospitalStay(
        episode=case.episode,
        hospital=words("care")["hospital"]["name"],
        ward=case.rng.choice(words("organisations")["wards_in_hospital"]),
        admitted_on=admitted_on,
        pathway=3,
        destination="new_care_home",
        left_at=left_at,
        left_by=by,
        no_first_visit_why="Moved into a care home from the ward.",
        by=by,
        at=at,
    )
