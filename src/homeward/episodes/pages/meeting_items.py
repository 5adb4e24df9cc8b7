"""One person at a team meeting: what was said and decided, who disagrees, and what is to be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.episodes.actions import deciding, following
from homeward.episodes.actions import meeting as meeting_actions
from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.models.meetings import MeetingItem
from homeward.episodes.pages.meeting_forms import ActionEndForm, ActionForm, DissentForm, WhyForm, WriteForm, chosen
from homeward.episodes.pages.opening import show_episode
from homeward.episodes.queries import meetings as queries
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Member, Team
from homeward.partnership.queries import members_of
from homeward.partnership.rules import Capability

HERE = "meetings"
FIELD_OF: dict[type[ValueError], str] = {
    following.NotATeamOfTheMeeting: "team",
    following.OwnerIsNotInTheTeam: "owner",
    following.DueInThePast: "due_on",
    deciding.NoQuorum: "decision",
}
"""Which field a refusal is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a page about one person at a meeting is made of: the place on the list, the forms, and who may do things."""

    item: MeetingItem
    teams: list[Team]
    members: list[Member]
    forms: dict[str, Form]


@needs(Capability.SEE_CASELOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One person on a meeting's list: written by whoever is there, while the others read it."""
    viewer, now = viewer_of(request), timezone.now()
    item = queries.item_seen_by(viewer, pk)
    if item is None:
        raise Http404
    talk = _talk(request, item, now)
    if request.method == "POST":
        return _write(request, talk, now)
    return _show(request, talk, now)


def _talk(request: HttpRequest, item: MeetingItem, now: datetime) -> Talk:
    typed = typed_in(request)
    teams = list(item.meeting.teams.all())
    members = members_of(team.pk for team in teams)
    do = typed.get("do", "") if typed else ""
    return Talk(
        item=item,
        teams=teams,
        members=members,
        forms={
            "write": WriteForm(typed if do == "write" else None, item=item),
            "dissent": DissentForm(typed if do == "dissent" else None),
            "action": ActionForm(
                typed if do == "action" else None, teams=teams, members=members, today=london_date(now)
            ),
            "off": WhyForm(typed if do == "off" else None),
        },
    )


@needs(Capability.RECORD_CARE)
def _write(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    do, viewer = request.POST.get("do", ""), viewer_of(request)
    form = talk.forms.get(do)
    if form is None:
        return redirect("meeting_item", pk=talk.item.pk)
    if form.is_valid():
        try:
            said = WRITES[do](talk, viewer, now)
        except deciding.WrittenMeanwhile as refused:
            _show_both(form, talk.item, refused)
        except NothingWritten as refused:
            form.add_error(
                next(name for name, field in form.fields.items() if not field.widget.is_hidden), str(refused)
            )
        except ValueError as refused:
            form.add_error(FIELD_OF.get(type(refused)), str(refused))
        else:
            messages.success(request, said)
            return _onwards(request, talk.item, do)
    return _show(request, talk, now, problem=form)


def _said(talk: Talk, viewer: Member, now: datetime) -> str:
    form = talk.forms["write"]
    assert isinstance(form, WriteForm)
    said, item, opened = form.cleaned_data, talk.item, form.opened
    if not said["decision"] and not item.decision and not opened.get("decision"):
        deciding.discuss(item=item, discussion=said["discussion"], opened=opened, by=viewer, now=now)
        return "What was said was saved. Nothing is decided yet."
    deciding.decide(
        item=item, discussion=said["discussion"], decision=said["decision"], opened=opened, by=viewer, now=now
    )
    return f"The decision about {item.episode.person.full_name} was saved."


def _disagreed(talk: Talk, viewer: Member, now: datetime) -> str:
    deciding.dissent(item=talk.item, by=viewer, now=now, **talk.forms["dissent"].cleaned_data)
    return "It was saved beside the decision."


def _to_be_done(talk: Talk, viewer: Member, now: datetime) -> str:
    said = talk.forms["action"].cleaned_data
    team, owner = chosen(talk.teams, said["team"]), chosen(talk.members, said["owner"])
    following.add_action(
        item=talk.item, what=said["what"], team=team, owner=owner, due_on=said["due_on"], by=viewer, now=now
    )
    return f"{team} finds it among what it has to do."


def _off(talk: Talk, viewer: Member, now: datetime) -> str:
    meeting_actions.take_off(item=talk.item, why=talk.forms["off"].cleaned_data["why"], by=viewer, now=now)
    return f"{talk.item.episode.person.full_name} was taken off the list."


WRITES: dict[str, Callable[[Talk, Member, datetime], str]] = {
    "write": _said,
    "dissent": _disagreed,
    "action": _to_be_done,
    "off": _off,
}
"""What each form of the page does; each says what was done."""


def _show_both(form: Form, item: MeetingItem, refused: deciding.WrittenMeanwhile) -> None:
    """Say what somebody else wrote beside what was typed, so that neither is lost."""
    assert isinstance(form, WriteForm)
    typed = {field: form.cleaned_data[field] for field in deciding.WRITTEN}
    form.add_error(None, f"{refused} What you typed is still here. Put both together, then save again.")
    for field, said in refused.fields.items():
        form.add_error(field, f"{deciding.WRITTEN[field]} is now: {said}" if said else "It is now empty.")
    item.refresh_from_db()
    form.opened_again(item, typed)


def _onwards(request: HttpRequest, item: MeetingItem, do: str) -> HttpResponse:
    """To the next person on the list where that was asked for, and back to the meeting after the last."""
    if do == "off":
        return redirect("team_meeting", pk=item.meeting_id)
    if request.POST.get("then") != "next":
        return redirect("meeting_item", pk=item.pk)
    _, following_one, _ = _around(viewer_of(request), item)
    return redirect("meeting_item", pk=following_one) if following_one else redirect("team_meeting", pk=item.meeting_id)


def _around(viewer: Member, item: MeetingItem) -> tuple[int | None, int | None, tuple[int, int]]:
    """Who comes before and after somebody on the list, and which of how many they are."""
    order = queries.order_of(viewer, item.meeting)
    if item.pk not in order:
        return None, None, (0, len(order))
    place = order.index(item.pk)
    before = order[place - 1] if place else None
    return before, next(iter(order[place + 1 :]), None), (place + 1, len(order))


def _show(request: HttpRequest, talk: Talk, now: datetime, problem: Form | None = None) -> HttpResponse:
    viewer, item = viewer_of(request), talk.item
    before, after, place = _around(viewer, item)
    earlier = [one for one in queries.discussions_of(viewer, item.episode) if one.pk != item.pk]
    return show_episode(
        request,
        "episodes/meeting_item.html",
        item.episode,
        here=HERE,
        now=now,
        problem=problem is not None,
        form=problem,
        item=item,
        meeting=item.meeting,
        forms=talk.forms,
        reasons=queries.reasons_in_words(item),
        missing=queries.missing_now(item.meeting),
        asked=queries.asked(item.actions.all(), london_date(now)),
        previous_item=before,
        next_item=after,
        place=place,
        earlier=[one for one in earlier if one.decision or one.discussion][:3],
        open=item.meeting.closed_at is None and item.taken_off_at is None,
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Something a meeting asked for: say that it is done, or not needed any more."""
    viewer, now = viewer_of(request), timezone.now()
    action = queries.action_seen_by(viewer, pk)
    if action is None:
        raise Http404
    form = ActionEndForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            if form.cleaned_data["how"] == "done":
                following.finish_action(action=action, came_of_it=words, by=viewer, now=now)
            else:
                following.drop_action(action=action, why=words, by=viewer, now=now)
        except NothingWritten as refused:
            form.add_error("words", str(refused))
        except following.AlreadyFinished as refused:
            form.add_error(None, str(refused))
            action = queries.action_seen_by(viewer, pk) or action
        else:
            messages.success(request, f"“{action.what}” was saved as finished.")
            return redirect("team_meetings")
    [one] = queries.asked([action], london_date(now))
    return show_episode(
        request,
        "episodes/meeting_action.html",
        action.item.episode,
        here=HERE,
        now=now,
        problem=bool(form.errors),
        form=form,
        one=one,
        meeting=action.item.meeting,
    )


urlpatterns: list[URLPattern] = [
    path("team-meetings/people/<int:pk>", meeting_item, name="meeting_item"),
    path("team-meetings/actions/<int:pk>", meeting_action, name="meeting_action"),
]
