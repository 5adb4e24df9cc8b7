"""Two people noting the same of somebody in hospital at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from homeward.episodes.actions.hospital import note_delay, note_stay, say_ready, unwell_again
from homeward.episodes.actions.leaving_hospital import leave_hospital, put_back
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import DelayReason, HospitalStay, ReadyPeriod
from homeward.kit.london import london_date
from homeward.referrals.actions import accept
from homeward.site.commands.verify import all_problems
from tests.support.at_once import at_once
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.in_hospital import held_up_in_hospital

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = london_date(NOW)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


def test_a_stay_and_its_ready_day_noted_by_four_at_once_are_one(borough: Borough, episode: Episode) -> None:
    note = partial(note_stay, episode=episode, hospital="Riverside", admitted_on=TODAY, by=borough.nurse, now=NOW)
    assert [type(result).__name__ for result in at_once(note, note, note, note)] == ["HospitalStay"] * 4
    ready = partial(say_ready, stay=HospitalStay.objects.get(), ready_on=TODAY, by=borough.nurse, now=NOW)
    assert [type(result).__name__ for result in at_once(ready, ready, ready, ready)] == ["ReadyPeriod"] * 4
    assert ReadyPeriod.objects.count() == 1


def test_two_reasons_noted_at_once_are_never_both_open(borough: Borough, episode: Episode) -> None:
    stay = held_up_in_hospital(episode, by=borough.nurse, now=NOW)
    said = {"stay": stay, "from_on": TODAY, "by": borough.nurse, "now": NOW}
    at_once(partial(note_delay, code="transport", **said), partial(note_delay, code="safeguarding", **said))
    assert DelayReason.objects.filter(until_on=None).count() == 1
    assert list(all_problems()) == []


def test_of_leaving_and_being_unwell_at_once_one_is_refused_and_nothing_is_half_done(
    borough: Borough, episode: Episode
) -> None:
    stay = held_up_in_hospital(episode, by=borough.nurse, now=NOW)
    said = {"stay": stay, "by": borough.nurse, "now": NOW}
    results = at_once(
        partial(leave_hospital, left_at=NOW, no_first_visit_why="With her son.", **said),
        partial(unwell_again, on=TODAY - timedelta(days=1), why="A fever.", **said),
    )
    assert sum(isinstance(result, ValueError) for result in results) == 1
    assert list(all_problems()) == []


def test_a_leaving_noted_and_taken_back_by_several_at_once_is_taken_back_once(
    borough: Borough, episode: Episode
) -> None:
    stay = held_up_in_hospital(episode, by=borough.nurse, now=NOW)
    said = {"stay": stay, "by": borough.nurse, "now": NOW}
    leave = partial(leave_hospital, left_at=NOW, no_first_visit_why="With her son.", **said)
    assert at_once(leave, leave, leave) == [None] * 3
    back = partial(put_back, why="Still there.", **said)
    assert at_once(back, back, back) == [None] * 3
    assert stay.changes.filter(field="left_at").count() == 1
