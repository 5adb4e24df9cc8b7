"""The made-up year is counted from the database and held against the published figures it was shaped by."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import mean

import pytest

from homeward.demo.reading import figure, figures
from homeward.demo.writing import Written
from homeward.demo.year import front_door_began
from homeward.episodes.models import DelayReason, Episode, FollowUp, Visit
from homeward.kit.london import london_date
from homeward.kit.weeks import age_on
from homeward.referrals.models import Referral, Source, TriageNote
from homeward.referrals.rules.clocks import Clock, response
from tests.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("borough")

BEGAN = datetime.combine(front_door_began(london_date(NOW)), datetime.min.time(), tzinfo=UTC)
THREE = ("rapid_response", "supported_discharge", "reablement")


@cache
def referrals() -> list[Referral]:
    return list(Referral.objects.select_related("person", "episode"))


def two_hours_met(months: set[int], *, since: datetime | None = None, before: datetime = NOW) -> float:
    """Per cent of two-hour clocks that stopped within 120 minutes, for referrals of these months."""
    met = [
        response(Clock.TWO_HOURS, one.clock_start_at, one.first_contact_at).met
        for one in referrals()
        if one.clock == Clock.TWO_HOURS
        and one.first_contact_at
        and london_date(one.received_at).month in months
        and (since is None or one.received_at >= since)
        and one.received_at < before
    ]
    assert len(met) > 100
    return 100 * sum(map(bool, met)) / len(met)


def days_waited(one: Referral) -> float:
    return (one.first_contact_at - one.clock_start_at) / timedelta(days=1)


@pytest.fixture(scope="module", autouse=True)
def _forget_afterwards() -> object:
    yield
    referrals.cache_clear()


def test_every_figure_says_where_it_comes_from_and_when() -> None:
    assert [name for name, one in figures().items() if not one.get("source") or not one.get("date")] == []
    assert all(set(one) == {"value", "source", "date"} for one in figures().values())


def test_about_five_thousand_referrals_are_for_people_over_65(borough: Written) -> None:
    assert len(referrals()) == borough.referrals
    year = [one for one in referrals() if one.received_at > NOW - timedelta(days=365)]
    aged = [age_on(one.person.born_on, london_date(one.received_at)) for one in year]
    over_65 = sum(age >= 65 for age in aged)
    assert over_65 == pytest.approx(5000, abs=150)
    assert over_65 / len(aged) == pytest.approx(199_550 / 225_070, abs=0.015)
    assert min(aged) >= 18


def test_people_are_referred_again_as_often_as_in_south_east_london() -> None:
    year = [one.person_id for one in referrals() if one.received_at > NOW - timedelta(days=365)]
    assert len(year) / len(set(year)) == pytest.approx(1.26, abs=0.06)


def test_the_pathways_take_the_shares_of_the_national_starts() -> None:
    taken = Counter(one.pathway for one in referrals() if one.pathway in THREE)
    assert taken["rapid_response"] / taken.total() == pytest.approx(45_000 / 112_640, abs=0.03)
    from_home = 51_136 * 0.736 + 16_504 * 0.182
    assert taken["reablement"] / taken.total() == pytest.approx(from_home / 112_640, abs=0.04)


def test_rapid_response_comes_from_home_as_often_as_nationally() -> None:
    notes = TriageNote.objects.filter(referral__pathway="rapid_response", answers__has_key="now_at")
    places = {note.referral_id: note.answers["now_at"] for note in notes}
    at_home = sum(place == "home" for place in places.values())
    assert at_home / len(places) == pytest.approx(0.811, abs=0.03)


def test_two_hours_are_kept_as_published_before_and_after_the_joint_front_door() -> None:
    every_month = set(range(1, 13))
    assert 79 <= two_hours_met(every_month) <= 86
    assert two_hours_met({9, 10, 11}, before=BEGAN) == pytest.approx(78.9, abs=6)
    assert two_hours_met(every_month, since=BEGAN + timedelta(days=60)) == pytest.approx(86.0, abs=3.5)


def test_winter_is_busier_and_fewer_are_reached_in_time() -> None:
    assert two_hours_met({12, 1, 2}, before=BEGAN) < two_hours_met(set(range(1, 13))) - 2
    last_year = [one for one in referrals() if one.received_at > NOW - timedelta(days=365)]
    urgent = Counter(london_date(one.received_at).month for one in last_year if one.pathway == "rapid_response")
    assert (urgent[12] + urgent[1]) / 62 > (urgent[4] + urgent[5] + urgent[6]) / 91


def test_urgent_response_makes_as_many_contacts_for_each_referral_as_nationally() -> None:
    ended = Episode.objects.filter(pathway="rapid_response", ended_at__isnull=False, first_contact_at__isnull=False)
    contacts = Visit.objects.filter(episode__in=ended, withdrawn_at=None).count()
    assert contacts / ended.count() == pytest.approx(2.27, abs=0.1)


def test_help_over_weeks_makes_as_many_contacts_a_month_as_in_south_east_london() -> None:
    visits = Visit.objects.filter(episode__pathway__in=THREE[1:], withdrawn_at=None)
    contacts: Counter[str] = Counter()
    people: dict[str, set[int]] = defaultdict(set)
    for started_at, person in visits.values_list("started_at", "episode__person_id"):
        month = f"{london_date(started_at):%Y-%m}"
        contacts[month] += 1
        people[month].add(person)
    whole_months = sorted(contacts)[1:-1]
    contacted = sum(len(people[month]) for month in whole_months)
    assert sum(contacts[month] for month in whole_months) / contacted == pytest.approx(3.55, abs=0.25)


def test_help_rarely_goes_on_beyond_six_weeks() -> None:
    ended = Episode.objects.filter(pathway__in=THREE[1:], ended_at__isnull=False, first_contact_at__isnull=False)
    over_six_weeks = sum(one.ended_at - one.first_contact_at > timedelta(weeks=6) for one in ended)
    assert 0 < over_six_weeks / ended.count() < 0.08


def test_what_follows_is_in_the_published_proportions() -> None:
    last = Visit.objects.filter(episode__pathway__in=THREE[1:], episode__ended_at__isnull=False)
    sequels = last.filter(recorded_at__lt=NOW).exclude(next_step="")
    none = sequels.filter(next_step="No further help needed.").count()
    long_term = sequels.filter(next_step="Long-term home care is arranged.").count()
    assert none / long_term == pytest.approx(79_545 / 37_245, rel=0.2)
    ended = Episode.objects.filter(pathway__in=THREE[1:], first_contact_at__isnull=False, ended_at__isnull=False)
    assert none / ended.count() == pytest.approx(79_545 / 225_070, abs=0.03)


def test_waits_before_the_joint_front_door_are_the_published_ones() -> None:
    seen = [one for one in referrals() if one.first_contact_at and one.received_at < BEGAN]
    reablement = [days_waited(one) for one in seen if one.pathway == "reablement" and one.ready_at is None]
    assert mean(reablement) == pytest.approx(8.7, abs=0.7)
    after_hospital = [
        response(Clock.TWO_DAYS, one.clock_start_at, one.first_contact_at)
        for one in seen
        if one.ready_at and one.clock == Clock.TWO_DAYS
    ]
    delayed = [one for one in after_hospital if not one.met]
    assert len(delayed) / len(after_hospital) == pytest.approx(0.236, abs=0.06)
    assert mean(one.midnights for one in delayed) == pytest.approx(8.72, abs=1.5)


def test_waits_fall_once_the_joint_front_door_has_settled() -> None:
    seen = [one for one in referrals() if one.first_contact_at and one.pathway == "reablement"]
    before = mean(days_waited(one) for one in seen if one.received_at < BEGAN)
    after = mean(days_waited(one) for one in seen if one.received_at > BEGAN + timedelta(days=60))
    assert after < before / 2


def test_falls_and_other_calls_are_admitted_as_rarely_as_published() -> None:
    ended = Episode.objects.filter(pathway="rapid_response", ended_at__isnull=False, first_contact_at__isnull=False)
    admitted = ended.filter(end_reason="admitted").count()
    assert admitted / ended.count() == pytest.approx(figure("admitted_from_urgent_response"), abs=0.02)


def test_every_source_that_nhs_england_names_refers() -> None:
    assert {one.source for one in referrals()} == set(Source.values)


def test_people_are_held_up_for_reasons_as_often_as_published() -> None:
    published = figure("delay_reasons")
    found = Counter(DelayReason.objects.values_list("code", flat=True))
    assert set(found) <= set(published)
    everything = found.total()
    assert everything > 60
    for code, weight in published.items():
        share = weight / sum(published.values())
        spread = (share * (1 - share) / everything) ** 0.5
        assert found[code] / everything == pytest.approx(share, abs=3.5 * spread), code


def test_people_live_where_the_national_audit_found_them_twelve_weeks_on() -> None:
    told = Counter(FollowUp.objects.filter(done_at__isnull=False).values_list("living_at", flat=True))
    published = figure("living_at_twelve_weeks")
    assert set(told) <= set(published)
    assert told["home"] / told.total() == pytest.approx(published["home"], abs=0.08)
    assert told["home"] + told["extra_care"] == pytest.approx(0.83 * told.total(), abs=0.08 * told.total())
