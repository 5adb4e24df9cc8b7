"""The monthly board pack as a page, and as files to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from homeward.outcomes.board_pack.content import pack_of
from homeward.outcomes.board_pack.making import FILES, file_name
from homeward.outcomes.board_pack.months import MonthUnusable, month_asked, months_to_choose
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.snapshots import SnapshotUnreadable
from homeward.partnership.access import needs
from homeward.partnership.rules import Capability


@require_safe
@needs(Capability.SEE_OUTCOMES)
def board_pack_page(request: HttpRequest) -> HttpResponse:
    """The board pack of one month: the last whole one, or that of `month=YYYY-MM`."""
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return render(request, "outcomes/board_pack.html", {"pack": None})
        try:
            month, wrong = month_asked(snapshot, request.GET.get("month", "")), ""
        except MonthUnusable as error:
            month, wrong = month_asked(snapshot, ""), str(error)
        page = {"pack": pack_of(snapshot, month), "months": months_to_choose(snapshot), "wrong": wrong}
    except SnapshotUnreadable:
        return redirect("outcomes")  # which says what is wrong, and has the button that puts it right
    return render(request, "outcomes/board_pack.html", page)


@require_safe
@needs(Capability.SEE_OUTCOMES)
def board_pack_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as a Word document or a PDF."""
    kind, make = FILES[ending]
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return redirect("board_pack")
        pack = pack_of(snapshot, month_asked(snapshot, request.GET.get("month", "")))
    except MonthUnusable:
        raise Http404 from None
    except SnapshotUnreadable:
        return redirect("outcomes")
    response = HttpResponse(make(pack), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file_name(pack, ending)}"'
    return response
