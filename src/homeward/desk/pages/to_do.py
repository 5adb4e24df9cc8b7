"""To do: everything that falls due for the viewer's teams, overdue first."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.pages.paging import query_kept
from homeward.desk.to_do import KIND_NAMES, Kind, to_do
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.queries import team_ids_of
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

PER_PAGE = 50


@needs(Capability.SEE_CASELOAD)
@require_safe
def to_do_page(request: HttpRequest) -> HttpResponse:
    """The list, or one kind of it, a page at a time."""
    viewer, now = viewer_of(request), timezone.now()
    every = to_do(viewer, now)
    kind = request.GET.get("kind", "")
    shown = [task for task in every if task.kind == kind] if kind in set(Kind) else every
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    note_looked(viewer=viewer, people={task.person for task in page}, route="to_do", now=now)
    counts = Counter(task.kind for task in every)
    context = {
        "page": page,
        "query": query_kept(request),
        "everything": len(every),
        "overdue": sum(task.overdue(now) for task in every),
        "kinds": [(one, KIND_NAMES[one], counts[one]) for one in Kind if counts[one]],
        "kind": kind if kind in set(Kind) else "",
        "has_team": bool(team_ids_of(viewer)),
        "now": now,
    }
    return render(request, "desk/to_do.html", context)
