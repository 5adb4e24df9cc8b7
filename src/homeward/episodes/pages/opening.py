"""What every page about one episode begins with: may the viewer see it, and who looked is written down."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from homeward.episodes.models.episode import Episode
from homeward.episodes.pages.sections import sections_of
from homeward.episodes.queries.care import episodes_seen_by
from homeward.kit.london import london_date
from homeward.kit.weeks import age_on
from homeward.partnership.access import viewer_of
from homeward.partnership.rules import Capability
from homeward.pathways.queries import pathway_name
from homeward.people.actions import note_looked


def episode_or_404(request: HttpRequest, pk: int) -> Episode:
    """The episode, with person, team and opener, for those with a reason to see the person; Http404 for all others."""
    found = episodes_seen_by(viewer_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def show_episode(
    request: HttpRequest,
    template: str,
    episode: Episode,
    *,
    here: str,
    now: datetime | None = None,
    problem: bool = False,
    **more: Any,
) -> HttpResponse:
    """Render a page about an episode in its frame; `here` is the section it belongs to, `problem` answers with 422.

    The template extends `episodes/base.html` and finds `episode`, `person`, `pathway_name`, `sections`, `now`, `today`,
    `may_record` (may the viewer write) and what is given as `more`.
    """
    viewer, now = viewer_of(request), now or timezone.now()
    note_looked(viewer=viewer, people=[episode.person], route=f"episode_{here}", now=now)
    today, born_on = london_date(now), episode.person.born_on
    context = {
        "episode": episode,
        "person": episode.person,
        "age": age_on(born_on, today) if born_on else None,
        "pathway_name": pathway_name(episode.model_version, episode.pathway),
        "sections": sections_of(viewer, episode, here),
        "now": now,
        "today": today,
        "may_record": viewer.may(Capability.RECORD_CARE),
        "problem": problem,
        **more,
    }
    return render(request, template, context, status=422 if problem and request.method == "POST" else 200)
