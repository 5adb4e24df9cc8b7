"""My caseload: who waits for a first visit, and who is being helped."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.pages.paging import page_of, query_kept
from homeward.desk.queries import caseload, how_many_on, with_referrals
from homeward.desk.wording import age_in_words
from homeward.episodes.rules import VISIT_KIND_NAMES
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.queries import team_ids_of, teams
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

PER_PAGE = 50


@needs(Capability.SEE_CASELOAD)
@require_safe
def caseload_page(request: HttpRequest) -> HttpResponse:
    """The people of the viewer's own teams, those still waiting first."""
    viewer, now = viewer_of(request), timezone.now()
    team, search = storable(request.GET.get("team", "")), storable(request.GET.get("search", "")).strip()[:120]
    found = caseload(viewer, team=team, search=search)
    how_many = how_many_on(found)
    page = page_of(request, found, per_page=PER_PAGE, how_many=how_many["waiting"] + how_many["helped"])
    people = with_referrals(viewer, list(page))
    note_looked(viewer=viewer, people=[one.person for one in people], route="caseload", now=now, searched_for=search)
    context = {
        "waiting": [one for one in people if one.episode.first_contact_at is None],
        "helped": [one for one in people if one.episode.first_contact_at is not None],
        "how_many": how_many,
        "teams": [one for one in teams() if one.pk in team_ids_of(viewer)],
        "team": team,
        "search": search,
        "page": page,
        "query": query_kept(request),
        "may_record": viewer.may(Capability.RECORD_CARE),
        "visit_kinds": VISIT_KIND_NAMES,
        "now": now,
        "today": london_date(now),
        "age_in_words": age_in_words,
    }
    return render(request, "desk/caseload.html", context)
