"""Four people go through their care from the first visit to the end, each by pointer, by keyboard alone, and without a
script. The pages are checked for accessibility where a pointer goes.

What comes before, from the call to the acceptance, is walked in `test_the_first_journey`.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from homeward.episodes.actions.hospital import choose_pathway, note_stay, say_ready
from homeward.episodes.models import Episode, FollowUp, Goal, HandOff, Stage
from homeward.episodes.verify import problems
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.browser.hands import Keyboard, Pointer
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]


@pytest.fixture(params=["pointer", "keyboard", "no script"])
def hand(request: pytest.FixtureRequest, check_accessibility: Callable[[Page], None]) -> Pointer:
    """Each way to use a page, one after the other."""
    if request.param == "no script":
        return Pointer(request.getfixturevalue("page_without_javascript"))
    page = request.getfixturevalue("page")
    return Keyboard(page) if request.param == "keyboard" else Pointer(page, check_accessibility)


@pytest.fixture
def become(hand: Pointer, sign_in: SignIn) -> Callable[[Member], None]:
    """Sign in, or change places with somebody else."""

    def do(member: Member) -> None:
        hand.page.context.clear_cookies()
        sign_in(hand.page, member)

    return do


def accepted(borough: Borough, pathway: str, **request: object) -> Episode:
    """Somebody the front door accepted half an hour ago."""
    now = timezone.now() - timedelta(minutes=30)
    referral = received(borough, now=now, needed_at=now, **request)
    accept(referral=referral, pathway=pathway, reason="Agreed with the team.", by=borough.coordinator, now=now)
    return Episode.objects.get()


def is_visited(hand: Pointer, what_happened: str) -> None:
    hand.choose("Saw them face to face")
    hand.write("What happened", what_happened)
    hand.press("Save the visit")
    hand.sees(what_happened)
    hand.look()


def wants(hand: Pointer, words: str) -> None:
    hand.follow("Goals", exact=True)
    hand.follow("Write down a goal")
    hand.write("What they want to be able to do", words)
    hand.choose("The person", exact=True)
    hand.press("Save the goal")
    hand.sees(words)
    hand.look()


def leaves(hand: Pointer, episode: Episode, sequel: str) -> None:
    hand.go(f"/episodes/{episode.pk}/leaving/plan")
    hand.write("What happens after we leave", "She has the number and will ring. Her niece comes on Sundays.")
    hand.choose("The person", exact=True)
    hand.press("Save")
    hand.follow("End this help")
    hand.choose("Help finished as planned")
    hand.press("Continue")
    hand.look()
    hand.choose(sequel)
    hand.press("End this help")
    hand.sees("has ended for Mabel Ashdown.")
    hand.look()
    assert Episode.objects.get().ended_at is not None
    assert FollowUp.objects.get().due_on == london_date(timezone.now()) + timedelta(days=84)
    assert list(problems()) == []


def test_a_fall_at_home(hand: Pointer, borough: Borough, become: Callable[[Member], None]) -> None:
    # given somebody who fell and is on the caseload of rapid response
    episode = accepted(borough, "rapid_response")
    become(borough.nurse)
    hand.go("/caseload")

    # when the nurse has been, asks about the fall once, and offers what may help
    hand.follow("Record a visit to Mabel Ashdown")
    is_visited(hand, "Helped up. No injury. Tea made.")
    hand.follow("Open their stay")
    hand.follow("Assessments", exact=True)
    hand.press("Begin: Falls assessment")
    hand.look()
    hand.choose_value("fell_past_year", "yes")
    hand.choose_value("unsteady", "yes")
    hand.write("What happened, each time?", "Slipped by the bed at four, no light on.")
    hand.press("Save and complete")
    hand.follow("All assessments")
    hand.pick("What they said to Strength and balance training", "Accepted")
    hand.press("Save the answer to Strength and balance training")
    hand.look()

    # and she says what she wants, and the next visit serves it
    wants(hand, "I want to stay in my own home.")
    hand.follow("Plan and visits", exact=True)
    hand.follow("Record a visit", exact=True)
    hand.choose("I want to stay in my own home.")
    is_visited(hand, "Walked to the bathroom with the frame.")

    # then goal and visit can be followed both ways, and she leaves well
    hand.follow("I want to stay in my own home.")
    hand.sees("Walked to the bathroom with the frame.")
    leaves(hand, episode, "Ended as planned, no further support needed")


def test_home_from_hospital_and_independent_again(
    hand: Pointer, borough: Borough, become: Callable[[Member], None]
) -> None:
    # given somebody who is ready to leave hospital
    episode, now = accepted(borough, "supported_discharge"), timezone.now()
    stay = note_stay(
        episode=episode,
        hospital="Riverside",
        admitted_on=london_date(now) - timedelta(days=6),
        by=borough.head,
        now=now,
    )
    say_ready(stay=stay, ready_on=london_date(now) - timedelta(days=1), by=borough.head, now=now)
    choose_pathway(stay=stay, pathway=1, destination="home_recovery", by=borough.head, now=now)

    # when the first visit is booked before she leaves, and somebody is there
    become(borough.head)
    hand.go(f"/episodes/{episode.pk}/hospital")
    hand.press("Book the visit")
    hand.press("They have left hospital")
    hand.look()
    hand.press("Save that they left")
    hand.sees("The first visit was booked before they left.")
    hand.go(f"/episodes/{episode.pk}/visits/new")
    is_visited(hand, "Met her at home. Heating on, milk in the fridge.")

    # and she moves on to reablement, which does not ask her story again
    hand.go(f"/episodes/{episode.pk}/move")
    hand.choose("Reablement, Riverside Council")
    hand.write("Why do they move on?", "Home and safe. Wants to do her own breakfast.")
    hand.pick("Who owns their help from now on?", "Reablement, Riverside Council")
    hand.press("Move to this stage")
    hand.sees("moved on to Reablement")
    become(borough.reablement_worker)
    hand.go(f"/episodes/{episode.pk}")
    wants(hand, "I want to make my own breakfast.")

    # and visits come every morning, and then shrink as she does more
    hand.follow("Plan and visits", exact=True)
    hand.follow("Plan regular visits")
    hand.write("What are the visits for?", "Breakfast together")
    hand.choose("I want to make my own breakfast.")
    hand.press("Plan these visits")
    hand.sees("5 hr 15 min")
    hand.follow("Fewer or more: Breakfast together")
    hand.write("From which day on", f"{london_date(now):%d %m %Y}")
    hand.write("Why", "She does more herself.")
    for day in ("Tuesday", "Thursday", "Saturday", "Sunday"):
        hand.leave_out(day)
    hand.write("Minutes each visit takes", "30")
    hand.press("Change the visits")
    hand.sees("1 hr 30 min")
    hand.look()

    # and she reaches her goal, and needs nobody
    hand.go(f"/goals/{Goal.objects.get().pk}")
    hand.choose("As hoped", exact=True)
    hand.press("Save the rating")
    leaves(hand, episode, "Ended as planned, no further support needed")
    assert [stage.pathway for stage in Stage.objects.all()] == ["supported_discharge", "reablement"]
    assert not episode.series.filter(ended_on=None).exists()


def test_a_carer_who_cannot_go_on(hand: Pointer, borough: Borough, become: Callable[[Member], None]) -> None:
    # given somebody whose daughter cannot go on, seen by rapid response
    episode = accepted(borough, "rapid_response", need="carer_breakdown")
    become(borough.nurse)
    hand.go(f"/episodes/{episode.pk}/visits/new")
    is_visited(hand, "Rose has not slept for three nights.")

    # when the nurse asks once, and hands over to a social worker together
    hand.follow("Open their stay")
    hand.follow("Assessments", exact=True)
    hand.press("Begin: Whole-person assessment")
    hand.write("What matters most to you now?", "That Rose gets her life back.")
    hand.press("Save and complete")
    hand.go(f"/episodes/{episode.pk}/move")
    hand.choose("Urgent social work, Riverside Council")
    hand.write("Why do they move on?", "Her daughter cannot go on, and a decision is needed now.")
    hand.pick("Who owns their help from now on?", "Urgent social work, Riverside Council")
    hand.press("Move to this stage")
    hand.sees("moved on to Urgent social work")

    # then the social worker reads the answers, says that nothing was told twice, and arranges care
    become(borough.head)
    hand.go(f"/episodes/{episode.pk}")
    hand.follow("Answer whether they told their story again")
    hand.choose("No", exact=True)
    hand.press("Save")
    hand.follow("Assessments", exact=True)
    hand.sees("Whole-person assessment")
    wants(hand, "I want Rose to have a night's sleep.")
    hand.go(f"/episodes/{episode.pk}/leaving")
    hand.follow("Ask for care after our help")
    hand.pick("Kind of care", "Unpaid carer sitting service")
    hand.write("Hours a week", "6")
    hand.write("Needed from", f"{london_date(timezone.now()):%d %m %Y}")
    hand.write("Who is asked", "Carers' Kitchen Table")
    hand.choose("Council")
    hand.press("Ask for this care")
    hand.look()
    leaves(hand, episode, "Other short-term support")
    assert HandOff.objects.get().told_again == "no"


def test_a_step_up_to_the_home_ward_and_its_end(
    hand: Pointer, borough: Borough, become: Callable[[Member], None]
) -> None:
    # given somebody whom rapid response has seen, and who gets worse
    episode = accepted(borough, "rapid_response")
    become(borough.head)
    hand.go(f"/episodes/{episode.pk}/visits/new")
    is_visited(hand, "Breathless. Needs oxygen, wants to stay at home.")

    # when she is admitted to the ward at home, and looked over
    hand.go(f"/episodes/{episode.pk}/ward")
    hand.follow("Admit to the @home ward")
    hand.write("Why", "Oxygen and close watching, which can be given at home.")
    hand.choose("Step up, from this service or a community team")
    hand.write("Senior clinician", "Dr Example")
    hand.press("Admit to the ward")
    hand.look()
    hand.sees("Senior reviews (0)")
    hand.write("Who looked over them", "Dr Example")
    hand.choose("Ready to leave the service")
    hand.write("plan", "Oxygen down, walking about. Home care goes on.")
    hand.press("Save the review")
    hand.sees("Senior reviews (1)")
    hand.go("/home-ward")

    # then she leaves with a plan
    leaves(hand, episode, "Ended as planned, no further support needed")
    assert [stage.pathway for stage in Stage.objects.all()] == ["rapid_response", "home_ward"]
