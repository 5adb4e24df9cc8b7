"""The person's own copy of what was agreed: to print in their words, and to note that they got it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from homeward.episodes.actions.copies import NothingToGive, give_copy
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages.goal_forms import CopyForm
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries.copies import copy_for
from homeward.episodes.rules import copy_words
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability


@needs(Capability.SEE_RECORD)
@require_safe
def episode_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's own copy, to print; `large=1` is in large print."""
    kept = typed_in(request)
    large = bool(request.GET.get("large"))
    form = CopyForm(kept, initial={"large_print": large, "how": "printed"})
    return _show(request, episode_or_404(request, pk), form, large=large)


@needs(Capability.RECORD_CARE)
@require_POST
def copy_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the person got their copy."""
    episode, form = episode_or_404(request, pk), CopyForm(request.POST)
    if form.is_valid():
        try:
            give_copy(episode=episode, by=viewer_of(request), now=timezone.now(), **form.cleaned_data)
        except (EpisodeClosed, NothingToGive) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Written down: {episode.person.full_name} has their own copy.")
            return redirect("goals", pk=pk)
    return _show(request, episode, form, large=bool(request.POST.get("large_print")))


def _show(request: HttpRequest, episode: Episode, form: CopyForm, *, large: bool) -> HttpResponse:
    now = timezone.now()
    copy = copy_for(viewer_of(request), episode, now=now)
    if copy is None:
        raise Http404
    return show_episode(
        request,
        "episodes/person_copy.html",
        episode,
        here="copy",
        now=now,
        copy=copy,
        large=large,
        words=copy_words,
        form=form,
        problem=bool(form.errors),
    )


urlpatterns: list[URLPattern] = [
    path("episodes/<int:pk>/copy", episode_copy, name="episode_copy"),
    path("episodes/<int:pk>/copy/given", copy_give, name="copy_give"),
]
