"""Team meetings: those to come and past ones, calling one, its list and who came, its minutes, and closing it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions import attending
from homeward.episodes.actions import meeting as actions
from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.meeting_holding import MeetingClosed
from homeward.episodes.models.meetings import Meeting
from homeward.episodes.pages import episode_meetings, meeting_items
from homeward.episodes.pages.meeting_forms import AttendForm, CallForm, chosen
from homeward.episodes.queries import meetings as queries
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Member
from homeward.partnership.queries import members_of, team_ids_of
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

FOLLOWED = timedelta(weeks=12)
"""How far back the list of meetings counts what became of actions."""
PER_PAGE = 20


@needs(Capability.SEE_CASELOAD)
@require_safe
def team_meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of the viewer's teams, what these are to do, and what became of what was asked."""
    viewer, now = viewer_of(request), timezone.now()
    found = queries.with_counts(queries.meetings_seen_by(viewer))
    past = found.filter(closed_at__isnull=False).order_by("-starts_at", "-pk")
    to_do = queries.actions_to_do(viewer, now)
    note_looked(viewer=viewer, people=[one.episode.person for one in to_do], route="team_meetings", now=now)
    context = {
        "coming": found.filter(closed_at=None).order_by("starts_at", "pk"),
        "past": Paginator(past, PER_PAGE).get_page(request.GET.get("page")),
        "to_do": to_do,
        "followed": queries.follow_through(viewer, now - FOLLOWED, now, now=now),
        "weeks": FOLLOWED.days // 7,
        "may_record": viewer.may(Capability.RECORD_CARE),
        "now": now,
        "today": london_date(now),
    }
    return render(request, "episodes/meetings.html", context)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_meeting_new(request: HttpRequest) -> HttpResponse:
    """Call a meeting: name, time, place, teams and chair."""
    viewer, now = viewer_of(request), timezone.now()
    may_meet = queries.teams_that_meet(now)
    members = [one for one in members_of(team.pk for team in may_meet) if one.may(Capability.RECORD_CARE)]
    own = set(team_ids_of(viewer))
    form = CallForm(typed_in(request), teams=may_meet, members=members, viewer=viewer, own=own)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            called = actions.call_meeting(
                title=said["title"],
                starts_at=said["starts_at"],
                place=said["place"],
                chair=chosen(members, said["chair"]),
                teams=[team for team in may_meet if str(team.pk) in said["teams"]],
                by=viewer,
                now=now,
            )
        except actions.NoTeams as refused:
            form.add_error("teams", str(refused))
        except actions.ChairIsNotInATeam as refused:
            form.add_error("chair", str(refused))
        except NothingWritten as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, "The meeting is called. Make its list now, or shortly before it begins.")
            return redirect("team_meeting", pk=called.pk)
    problem = request.method == "POST"
    context = {"form": form, "problem": problem}
    return render(request, "episodes/meeting_new.html", context, status=422 if problem else 200)


@needs(Capability.SEE_CASELOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def team_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: can it decide, who came, and its list in order with the reasons."""
    viewer, now = viewer_of(request), timezone.now()
    meeting = meeting_or_404(request, pk)
    members = members_of(team.pk for team in meeting.teams.all())
    typed = typed_in(request)
    form = AttendForm(typed if typed and typed.get("do") == "attend" else None, meeting=meeting, members=members)
    if request.method == "POST":
        return _write(request, meeting, form, members, now)
    return _show(request, "episodes/meeting.html", meeting, viewer, now, form=form)


@needs(Capability.RECORD_CARE)
def _write(
    request: HttpRequest, meeting: Meeting, form: AttendForm, members: list[Member], now: datetime
) -> HttpResponse:
    viewer = viewer_of(request)
    if request.POST.get("do") == "list":
        return _make_list(request, meeting, viewer, now)
    if form.is_valid() and _noted(form, meeting, members, viewer, now):
        messages.success(request, "Who came was saved.")
        return redirect("team_meeting", pk=meeting.pk)
    return _show(request, "episodes/meeting.html", meeting, viewer, now, form=form, problem=True)


def _make_list(request: HttpRequest, meeting: Meeting, viewer: Member, now: datetime) -> HttpResponse:
    try:
        new = len(actions.build_list(meeting=meeting, by=viewer, now=now))
    except (MeetingClosed, actions.NoTeams) as refused:
        messages.error(request, str(refused))
    else:
        many = f"{new} {'person was' if new == 1 else 'people were'} put on the list."
        messages.success(request, many if new else "Nobody new is to be put on the list.")
    return redirect("team_meeting", pk=meeting.pk)


def _noted(form: AttendForm, meeting: Meeting, members: list[Member], viewer: Member, now: datetime) -> bool:
    """Write down who came; False when the form must be mended first, and then it says what."""
    said = form.cleaned_data
    try:
        attending.note_attendance(
            meeting=meeting,
            role=said["role"],
            member=chosen(members, said["member"]),
            name=said["name"],
            present=said["present"] == "yes",
            by=viewer,
            now=now,
        )
    except NothingWritten as refused:
        form.add_error("member", str(refused))
    except (attending.RoleNotAgreed, attending.DecisionsRestOnThem, MeetingClosed) as refused:
        form.add_error(None, str(refused))
    return not form.errors


@needs(Capability.SEE_CASELOAD)
@require_safe
def team_meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting, to print."""
    meeting = meeting_or_404(request, pk)
    return _show(request, "episodes/meeting_minutes.html", meeting, viewer_of(request), timezone.now())


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_meeting_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a meeting, after saying whom nobody decided about and who will see whom no longer."""
    viewer, now = viewer_of(request), timezone.now()
    meeting = meeting_or_404(request, pk)
    if request.method == "POST":
        actions.close_meeting(meeting=meeting, by=viewer, now=now)
        messages.success(request, "The meeting is closed. Its minutes can be read and printed.")
        return redirect("team_meeting", pk=meeting.pk)
    return _show(request, "episodes/meeting_close.html", meeting, viewer, now)


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, for members of its teams; Http404 for all others."""
    found = queries.meetings_seen_by(viewer_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    template: str,
    meeting: Meeting,
    viewer: Member,
    now: datetime,
    *,
    problem: bool = False,
    **more: Any,
) -> HttpResponse:
    items = list(queries.items_of(viewer, meeting))
    on_list = [item for item in items if item.taken_off_at is None]
    came = queries.attendance_of(meeting)
    left = [] if meeting.closed_at else list(queries.left_undecided(meeting))
    route = template.removeprefix("episodes/").removesuffix(".html")
    note_looked(viewer=viewer, people=[item.episode.person for item in items], route=f"team_{route}", now=now)
    context = {
        "meeting": meeting,
        "items": on_list,
        "taken_off": [item for item in items if item.taken_off_at is not None],
        "unseen": queries.how_many_listed(meeting) - len(on_list),
        "undecided": [item for item in on_list if item.decided_at is None],
        "left": len(left),
        "roles": {role.code: role.name for role in queries.roles_of(meeting)},
        "came": came,
        "missing": queries.missing_now(meeting),
        "reasons": queries.reasons_in_words,
        "asked": lambda item: queries.asked(item.actions.all(), london_date(now)),
        "may_record": viewer.may(Capability.RECORD_CARE),
        "now": now,
        "today": london_date(now),
        "problem": problem,
        **more,
    }
    return render(request, template, context, status=422 if problem else 200)


urlpatterns: list[URLPattern] = [
    path("team-meetings", team_meetings, name="team_meetings"),
    path("team-meetings/new", team_meeting_new, name="team_meeting_new"),
    path("team-meetings/<int:pk>", team_meeting, name="team_meeting"),
    path("team-meetings/<int:pk>/minutes", team_meeting_minutes, name="team_meeting_minutes"),
    path("team-meetings/<int:pk>/close", team_meeting_close, name="team_meeting_close"),
    *meeting_items.urlpatterns,
    *episode_meetings.urlpatterns,
]
