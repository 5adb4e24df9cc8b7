"""Verify finds each promise that is broken behind everyone's back, and says what to do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from homeward.episodes.actions import record_visit
from homeward.episodes.models import Episode
from homeward.partnership.models import Team
from homeward.people.models import Person, Relationship
from homeward.referrals import actions
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.verify import CHECKS, problems
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def referral(borough: Borough) -> Referral:
    """One referral of each sort stands beside the one that is broken."""
    actions.decline(referral=received(borough), reason="Lives elsewhere.", by=borough.coordinator, now=NOW)
    actions.ask(referral=received(borough), question="Can she stand?", by=borough.coordinator, now=NOW)
    other = actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    actions.reopen(referral=other, reason="Wrong pathway.", by=borough.coordinator, now=NOW)
    person = {"nhs_number": "", "family_name": "Bell"}
    return actions.accept(
        referral=received(borough, details=person), pathway="rapid_response", by=borough.coordinator, now=NOW
    )


def rules_broken() -> list[str]:
    found = list(problems())
    assert all(problem.room == "referrals" and problem.remedy.endswith(".") for problem in found)
    return [problem.rule for problem in found]


def end_relationships(referral: Referral) -> None:
    Relationship.objects.filter(person=referral.person).update(ended_at=LATER)


def lose_the_answer(referral: Referral) -> None:
    ReferrerAnswer.objects.filter(decision__referral=referral).delete()


def lose_the_decision(referral: Referral) -> None:
    Decision.objects.filter(referral=referral).delete()


def decide_something_else(referral: Referral) -> None:
    Decision.objects.filter(referral=referral).update(kind="decline", reason="No.")


def close_without_deciding(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(closed_at=LATER)


def change_the_owner(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(owning_team=Team.objects.get(code="front-door"))


def change_the_pathway(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(pathway="reablement")


def change_the_person(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(person=Person.objects.create(family_name="Croft", registered_at=NOW))


def change_the_start_of_the_clock(referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(clock_start_at=F("clock_start_at") - timedelta(minutes=1))


def end_the_episode(referral: Referral) -> None:
    Episode.objects.filter(pk=referral.episode_id).update(
        ended_at=LATER, ended_by=F("opened_by"), end_reason="completed"
    )


def put_back_to_triage_at_its_team(referral: Referral) -> None:
    end_the_episode(referral)
    Decision.objects.filter(referral=referral).update(kind="reopen", reason="Wrong.")
    Referral.objects.filter(pk=referral.pk).update(accepted_at=None, episode=None, pathway="")


def say_where_a_restricted_person_is(referral: Referral) -> None:
    Person.objects.filter(pk=referral.person_id).update(
        restricted=True, address="", postcode="", phone="", gp_practice=""
    )
    Referral.objects.filter(pk=referral.pk).update(location="9 Pretend Street")


def lose_the_note(referral: Referral) -> None:
    TriageNote.objects.filter(referral=referral).delete()


def leave_an_episode_behind(referral: Referral) -> None:
    episode = Episode.objects.get(pk=referral.episode_id)
    episode.pk = None
    episode.save()


SEES, ANSWERED, FOLLOWS, AGREE, WAITS, OWNED, WHERE, KEPT = (rule for rule, _, _ in CHECKS)
BELONGS = "An open episode belongs to a referral"


@pytest.mark.parametrize(
    ("breaking", "broken"),
    [
        (end_relationships, [SEES]),
        (lose_the_answer, [ANSWERED]),
        (lose_the_decision, [FOLLOWS]),
        (decide_something_else, [FOLLOWS]),
        (close_without_deciding, [FOLLOWS]),
        (change_the_owner, [AGREE]),
        (change_the_pathway, [AGREE]),
        (change_the_person, [SEES, AGREE]),
        (change_the_start_of_the_clock, [AGREE]),
        (end_the_episode, [WAITS]),
        (put_back_to_triage_at_its_team, [OWNED]),
        (say_where_a_restricted_person_is, [WHERE]),
        (lose_the_note, [KEPT]),
        (leave_an_episode_behind, [BELONGS]),
    ],
)
def test_a_broken_promise_is_found_and_nothing_else(
    referral: Referral, breaking: Callable[[Referral], None], broken: list[str]
) -> None:
    assert rules_broken() == []
    breaking(referral)
    assert rules_broken() == broken


def test_every_check_has_a_case_that_breaks_it() -> None:
    assert len({SEES, ANSWERED, FOLLOWS, AGREE, WAITS, OWNED, WHERE, KEPT}) == len(CHECKS)


def test_a_referral_seen_and_done_breaks_nothing(borough: Borough, referral: Referral) -> None:
    record_visit(
        episode=referral.episode,
        kind="face_to_face",
        started_at=LATER,
        what_happened="Saw.",
        by=borough.nurse,
        now=LATER,
    )
    assert rules_broken() == []
