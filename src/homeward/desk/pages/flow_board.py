"""The flow board: how many wait, are helped and leave, on one screen that keeps itself up to date."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.flow_board import flow_board
from homeward.episodes.queries.ward import pathways_owned_by
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability

REFRESH_SECONDS = 60


@needs(Capability.SEE_FLOW)
@require_safe
def flow_page(request: HttpRequest) -> HttpResponse:
    """The whole page: the board, and the numbers behind its charts."""
    return render(request, "desk/flow.html", _context(request))


@needs(Capability.SEE_FLOW)
@require_safe
def flow_now(request: HttpRequest) -> HttpResponse:
    """The board alone, for the page that refreshes itself."""
    return render(request, "desk/flow_now.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    viewer, now = viewer_of(request), timezone.now()
    return {
        "board": flow_board(now),
        "may_confirm": pathways_owned_by(viewer),
        "now": now,
        "refresh_seconds": REFRESH_SECONDS,
    }
