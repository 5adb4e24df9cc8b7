"""Team meetings as a section of an episode: what was said about the person, what is to be done, asking for a talk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.meeting import request_discussion
from homeward.episodes.actions.meeting_holding import MeetingClosed
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.meetings import Meeting
from homeward.episodes.pages.meeting_forms import AskForm, chosen
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries import meetings as queries
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability


@needs(Capability.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def episode_meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the person was and will be talked about, what is to be done, and how to ask for it."""
    episode = episode_or_404(request, pk)
    coming = queries.open_meetings_about(viewer_of(request), episode)
    form = AskForm(typed_in(request), meetings=[(str(one.pk), _in_words(one)) for one in coming])
    if request.method == "POST":
        return _ask(request, episode, coming, form)
    return _show(request, episode, coming, form)


@needs(Capability.RECORD_CARE)
def _ask(request: HttpRequest, episode: Episode, coming: list[Meeting], form: AskForm) -> HttpResponse:
    if form.is_valid():
        meeting, words = chosen(coming, form.cleaned_data["meeting"]), form.cleaned_data["request"]
        try:
            request_discussion(
                meeting=meeting, episode=episode, request=words, by=viewer_of(request), now=timezone.now()
            )
        except NothingWritten as refused:
            form.add_error("request", str(refused))
        except (MeetingClosed, EpisodeClosed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{episode.person.full_name} is on the list of {_in_words(meeting)}.")
            return redirect("episode_meetings", pk=episode.pk)
    return _show(request, episode, coming, form)


def _show(request: HttpRequest, episode: Episode, coming: list[Meeting], form: AskForm) -> HttpResponse:
    viewer, now = viewer_of(request), timezone.now()
    talks = list(queries.discussions_of(viewer, episode))
    theirs = (
        set(queries.meetings_seen_by(viewer).filter(items__in=talks).values_list("pk", flat=True)) if talks else set()
    )
    actions = [action for item in talks for action in item.actions.all()]
    return show_episode(
        request,
        "episodes/episode_meetings.html",
        episode,
        here="meetings",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        coming=coming,
        talks=talks,
        theirs=theirs,
        reasons=queries.reasons_in_words,
        asked=queries.asked(sorted(actions, key=lambda one: (one.done_at is not None, one.due_on)), london_date(now)),
    )


def _in_words(meeting: Meeting) -> str:
    at = localtime(meeting.starts_at)
    return f"{meeting.title}, {at.day} {at:%b %Y, %H:%M}"


urlpatterns: list[URLPattern] = [path("episodes/<int:pk>/meetings", episode_meetings, name="episode_meetings")]
