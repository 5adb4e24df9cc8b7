"""The made-up borough is safe to show, keeps every promise of the service, and has something of everything today."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from homeward.demo.making import made
from homeward.demo.writing import Written
from homeward.episodes import verify as episodes_verify
from homeward.episodes.models import Visit
from homeward.exchange import verify as exchange_verify
from homeward.exchange.models import Message, Sender
from homeward.kit import nhs_number
from homeward.kit.london import LONDON
from homeward.kit.whereabouts import WITHHELD
from homeward.partnership.models import Member, Organisation, Team
from homeward.partnership.rules import Role
from homeward.pathways.reading import agreed_versions
from homeward.people.models import Person
from homeward.referrals import verify as referrals_verify
from homeward.referrals.models import Decision, Referral, ReferrerAnswer
from homeward.referrals.queries import IS_OPEN, STATE_FILTERS
from homeward.referrals.rules.clocks import Clock, response
from homeward.referrals.rules.state import OPEN_STATES, DecisionKind, State
from tests.demo.conftest import NOW, SEED

pytestmark = pytest.mark.usefixtures("borough")

DRAMA = re.compile(r"020 7946 0\d{3}")


def test_every_promise_of_every_room_holds() -> None:
    found = [*referrals_verify.problems(), *episodes_verify.problems(), *exchange_verify.problems_at(NOW)]
    assert found == []
    connection.check_constraints()


def test_every_nhs_number_is_valid_in_the_test_range_and_held_once() -> None:
    numbers = [number for number in Person.objects.values_list("nhs_number", flat=True) if number]
    assert len(numbers) == len(set(numbers)) > 4000
    assert [number for number in numbers if not (number.startswith("999") and nhs_number.is_valid(number))] == []


def test_every_phone_number_is_one_kept_for_drama() -> None:
    texts = [*Person.objects.values_list("phone", "carer"), *Referral.objects.values_list("referrer_phone", "reason")]
    phones = [found for row in texts for text in row for found in re.findall(r"\b0[\d ]{8,}", text)]
    assert len(phones) > 5000
    assert [phone for phone in phones if not DRAMA.fullmatch(phone.strip())] == []


def test_every_postcode_is_in_a_district_to_which_no_letter_can_be_sent() -> None:
    districts = Counter(code.split()[0] for code in Person.objects.values_list("postcode", flat=True) if code)
    assert set(districts) == {"SE31", "SE32"}


def test_the_partners_are_those_of_the_real_thing() -> None:
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds["gp_practice"] == 6
    assert kinds["voluntary"] == 2
    assert all(kinds[kind] == 1 for kind in ("nhs_trust", "council", "icb", "ambulance"))
    assert kinds["care_home"] == 3
    owners = {pathway.owner for model in agreed_versions() for pathway in model.pathways}
    assert set(Team.objects.values_list("code", flat=True)) == owners | {"front-door"}


def test_about_sixty_members_none_with_a_password_and_every_role_may_be_tried() -> None:
    members = list(Member.objects.all())
    assert 55 <= len(members) <= 65
    assert not any(member.has_usable_password() for member in members)
    tried = [member for member in members if member.demo_sign_in]
    assert {member.role for member in tried} == set(Role)
    assert set(Team.objects.filter(members__in=tried).values_list("code", flat=True)) == set(
        Team.objects.values_list("code", flat=True)
    )


def test_something_is_open_in_every_state_and_for_every_team() -> None:
    waiting = Referral.objects.filter(IS_OPEN)
    assert 55 <= waiting.count() <= 95
    for state in OPEN_STATES:
        assert waiting.filter(STATE_FILTERS[state]).count() >= 5
    owners = set(waiting.values_list("owning_team__code", flat=True))
    came_by_stage = {"home-ward"}
    assert owners == set(Team.objects.values_list("code", flat=True)) - came_by_stage
    in_triage = waiting.filter(STATE_FILTERS[State.WAITING_FOR_TRIAGE])
    assert 1 <= in_triage.filter(breach_at__lt=NOW).count() <= 2
    assert in_triage.filter(due_at__lt=NOW, breach_at__gt=NOW).exists()


def test_somebody_still_waits_to_be_told_and_an_address_must_not_be_shown() -> None:
    assert 3 <= ReferrerAnswer.objects.filter(given_at=None).count() <= 20
    assert Referral.objects.filter(IS_OPEN, person__restricted=True, location="").exists()
    flags = [flag["category"] for flags in Referral.objects.values_list("flags", flat=True) for flag in flags]
    assert {"Scene safety", "Safeguarding"} <= set(flags)
    assert Person.objects.exclude(needs_when_contacted="").exclude(carer="").exists()


def test_the_words_are_many() -> None:
    assert len(set(Referral.objects.values_list("reason", flat=True))) > 1000
    assert len(set(Referral.objects.values_list("what_matters", flat=True))) > 80
    withheld = Referral.objects.filter(person__restricted=True, reason__contains=WITHHELD)
    assert not Referral.objects.filter(reason__regex=r"[\[\]{}|]").exclude(pk__in=withheld).exists()
    assert not Visit.objects.filter(what_happened__regex=r"[\[\]{}|]").exists()
    assert not Decision.objects.filter(reason__regex=r"[\[\]{}|]").exists()


def test_people_at_the_front_door_decide_in_every_way_and_sometimes_otherwise_than_suggested() -> None:
    kinds = Counter(Decision.objects.values_list("kind", flat=True))
    assert set(kinds) == set(DecisionKind)
    overrides = [
        decision for decision in Decision.objects.filter(kind="accept") if decision.suggested != decision.pathway
    ]
    assert 0.02 < len(overrides) / kinds["accept"] < 0.08
    assert all(decision.reason for decision in overrides)
    assert Referral.objects.filter(clock=Clock.TWO_HOURS_NOT_APPROPRIATE).exists()


def test_the_edges_of_the_clocks_are_there() -> None:
    known = Referral.objects.select_related("episode").filter(episode__first_contact_at__isnull=False)
    seen = known.filter(clock=Clock.TWO_HOURS)
    minutes = Counter(response(one.clock_code, one.clock_start_at, one.first_contact_at).minutes for one in seen)
    assert minutes[120]
    assert minutes[121]
    step_down = known.filter(clock=Clock.TWO_DAYS)
    shortest = {
        response(one.clock_code, one.clock_start_at, one.first_contact_at).midnights: one
        for one in step_down.order_by("-episode__first_contact_at")
        if one.first_contact_at - one.clock_start_at < timedelta(hours=48, minutes=3)
    }
    assert 2 in shortest
    over_a_change = [one for one in seen if _offset(one.clock_start_at) != _offset(one.first_contact_at)]
    assert {response(one.clock_code, one.clock_start_at, one.first_contact_at).minutes for one in over_a_change} >= {
        115,
        110,
    }
    assert Visit.objects.exclude(withdrawn_at=None).exists()
    assert Visit.objects.filter(kind="no_access").exists()


def _offset(moment: object) -> object:
    return moment.astimezone(LONDON).utcoffset()  # type: ignore[attr-defined]


def test_no_visit_is_before_help_was_needed_nor_in_the_future() -> None:
    for started, needed_from, recorded in Visit.objects.values_list(
        "started_at", "episode__needed_from", "recorded_at"
    ):
        assert needed_from <= started <= recorded <= NOW


def test_messages_came_from_the_ambulance_service_and_two_wait_to_be_sorted() -> None:
    assert Sender.objects.get().organisation.kind == "ambulance"
    taken = Message.objects.filter(referral__isnull=False).select_related("referral__person")
    assert taken.count() == 4
    assert all(message.referral.source == "ambulance_999" for message in taken)
    assert all(message.referral.reason and message.referral.location for message in taken)
    assert Message.objects.filter(referral=None, resolved_at=None).count() == 2
    assert ReferrerAnswer.objects.filter(channel="message", given_at=None).exists()


def test_the_database_is_marked_as_made_up(borough: Written) -> None:
    mark = made()
    assert mark is not None
    assert (mark.seed, mark.made_at, mark.referrals) == (SEED, NOW, borough.referrals)
