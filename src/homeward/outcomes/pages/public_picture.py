"""The page for everybody who lives here, shown to members first, and as a file that is theirs to publish."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from homeward.outcomes.board_pack.months import MonthUnusable, month_asked, months_to_choose
from homeward.outcomes.board_pack.public import GETTING_HELP, TOO_LITTLE, picture_as_pdf, picture_of
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.snapshots import SnapshotUnreadable
from homeward.partnership.access import needs
from homeward.partnership.rules import Capability


@require_safe
@needs(Capability.SEE_OUTCOMES)
def public_picture(request: HttpRequest) -> HttpResponse:
    """The facts of one month in plain words: the last whole one, or that of `month=YYYY-MM`."""
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return render(request, "outcomes/public_picture.html", {"picture": None})
        try:
            month, wrong = month_asked(snapshot, request.GET.get("month", "")), ""
        except MonthUnusable as error:
            month, wrong = month_asked(snapshot, ""), str(error)
        page = {
            "picture": picture_of(snapshot, month),
            "months": months_to_choose(snapshot),
            "wrong": wrong,
            "help": GETTING_HELP,
            "too_little": TOO_LITTLE,
        }
    except SnapshotUnreadable:
        return redirect("outcomes")  # which says what is wrong, and has the button that puts it right
    return render(request, "outcomes/public_picture.html", page)


@require_safe
@needs(Capability.SEE_OUTCOMES)
def public_picture_file(request: HttpRequest) -> HttpResponse:
    """The same as a PDF of one page."""
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return redirect("public_picture")
        picture = picture_of(snapshot, month_asked(snapshot, request.GET.get("month", "")))
    except MonthUnusable:
        raise Http404 from None
    except SnapshotUnreadable:
        return redirect("outcomes")
    response = HttpResponse(picture_as_pdf(picture), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="for-everybody-{picture.month:%Y-%m}.pdf"'
    return response
