"""Who may open what: a row for every address of the service, tried by every kind of viewer.

A new address without a row here fails. `may` get in; `hidden` are told that there is no such thing (404), because the
person is not theirs to know of; everyone else is refused (403); who is not signed in is sent to the door.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.goal_setting import set_goal
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.staging import hand_over
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.models import Episode, HandOff, Visit
from homeward.exchange.actions import arrived, take_in
from homeward.exchange.models import Message
from homeward.outcomes.collecting import underway
from homeward.partnership.models import Member, PhasedChange
from homeward.partnership.rules import Role
from homeward.referrals.actions import accept, decline
from homeward.referrals.models import Arrival, Referral, ReferrerAnswer
from homeward.voice.actions import say_and_do
from tests.support.assessed import assessed
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.changes import marked
from tests.support.leaving import about_to_leave
from tests.support.meetings import meeting_about
from tests.support.voice import form

EVERYONE = frozenset(
    {
        "coordinator",
        "nurse",
        "other_team",
        "head",
        "commissioner",
        "analyst",
        "referrer",
        "other_referrer",
        "privacy_officer",
        "outsider",
    }
)
"""Signed-in viewers. `other_team` is a practitioner of another provider, `other_referrer` of another practice, and
`outsider` a coordinator whose organisation does not provide the joint service."""
FRONT_DOOR = frozenset({"coordinator", "head"})
CARE = frozenset({"nurse", "head"})
PROVIDERS = frozenset({"coordinator", "nurse", "other_team", "head"})
NOBODY: frozenset[str] = frozenset()
OUTCOMES = frozenset({"head", "commissioner", "analyst"})
MARKERS = OUTCOMES - {"analyst"}


@dataclass(frozen=True)
class World:
    """One referral accepted for rapid response and seen by its nurse, and one from a GP practice, declined."""

    viewers: dict[str, Member]
    referral: Referral
    episode: Episode
    visit: Visit
    message: Message
    answer: ReferrerAnswer
    gp_answer: ReferrerAnswer
    hand_off: HandOff
    change: PhasedChange


@dataclass(frozen=True)
class Row:
    """One address: how it is asked for, who may, and from whom it is hidden."""

    route: str
    may: frozenset[str] = EVERYONE
    hidden: frozenset[str] = frozenset()
    method: str = "get"
    path: Callable[[World], list[Any]] = lambda world: []
    data: dict[str, str] = field(default_factory=dict)
    query: str = ""
    open_door: bool = False
    signed_out: int = 302


ROWS = (
    # the door
    Row("health", open_door=True),
    Row("signed_in", open_door=True),
    Row("accessibility", open_door=True),
    Row("account_login", open_door=True),
    Row(
        "demo_sign_in",
        may=frozenset(),
        hidden=EVERYONE,
        method="post",
        path=lambda w: [w.viewers["head"].pk],
        open_door=True,
        signed_out=404,
    ),
    Row("account_inactive", open_door=True),
    # one's own account
    Row("home"),
    Row("account_logout", method="post"),
    Row("account_change_password"),
    Row("account_reauthenticate"),
    # the front door
    Row("referral_new", may=PROVIDERS | {"referrer", "other_referrer", "outsider"}),
    Row("referral", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.referral.pk]),
    Row("referral_triage", may=FRONT_DOOR, path=lambda w: [w.referral.pk]),
    Row("referral_start", may=FRONT_DOOR, path=lambda w: [w.referral.pk]),
    Row("referral_decide", may=FRONT_DOOR, path=lambda w: [w.referral.pk, "reopen"]),
    Row("answer_given", may=FRONT_DOOR, method="post", path=lambda w: [w.referral.pk, w.answer.pk]),
    # the desk
    Row("worklist", may=FRONT_DOOR),
    Row("worklist_rows", may=FRONT_DOOR),
    Row("answers", may=FRONT_DOOR),
    Row("caseload", may=frozenset({"nurse", "other_team", "head"})),
    Row("record", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.referral.person.pk]),
    Row(
        "person_details", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.referral.person.pk]
    ),
    Row("own_referrals", may=frozenset({"referrer", "other_referrer"})),
    Row(
        "own_answer_read",
        may=frozenset({"referrer"}),
        hidden=frozenset({"other_referrer"}),
        method="post",
        path=lambda w: [w.gp_answer.pk],
    ),
    Row("visit_new", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("episode_end", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("visit_withdraw", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.visit.pk]),
    # leaving, and afterwards
    Row("leaving", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    *(
        Row(route, may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk])
        for route in ("leaving_plan", "leaving_outcome", "leaving_undo", "onward_new")
    ),
    Row("summary_edit", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk, "gp"]),
    Row(
        "summary_print",
        may=FRONT_DOOR | CARE,
        hidden=frozenset({"other_team"}),
        path=lambda w: [w.episode.summaries.get().pk],
    ),
    Row("summary_sent", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.summaries.get().pk]),
    Row(
        "onward_answer", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.onward_requests.get().pk]
    ),
    Row("onward_waiting", may=CARE | {"other_team"}),
    Row("follow_ups", may=CARE | {"other_team"}),
    Row("follow_up", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.follow_ups.get().pk]),
    # goals, and the person's own copy
    Row("goals", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("goal", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.goals.get().pk]),
    Row("goal_new", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    *(
        Row(route, may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.goals.get().pk])
        for route in ("goal_edit", "goal_end")
    ),
    *(
        Row(route, may=CARE, hidden=frozenset({"other_team"}), method="post", path=lambda w: [w.episode.goals.get().pk])
        for route in ("goal_rate", "goal_reopen", "goal_step_add")
    ),
    Row(
        "goal_step",
        may=CARE,
        hidden=frozenset({"other_team"}),
        method="post",
        path=lambda w: [w.episode.goals.get().pk, 1, "done"],
    ),
    Row("episode_copy", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("copy_give", may=CARE, hidden=frozenset({"other_team"}), method="post", path=lambda w: [w.episode.pk]),
    # assessments
    Row("assessments", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("assessment_begin", may=CARE, hidden=frozenset({"other_team"}), method="post", path=lambda w: [w.episode.pk]),
    Row("assessment_accept", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row(
        "assessments_compare",
        may=FRONT_DOOR | CARE,
        hidden=frozenset({"other_team"}),
        path=lambda w: [w.episode.pk],
        query="tool=cfs",
    ),
    Row("offer", may=CARE, hidden=frozenset({"other_team"}), method="post", path=lambda w: [w.episode.pk]),
    Row(
        "assessment",
        may=FRONT_DOOR | CARE,
        hidden=frozenset({"other_team"}),
        path=lambda w: [w.episode.assessments.filter(tool="falls").latest("pk").pk],
    ),
    Row(
        "assessment_withdraw",
        may=CARE,
        hidden=frozenset({"other_team"}),
        path=lambda w: [w.episode.assessments.filter(tool="falls").latest("pk").pk],
    ),
    # the plan of an episode
    Row("plan", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("plan_edit", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("plan_agree", may=CARE, hidden=frozenset({"other_team"}), method="post", path=lambda w: [w.episode.pk]),
    Row("series_new", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("series_pace", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.series.get().pk]),
    Row("series_end", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.series.get().pk]),
    Row(
        "step_drop",
        may=CARE,
        hidden=frozenset({"other_team"}),
        method="post",
        path=lambda w: [w.episode.series.get().steps.get().pk],
    ),
    Row("booking_new", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("booking_cancel", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.bookings.get().pk]),
    # the boards: names by relationship, the flow board as numbers only
    Row("team_board", may=frozenset({"nurse", "other_team", "head"})),
    Row("to_do", may=frozenset({"nurse", "other_team", "head"})),
    Row("flow", may=EVERYONE - {"referrer", "other_referrer", "privacy_officer"}),
    Row("flow_now", may=EVERYONE - {"referrer", "other_referrer", "privacy_officer"}),
    # the @home ward
    Row("ward_stay", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("ward_admit", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("home_ward", may=frozenset({"nurse", "other_team", "head"})),
    Row(
        "pathway_places",
        may=frozenset({"head"}),
        hidden=frozenset({"nurse", "other_team"}),
        path=lambda w: ["home_ward"],
    ),
    # the stay: stages, hand-offs, limits
    Row("limits", may=FRONT_DOOR),
    Row("episode", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    *(
        Row(route, may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk])
        for route in ("stage_move", "hand_over", "extend", "named_worker")
    ),
    Row("told_again", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk, w.hand_off.pk]),
    # team meetings: those of its teams, and of people they may see
    Row("team_meetings", may=frozenset({"nurse", "other_team", "head"})),
    Row("team_meeting_new", may=frozenset({"nurse", "other_team", "head"})),
    *(
        Row(route, may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [meeting_about(w.episode).meeting_id])
        for route in ("team_meeting", "team_meeting_minutes", "team_meeting_close")
    ),
    Row("meeting_item", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [meeting_about(w.episode).pk]),
    Row(
        "meeting_action",
        may=CARE,
        hidden=frozenset({"other_team"}),
        path=lambda w: [meeting_about(w.episode).actions.get().pk],
    ),
    Row("episode_meetings", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    # messages from other systems
    Row("messages", may=FRONT_DOOR),
    Row("message", may=FRONT_DOOR, path=lambda w: [w.message.pk]),
    Row("message_body", may=FRONT_DOOR, path=lambda w: [w.message.pk]),
    Row("message_retry", may=FRONT_DOOR, method="post", path=lambda w: [w.message.pk]),
    Row("message_resolve", may=FRONT_DOOR, method="post", path=lambda w: [w.message.pk]),
    # addresses for other systems: a member's sign-in is no key to them, only a sender's token is
    Row("fhir_metadata", open_door=True),
    Row("process_message", may=NOBODY, method="post", signed_out=401),
    Row("fhir_service_request", may=NOBODY, path=lambda w: [w.referral.reference], signed_out=401),
    Row("fhir_not_built", path=lambda w: ["Appointment"], open_door=True, signed_out=501),
    # coming home from hospital
    Row("coming_home", may=FRONT_DOOR | CARE | {"other_team"}),
    Row("hospital", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row("hospital_step", may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk, "stay"]),
    # how it was: asking, by relationship; answering, for whoever holds a code; the results as numbers
    Row("how_it_was", may=FRONT_DOOR | CARE, hidden=frozenset({"other_team"}), path=lambda w: [w.episode.pk]),
    Row(
        "how_it_was_record",
        may=CARE,
        hidden=frozenset({"other_team"}),
        path=lambda w: [w.episode.pk],
        query="audience=person&timing=during&mode=phone",
    ),
    Row("forms_returned", may=CARE | {"other_team"}),
    *(
        Row(route, may=CARE, hidden=frozenset({"other_team"}), path=lambda w: [_form(w)])
        for route in ("form_given", "form_paper", "form_returned")
    ),
    Row("say_code", open_door=True),
    Row("say_thanks", open_door=True),
    Row("say", path=lambda w: [_form(w)], open_door=True),
    Row("say_one", path=lambda w: [_form(w), 1], open_door=True),
    Row("say_last", path=lambda w: [_form(w)], open_door=True),
    Row("say_no", may=NOBODY, hidden=EVERYONE, method="post", path=lambda w: ["x"], open_door=True, signed_out=404),
    Row("staff_survey", may=PROVIDERS | {"privacy_officer"}),
    Row("staff_round_open", may=frozenset({"head"}), method="post"),
    Row("voice", may=OUTCOMES),
    Row("voice_comments", may=frozenset({"head"})),
    Row("we_did"),
    Row("we_did_new", may=frozenset({"head"})),
    Row("we_did_take_back", may=frozenset({"head"}), method="post", path=lambda w: [_entry(w)]),
    # what the partners agreed, and how it goes
    Row("service_model"),
    Row("outcomes", may=OUTCOMES),
    Row("outcomes_collect", may=OUTCOMES, method="post"),
    Row("outcomes_counting", may=OUTCOMES),
    Row("board_pack", may=OUTCOMES),
    Row("board_pack_docx", may=OUTCOMES),
    Row("board_pack_pdf", may=OUTCOMES),
    Row("exports", may=OUTCOMES),
    Row("export_numbers", may=OUTCOMES),
    Row("export_definitions", may=OUTCOMES),
    Row("definitions", may=EVERYONE),
    Row("export_dictionary", may=OUTCOMES),
    Row("public_picture", may=OUTCOMES),
    Row("public_picture_pdf", may=OUTCOMES),
    Row("outcome", may=OUTCOMES, path=lambda w: ["two_hour_response"]),
    Row("outcome_rows", may=frozenset({"head"}), path=lambda w: ["two_hour_response"], query="start=2026-03-02"),
    Row("outcome_change", may=OUTCOMES, path=lambda w: ["two_hour_response", w.change.pk]),
    Row("changes", may=OUTCOMES),
    Row("change", may=OUTCOMES, path=lambda w: [w.change.pk]),
    Row("change_new", may=MARKERS),
    Row("change_correct", may=MARKERS, path=lambda w: [w.change.pk]),
    Row("change_withdraw", may=MARKERS, path=lambda w: [w.change.pk]),
)


def every_route() -> Iterator[str]:
    def names(patterns: list[Any]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield pattern.name or str(pattern.pattern)

    return names(get_resolver().url_patterns)


def test_every_address_has_a_row() -> None:
    assert sorted({row.route for row in ROWS}) == sorted(set(every_route()))


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(underway, "COMMAND", ("true",))  # whoever may count need not wait here for a count
    borough = make_borough()
    referral = accept(
        referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW + timedelta(minutes=5)
    )
    visit = record_visit(
        episode=referral.episode,
        kind="face_to_face",
        started_at=NOW + timedelta(minutes=50),
        what_happened="Helped up; no injury.",
        by=borough.nurse,
        now=NOW + timedelta(minutes=80),
    )
    _planned(referral.episode, borough.nurse)
    set_goal(episode=referral.episode, words="My own tea.", agreed_with="person", by=borough.nurse, now=NOW)
    about_to_leave(referral.episode, by=borough.nurse, now=NOW + timedelta(minutes=85))
    there, back = borough.teams["supported-discharge"], borough.teams["rapid-response"]
    said: dict[str, Any] = {"episode": referral.episode, "why": "Her round.", "by": borough.nurse}
    hand_off = hand_over(to_team=there, now=NOW + timedelta(minutes=90), **said)
    hand_over(to_team=back, now=NOW + timedelta(minutes=95), **said)
    sent = received(
        borough,
        details={"family_name": "Bell", "nhs_number": "9990000026"},
        arrival=Arrival.WEB,
        source="gp",
        source_organisation=borough.organisations["gp"],
    )
    decline(referral=sent, reason="Lives elsewhere.", by=borough.coordinator, now=NOW + timedelta(minutes=9))
    assessed(referral.episode, by=borough.nurse, now=NOW + timedelta(minutes=80))
    return World(
        viewers=_viewers(borough),
        referral=referral,
        episode=referral.episode,
        visit=visit,
        message=take_in(arrived=arrived(b"not a message"), sender=None, now=NOW).message,
        answer=ReferrerAnswer.objects.get(decision__referral=referral),
        gp_answer=ReferrerAnswer.objects.get(decision__referral=sent),
        hand_off=hand_off,
        change=marked(borough.head),
    )


def _form(world: World) -> str:
    return form(world.episode, by=world.viewers["nurse"], now=timezone.now())


def _entry(world: World) -> int:
    head = world.viewers["head"]
    return say_and_do(said="Late.", done="Earlier.", since=NOW.date(), by=head, now=NOW).pk


def _planned(episode: Episode, by: Member) -> None:
    later, window = NOW + timedelta(days=1), {"window_from": time(8), "window_to": time(10)}
    book(episode=episode, what_for="First visit", from_at=later, to_at=later + timedelta(hours=2), by=by, now=NOW)
    add_series(episode=episode, what_for="Washing", from_on=NOW.date(), days=[1], minutes=30, by=by, now=NOW, **window)


def _viewers(borough: Borough) -> dict[str, Member]:
    outsider = Member.objects.create(
        username="olga-outsider", role=Role.COORDINATOR, organisation=borough.organisations["icb"]
    )
    outsider.teams.set(borough.teams.values())
    return {
        "coordinator": borough.coordinator,
        "nurse": borough.nurse,
        "other_team": borough.reablement_worker,
        "head": borough.head,
        "commissioner": borough.commissioner,
        "analyst": borough.analyst,
        "referrer": borough.gp,
        "other_referrer": borough.other_gp,
        "privacy_officer": borough.privacy_officer,
        "outsider": outsider,
    }


def asked(client: Client, row: Row, world: World) -> Any:
    path = reverse(row.route, args=row.path(world))
    return getattr(client, row.method)(f"{path}?{row.query}" if row.query else path, row.data)


def was_sent_to_the_door(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_each_viewer_gets_in_exactly_where_the_table_says(row: Row, world: World) -> None:
    wrong = []
    for name, viewer in world.viewers.items():
        client = Client()
        client.force_login(viewer)
        response = asked(client, row, world)
        status = response.status_code
        expected = "in" if name in row.may else "hidden" if name in row.hidden else "refused"
        answered = "in" if status < 500 or status == 501 else f"error {status}"
        found = {401: "refused", 403: "refused", 404: "hidden"}.get(status, answered)
        if expected != found:
            wrong.append(f"{name}: expected {expected}, found {found} ({status})")
    assert wrong == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_who_is_not_signed_in_is_sent_to_the_door(row: Row, world: World) -> None:
    response = asked(Client(), row, world)
    if row.open_door:
        assert response.status_code == (row.signed_out if row.signed_out != 302 else 200)
    elif row.signed_out == 302:
        assert was_sent_to_the_door(response), response.status_code
    else:
        assert response.status_code == row.signed_out


def test_a_deactivated_member_is_signed_out_at_once(world: World) -> None:
    client = Client()
    client.force_login(world.viewers["coordinator"])
    Member.objects.filter(pk=world.viewers["coordinator"].pk).update(is_active=False)
    assert was_sent_to_the_door(client.get(reverse("worklist")))
