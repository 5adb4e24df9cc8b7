"""Who sees which referrals, and what a search means."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import QuerySet

from homeward.partnership.models import Member
from homeward.people.models import Relationship
from homeward.referrals import actions
from homeward.referrals.models import Referral, ReferrerAnswer
from homeward.referrals.queries import (
    Filters,
    answer_of,
    answers_not_given,
    answers_to_organisation_of,
    counts_by_state,
    decisions_of,
    how_many_referrals,
    matches,
    notes_of,
    open_referrals,
    referrals_made_by_organisation_of,
    referrals_seen_by,
)
from homeward.referrals.rules.state import State
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def test_a_waiting_referral_is_seen_by_the_front_door_and_an_accepted_one_also_by_its_team(borough: Borough) -> None:
    waiting = received(borough)
    accepted = actions.accept(
        referral=received(borough, details={"nhs_number": ""}), pathway="rapid_response", by=borough.head, now=NOW
    )
    seen = {
        "coordinator": {waiting, accepted},
        "head": {waiting, accepted},
        "nurse": {accepted},
        "reablement_worker": set(),
        "commissioner": set(),
        "analyst": set(),
        "gp": set(),
        "other_gp": set(),
        "privacy_officer": set(),
    }
    for name, expected in seen.items():
        viewer: Member = getattr(borough, name)
        assert set(referrals_seen_by(viewer)) == expected, name
        assert set(open_referrals(viewer, Filters(), NOW)) == expected, name
        assert counts_by_state(viewer, NOW)["all"] == len(expected), name
        for referral in (waiting, accepted):
            assert notes_of(viewer, referral).exists() is (referral in expected), name
        assert decisions_of(viewer, accepted).exists() is (accepted in expected), name
        answer = ReferrerAnswer.objects.get()
        assert (answer_of(viewer, accepted, answer.pk) == answer) is (accepted in expected), name
        assert answer_of(viewer, waiting, answer.pk) is None


def test_a_reason_that_ended_shows_nothing_any_more(borough: Borough) -> None:
    received(borough)
    Relationship.objects.update(ended_at=LATER)
    assert not referrals_seen_by(borough.coordinator).exists()


def test_a_coordinator_whose_organisation_left_sees_nothing(borough: Borough) -> None:
    received(borough)
    borough.coordinator.organisation.takes_part = False
    assert not referrals_seen_by(borough.coordinator).exists()
    assert not answers_not_given(borough.coordinator).exists()


def test_a_referrer_sees_their_own_organisations_referrals_and_what_it_was_told(borough: Borough) -> None:
    own = received(borough, arrival="web", source="gp", source_organisation=borough.organisations["gp"])
    other = received(
        borough,
        details={"nhs_number": ""},
        arrival="web",
        source="gp",
        source_organisation=borough.organisations["other_gp"],
    )
    for referral in (own, other):
        actions.decline(referral=referral, reason="Lives elsewhere.", by=borough.coordinator, now=NOW)
    mine: list[tuple[Callable[[Member], QuerySet], Member, list[Referral]]] = [
        (referrals_made_by_organisation_of, borough.gp, [own]),
        (referrals_made_by_organisation_of, borough.other_gp, [other]),
        (referrals_made_by_organisation_of, borough.nurse, []),
        (referrals_made_by_organisation_of, borough.coordinator, []),
        (referrals_made_by_organisation_of, borough.analyst, []),
    ]
    for query, viewer, expected in mine:
        assert list(query(viewer)) == expected, viewer
    told = [answer.decision.referral for answer in answers_to_organisation_of(borough.gp)]
    assert told == [own]
    assert not answers_to_organisation_of(borough.coordinator).exists()
    assert referrals_made_by_organisation_of(borough.gp).get().last_answer.startswith(f"Your referral {own.reference}")


def test_the_last_answer_is_the_latest(borough: Borough) -> None:
    own = received(borough, arrival="web", source="gp", source_organisation=borough.organisations["gp"])
    actions.ask(referral=own, question="Can she stand?", by=borough.coordinator, now=NOW)
    actions.decline(referral=own, reason="Lives elsewhere.", by=borough.coordinator, now=NOW)
    assert "Lives elsewhere." in referrals_made_by_organisation_of(borough.gp).get().last_answer


def test_answers_wait_until_they_are_given_the_oldest_first(borough: Borough) -> None:
    first, second = received(borough), received(borough, details={"nhs_number": ""})
    actions.decline(referral=second, reason="Lives elsewhere.", by=borough.coordinator, now=NOW)
    actions.decline(referral=first, reason="Lives elsewhere.", by=borough.coordinator, now=LATER)
    waiting = answers_not_given(borough.coordinator)
    assert [answer.decision.referral for answer in waiting] == [second, first]
    actions.answer_given(answer=waiting[0], by=borough.coordinator, now=LATER)
    assert [answer.decision.referral for answer in answers_not_given(borough.head)] == [first]
    assert not answers_not_given(borough.nurse).exists()


def test_the_one_that_runs_out_first_is_at_the_top(borough: Borough) -> None:
    longer = received(borough, details={"nhs_number": ""}, answers={"help_within": "longer"})
    days = received(borough, details={"nhs_number": ""}, answers={"help_within": "two_days"})
    urgent = received(borough)
    assert list(open_referrals(borough.coordinator, Filters(), NOW)) == [urgent, longer, days]
    assert list(open_referrals(borough.coordinator, Filters(clock="06"), NOW)) == [days]
    assert list(open_referrals(borough.coordinator, Filters(team="front-door"), NOW)) == [urgent, longer, days]
    assert list(open_referrals(borough.coordinator, Filters(team="reablement"), NOW)) == []
    assert list(open_referrals(borough.coordinator, Filters(state=State.WAITING_FOR_REFERRER), NOW)) == []
    assert list(open_referrals(borough.coordinator, Filters(state="no such state"), NOW)) == [urgent, longer, days]
    assert list(open_referrals(borough.coordinator, Filters(pathway="reablement"), NOW)) == []
    soon = NOW + timedelta(hours=3)
    assert list(open_referrals(borough.coordinator, Filters(breached=True), soon)) == [urgent]
    assert counts_by_state(borough.coordinator, soon)["breached"] == 1


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ashdown", True),
        ("ASH", True),
        ("mab ash", True),
        ("ash mab", True),
        ("  ash   mab ", True),
        ("mabel bell", False),
        ("hdown", False),
        ("9990000018", True),
        ("999 000 0018", True),
        ("999-000-0018", True),
        ("999\u00a0000\u00a00018", True),
        ("9990000026", False),
        ("SE1 7EH", True),
        ("se17eh", True),
        ("SE1 8EH", False),
        ("%", False),
        ("_shdown", False),
        ("ash\0down", True),
        ("\0", True),
        ("hw-999999999999", False),
        ("' OR 1=1 --", False),
        ("HW-abc", False),
        ("99900000181", False),
    ],
)
def test_a_search_means_a_number_a_postcode_or_the_beginnings_of_names(
    borough: Borough, search: str, found: bool
) -> None:
    received(borough)
    assert open_referrals(borough.coordinator, Filters(search=search), NOW).exists() is found


def test_a_reference_is_found_as_people_say_it(borough: Borough) -> None:
    referral = received(borough)
    for said in (referral.reference, referral.reference.lower(), f"HW{referral.pk}", f" hw-{referral.pk} "):
        assert list(Referral.objects.filter(matches(said))) == [referral], said


@pytest.mark.parametrize("field", ["team", "clock", "pathway", "state", "search"])
def test_a_null_character_in_an_address_is_no_error(borough: Borough, field: str) -> None:
    received(borough)
    narrowed = open_referrals(borough.coordinator, Filters(**{field: "a\0b"}), NOW)
    assert list(narrowed) == ([] if field != "state" else list(Referral.objects.all()))


def test_how_many_there_are_is_a_number(borough: Borough) -> None:
    received(borough)
    assert how_many_referrals() == 1
