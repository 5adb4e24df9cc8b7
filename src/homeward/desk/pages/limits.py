"""Help that is near its limit or past it, whichever team has it, for those who look over the whole service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.pages.paging import page_of
from homeward.desk.wording import age_in_words
from homeward.episodes.queries.stages import near_their_limit, pathway_in_force
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

ROWS_ON_A_PAGE = 50


@needs(Capability.WORK_FRONT_DOOR)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Help near its limit or past it, and free weeks that end soon or are over; what is most overdue first."""
    viewer, now = viewer_of(request), timezone.now()
    page = page_of(request, near_their_limit(viewer, now), per_page=ROWS_ON_A_PAGE)
    note_looked(viewer=viewer, people=[row.episode.person for row in page], route="limits", now=now)
    rows = [(row, pathway_in_force(row.episode.model_version, row.episode.pathway)) for row in page]
    context = {
        "page": page,
        "rows": rows,
        "query": "",
        "now": now,
        "today": london_date(now),
        "age_in_words": age_in_words,
    }
    return render(request, "desk/limits.html", context)
