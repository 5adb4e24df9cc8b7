"""The one worklist of all four services: who waits, for what, which clock runs, when it runs out, who owns it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.pages.paging import page_of
from homeward.episodes.queries.stages import past_their_limit
from homeward.exchange.queries import how_many_wait
from homeward.kit.london import london_date
from homeward.kit.weeks import age_on
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.models import Member
from homeward.partnership.queries import teams
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import ServiceModel
from homeward.people.actions import note_looked
from homeward.referrals.models import Referral
from homeward.referrals.queries import Filters, answers_not_given, counts_by_state, open_referrals
from homeward.referrals.rules.clock_face import ClockFace
from homeward.referrals.rules.clocks import CLOCK_NAMES
from homeward.referrals.rules.state import OPEN_STATES, STATE_NAMES

ROWS_ON_A_PAGE = 50
REFRESH_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the worklist."""

    referral: Referral
    face: ClockFace
    state: str
    need: str
    pathway: str
    age: int | None
    overdue: bool


@needs(Capability.WORK_FRONT_DOOR)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """The whole page: counts, filters and rows."""
    viewer, now = viewer_of(request), timezone.now()
    model = service_model_on(london_date(now))
    filters = _filters(request.GET)
    counts = counts_by_state(viewer, now)
    everybody = counts["all"] if filters == Filters() else None
    context = {
        **_rows(request, viewer, filters, model, now, how_many=everybody),
        "filters": filters,
        "filtered": filters != Filters(),
        "counts": counts,
        "to_tell": answers_not_given(viewer).count(),
        "to_sort": how_many_wait(viewer),
        "past_limit": past_their_limit(viewer, now).count(),
        "teams": teams(),
        "states": [(state.value, STATE_NAMES[state]) for state in OPEN_STATES],
        "clocks": [(clock.value, name) for clock, name in CLOCK_NAMES.items()],
        "pathways": [(pathway.code, pathway.name) for pathway in model.pathways],
    }
    return render(request, "desk/worklist.html", context)


@needs(Capability.WORK_FRONT_DOOR)
@require_safe
def worklist_rows(request: HttpRequest) -> HttpResponse:
    """The rows alone, for the page that refreshes itself."""
    viewer, now = viewer_of(request), timezone.now()
    model = service_model_on(london_date(now))
    context = _rows(request, viewer, _filters(request.GET), model, now)
    return render(request, "desk/worklist_rows.html", context)


@needs(Capability.WORK_FRONT_DOOR)
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The answers that referrers still wait for, the oldest first."""
    viewer, now = viewer_of(request), timezone.now()
    page = page_of(request, answers_not_given(viewer), per_page=ROWS_ON_A_PAGE)
    people = [answer.decision.referral.person for answer in page]
    note_looked(viewer=viewer, people=people, route="answers", now=now)
    return render(request, "desk/answers.html", {"page": page, "query": ""})


def _filters(typed: QueryDict) -> Filters:
    return Filters(
        team=typed.get("team", ""),
        state=typed.get("state", ""),
        clock=typed.get("clock", ""),
        pathway=typed.get("pathway", ""),
        search=typed.get("search", "").replace("\x00", "")[:80],
        breached=typed.get("breached", "") == "yes",
    )


def _rows(
    request: HttpRequest,
    viewer: Member,
    filters: Filters,
    model: ServiceModel,
    now: datetime,
    how_many: int | None = None,
) -> dict[str, Any]:
    found = open_referrals(viewer, filters, now)
    page = page_of(request, found, per_page=ROWS_ON_A_PAGE, how_many=how_many)
    rows = [_row(referral, model, now) for referral in page]
    people = [row.referral.person for row in rows]
    searched_for, refreshed = filters.search.strip(), "live" in request.GET
    note_looked(viewer=viewer, people=people, route="worklist", now=now, searched_for=searched_for, refreshed=refreshed)
    kept = {name: value for name, value in request.GET.items() if name not in ("page", "live") and value}
    return {"page": page, "rows": rows, "query": urlencode(kept), "now": now, "refresh_seconds": REFRESH_SECONDS}


def _row(referral: Referral, model: ServiceModel, now: datetime) -> Row:
    born_on = referral.person.born_on
    return Row(
        referral=referral,
        face=referral.clock_face(now),
        state=STATE_NAMES[referral.state],
        need=model.need_name(referral.need) if referral.need else "Need not known yet",
        pathway=model.pathway_name(referral.pathway) if referral.pathway else "",
        age=age_on(born_on, london_date(now)) if born_on else None,
        overdue=referral.due_at < now,
    )
