"""Where somebody goes from hospital, what holds them up there, and how that is counted."""

from datetime import timedelta

import pytest

from homeward.episodes.actions import hospital as actions
from homeward.episodes.actions.ending import end_unseen
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay, StayChange
from homeward.episodes.queries.hospital import delays_by_day, delays_by_reason, in_hospital, stays_of
from homeward.episodes.rules.hospital import DateImpossible
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.in_hospital import HOME, TODAY, admitted, days_ago, going_home, held_up, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(borough: Borough, episode: Episode) -> HospitalStay:
    return admitted(borough, episode)


@pytest.mark.parametrize(("pathway", "destination"), [(0, HOME), (4, HOME), (1, "the_moon"), (1, "")])
def test_a_destination_belongs_to_its_pathway(
    borough: Borough, stay: HospitalStay, pathway: int, destination: str
) -> None:
    with pytest.raises(actions.DestinationWrong):
        actions.choose_pathway(stay=stay, pathway=pathway, destination=destination, by=borough.nurse, now=NOW)
    stay.refresh_from_db()
    assert stay.pathway is None


def test_a_pathway_chosen_anew_keeps_what_it_was(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    actions.choose_pathway(stay=stay, pathway=2, destination="short_term_bed", by=borough.nurse, now=NOW)
    assert set(StayChange.objects.values_list("field", "before")) == {("pathway", "1"), ("destination", HOME)}


def test_a_new_reason_takes_the_place_of_the_one_before(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    first = held_up(borough, stay, "therapy_review", ago=4)
    assert held_up(borough, stay, "therapy_review", ago=4).pk == first.pk
    held_up(borough, stay, "no_home_recovery", ago=2)
    first.refresh_from_db()
    assert first.until_on == days_ago(2)
    assert delays_by_reason(borough.nurse, days_ago(3)) == {"therapy_review": 1}
    assert delays_by_reason(borough.nurse, TODAY) == {"no_home_recovery": 1}
    with pytest.raises(DateImpossible):
        held_up(borough, stay, "transport", ago=3)


@pytest.mark.parametrize("ago", [6, -1])
def test_nothing_holds_somebody_up_before_they_are_ready_or_in_the_future(
    borough: Borough, stay: HospitalStay, ago: int
) -> None:
    ready(borough, stay, ago=5)
    with pytest.raises(DateImpossible):
        held_up(borough, stay, ago=ago)


def test_a_reason_is_of_the_list(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    with pytest.raises(actions.ReasonUnknown):
        held_up(borough, stay, "the_moon")


def test_a_reason_ends_once_and_not_before_it_began(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    delay = held_up(borough, stay, ago=3)
    with pytest.raises(DateImpossible):
        actions.end_delay(delay=delay, until_on=days_ago(4), by=borough.nurse, now=NOW)
    actions.end_delay(delay=delay, until_on=days_ago(1), by=borough.nurse, now=NOW)
    actions.end_delay(delay=delay, until_on=TODAY, by=borough.nurse, now=NOW)
    delay.refresh_from_db()
    assert delay.until_on == days_ago(1)
    by_day = delays_by_day(borough.nurse, days_ago(4), TODAY)
    assert [by_day[days_ago(ago)] for ago in (4, 3, 2, 1)] == [{}, *[{"Hospital process": 1}] * 2, {}]
    assert TODAY not in by_day


def test_numbers_are_of_people_the_viewer_may_see(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    held_up(borough, stay)
    assert in_hospital(borough.reablement_worker, NOW) == []
    assert delays_by_reason(borough.reablement_worker, TODAY) == {}
    assert stays_of(borough.gp, stay.episode, NOW) == []


def test_the_longest_wait_comes_first_and_then_who_is_expected_soonest(borough: Borough) -> None:
    names = ("Late", "Later", "Soon", "Someday")
    by_name = {
        name: admitted(borough, episode_of(borough, details={"family_name": name, "nhs_number": ""})) for name in names
    }
    ready(borough, by_name["Late"], ago=2)
    ready(borough, by_name["Later"], ago=7)
    HospitalStay.objects.filter(pk=by_name["Soon"].pk).update(expected_on=TODAY)
    assert [one.person.family_name for one in in_hospital(borough.nurse, NOW)] == ["Later", "Late", "Soon", "Someday"]


def test_nobody_is_held_up_any_more_once_our_help_has_ended(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    ready(borough, stay)
    held_up(borough, stay)
    assert delays_by_reason(borough.nurse, TODAY) == {"transport": 1}
    end_unseen(episode=episode, reason="declined", by=borough.nurse, now=NOW)
    assert delays_by_reason(borough.nurse, TODAY) == {}
    assert delays_by_reason(borough.nurse, TODAY + timedelta(days=30)) == {}
    assert delays_by_reason(borough.nurse, days_ago(1)) == {"transport": 1}
    by_day = delays_by_day(borough.nurse, days_ago(2), TODAY + timedelta(days=2))
    assert [sum(one.values()) for one in by_day.values()] == [1, 1, 0, 0]
