"""Every page there is to look at, checked for accessibility, at 320 pixels too, and without a script."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.goal_setting import set_goal
from homeward.episodes.models import Episode
from homeward.exchange.actions import arrived, take_in
from homeward.partnership.actions import correct_change
from homeward.partnership.models import Member, PhaseSaid
from homeward.referrals.actions import accept, ask
from homeward.referrals.models import Arrival
from homeward.voice.actions import open_round, say_and_do
from homeward.voice.drafting import Said
from tests.support.assessed import assessed
from tests.support.borough import Borough, received
from tests.support.changes import marked, said_of_a_change
from tests.support.in_hospital import held_up_in_hospital
from tests.support.leaving import left_well
from tests.support.meetings import meeting_about
from tests.support.planned import planned
from tests.support.voice import AGREE, answered, form
from tests.support.ward import admitted, nurse_of_the_ward

SignIn = Callable[[Page, Member], None]


@pytest.fixture
def pages(borough: Borough) -> dict[str, list[str]]:
    """The addresses each member may open, in a borough where each has something on it."""
    now = timezone.now()
    seen = received(borough, now=now - timedelta(hours=3), needed_at=now - timedelta(hours=3), what_matters="My cat.")
    seen = accept(referral=seen, pathway="rapid_response", by=borough.coordinator, now=now - timedelta(hours=2))
    visit = record_visit(
        episode=seen.episode,
        kind="face_to_face",
        started_at=now - timedelta(hours=1),
        what_happened="Helped up. No injury.",
        by=borough.nurse,
        now=now,
    )
    goal = set_goal(episode=seen.episode, words="Feed my cat.", agreed_with="person", by=borough.nurse, now=now)
    held_up_in_hospital(seen.episode, by=borough.nurse, now=now)
    left = left_well(borough, at=now - timedelta(days=2), details={"family_name": "Okoro", "nhs_number": ""})
    sent = received(
        borough,
        now=now,
        needed_at=now,
        details={"family_name": "Bell", "nhs_number": ""},
        arrival=Arrival.WEB,
        source="gp",
        source_organisation=borough.organisations["gp"],
        flags=({"category": "Safeguarding", "code": "", "text": "Speak to him alone."},),
    )
    ask(referral=sent, question="Can he stand?", by=borough.coordinator, now=now)
    message = take_in(arrived=arrived(b'{"resourceType": "Patient"}'), sender=None, now=now).message
    return {
        "coordinator": [
            "/worklist",
            "/worklist/answers",
            "/worklist/limits",
            "/worklist?search=nobody",
            f"/referrals/{sent.pk}",
            f"/referrals/{sent.pk}/decide/redirect",
            f"/referrals/{seen.pk}",
            "/messages",
            f"/messages/{message.pk}",
            "/service-model",
            "/account/confirm",
        ],
        "nurse": [
            "/caseload",
            f"/people/{seen.person_id}",
            f"/people/{seen.person_id}/details",
            f"/episodes/{seen.episode.pk}/visits/new",
            *_leaving(seen.episode, left),
            f"/visits/{visit.pk}/withdraw",
            *(f"/episodes/{seen.episode.pk}{form}" for form in ("", "/move", "/hand-over", "/extend", "/worker")),
            "/coming-home",
            f"/episodes/{seen.episode.pk}/goals",
            f"/episodes/{seen.episode.pk}/goals/new",
            f"/goals/{goal.pk}",
            f"/goals/{goal.pk}/edit",
            f"/goals/{goal.pk}/end",
            f"/episodes/{seen.episode.pk}/copy",
            f"/episodes/{seen.episode.pk}/hospital",
            f"/episodes/{seen.episode.pk}/hospital/delay",
            f"/episodes/{seen.episode.pk}/hospital/pathway",
            f"/episodes/{seen.episode.pk}/hospital/leave",
            *_meeting_pages(seen.episode),
            *_assessments(seen.episode, borough.nurse),
            *planned(seen.episode, by=borough.nurse, now=now).addresses(),
            *_ward_and_boards(seen.episode, borough),
            *_how_it_was(seen.episode, borough),
        ],
        "gp": ["/my-referrals", "/referrals/new"],
        "commissioner": [
            *("/flow", "/outcomes", "/outcomes/board-pack", "/outcomes/for-everybody", "/outcomes/exports"),
            *(*_changes(borough), "/voice", "/voice?of=staff", "/voice/we-did"),
        ],
        "head": ["/voice", "/voice/comments", "/voice/we-did", "/voice/we-did/new"],
        "privacy_officer": ["/account/password"],
    }


def _ward_and_boards(episode: Episode, borough: Borough) -> list[str]:
    """The boards, the @home ward with somebody whose review is overdue, and the form to admit somebody."""
    nurse_of_the_ward(borough)
    stay = admitted(borough, number=7, at=timezone.now() - timedelta(hours=27))
    here = f"/episodes/{stay.stage.episode_id}/ward"
    return [
        *(here, f"{here}/admit", f"/episodes/{episode.pk}/ward", f"/episodes/{episode.pk}/ward/admit"),
        *("/home-ward", "/places/home_ward", "/team-board", "/team-board?team=rapid-response", "/to-do", "/flow"),
    ]


def _how_it_was(episode: Episode, borough: Borough) -> list[str]:
    """Asking how it was, giving a form, the staff round, and what was done; with enough answers to show."""
    now = timezone.now()
    for number in range(6):
        answered(episode, by=borough.nurse, now=now, said=Said(AGREE, f"Ring first. {number}"))
    say_and_do(said="You come late.", done="Rounds begin at 7.", since=now.date(), by=borough.head, now=now)
    open_round(by=borough.head, now=now)
    paper = form(episode, by=borough.nurse, now=now, by_post=True)
    address = form(episode, by=borough.nurse, now=now)
    here = f"/episodes/{episode.pk}/how-it-was"
    return [
        *(here, f"{here}/record?audience=person&timing=during&mode=phone&apart=on", "/voice/forms"),
        *(f"/voice/forms/{paper}{part}" for part in ("", "/paper", "/answers")),
        *(f"/voice/forms/{address}", "/voice/staff", "/voice/we-did"),
    ]


def _assessments(episode: Episode, by: Member) -> list[str]:
    """The pages of assessments, with scores before and after, answers to keep, and one from the hospital."""
    one = assessed(episode, by=by, now=timezone.now())
    here = f"/episodes/{episode.pk}/assessments"
    return [
        *(here, f"{here}/accept", f"{here}/accept?tool=barthel", f"{here}/compare?tool=cfs"),
        *(f"/assessments/{it.pk}" for it in (one.frailty, one.holistic, one.falls_done, one.falls_open, one.accepted)),
        f"/assessments/{one.falls_open.pk}/withdraw",
    ]


def _leaving(going_on: Episode, left: Episode) -> list[str]:
    """The pages of leaving, of help that goes on and of help that has ended."""
    request, follow_up = left.onward_requests.get(), left.follow_ups.get()
    summary = left.summaries.get(audience="person")
    parts = ("leaving", "leaving/plan", "leaving/onward", "end", "end?reason=declined", "end?reason=died")
    return [
        *(f"/episodes/{going_on.pk}/{part}" for part in parts),
        *(
            f"/episodes/{left.pk}/{part}"
            for part in ("leaving", "leaving/outcome", "leaving/undo", "leaving/summary/gp", "end")
        ),
        *(f"/summaries/{summary.pk}{part}" for part in ("", "?large=1", "/sent")),
        *("/onward", f"/onward/{request.pk}", "/follow-ups", f"/follow-ups/{follow_up.pk}"),
    ]


def _meeting_pages(episode: Episode) -> list[str]:
    """The pages about a team meeting with this person on its list."""
    item = meeting_about(episode)
    meeting = f"/team-meetings/{item.meeting_id}"
    return [
        *("/team-meetings", "/team-meetings/new", meeting, f"{meeting}/minutes", f"{meeting}/close"),
        f"/team-meetings/people/{item.pk}",
        f"/team-meetings/actions/{item.actions.get().pk}",
        f"/episodes/{episode.pk}/meetings",
    ]


def _changes(borough: Borough) -> list[str]:
    """The pages of what changed when, with a change that was phased in and corrected."""
    places = (PhaseSaid("RXX", date(2026, 2, 1)), PhaseSaid("North", date(2026, 4, 1)))
    change = marked(borough.head, phases=places)
    new = said_of_a_change(phases=places, title="One number for all")
    correct_change(change=change, said=new, why="A slip.", seen=0, by=borough.head, now=timezone.now())
    here = f"/changes/{change.pk}"
    return [
        "/changes",
        "/changes/new",
        here,
        f"{here}/correct",
        f"{here}/withdraw",
        f"/outcomes/two_hour_response/change/{change.pk}",
    ]


@pytest.mark.parametrize("who", ["coordinator", "nurse", "gp", "commissioner", "head", "privacy_officer"])
def test_each_page_breaks_no_accessibility_rule(
    page: Page,
    borough: Borough,
    pages: dict[str, list[str]],
    who: str,
    sign_in: SignIn,
    check_accessibility: Callable[[Page], None],
) -> None:
    sign_in(page, getattr(borough, who))
    for address in pages[who]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check_accessibility(page)


@pytest.mark.parametrize("who", ["coordinator", "nurse", "gp"])
def test_each_page_is_whole_without_a_script(
    page_without_javascript: Page, borough: Borough, pages: dict[str, list[str]], who: str, sign_in: SignIn
) -> None:
    page = page_without_javascript
    sign_in(page, getattr(borough, who))
    for address in pages[who]:
        answered = page.goto(address)
        assert answered is not None
        assert answered.status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Service model")).to_be_visible()
