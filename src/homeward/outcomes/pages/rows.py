"""The referrals behind a number, for those who may see people, by relationship."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.kit.weeks import week_of
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.counting import Question, Row, rows_behind
from homeward.outcomes.definitions import Definition
from homeward.outcomes.pages.measure import measure_or_404
from homeward.outcomes.snapshots import SnapshotUnreadable
from homeward.outcomes.wording import DATED_NAMES, name_of_group
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked
from homeward.referrals.models import Referral
from homeward.referrals.queries import referrals_seen_by

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """A counted row and, where the viewer has a reason to see the person, the referral itself."""

    row: Row
    referral: Referral | None
    why: str


@require_safe
@needs(Capability.SEE_ROWS)
def rows_page(request: HttpRequest, code: str) -> HttpResponse:
    """The referrals of one week, in or out of the number and why. People are named to those with a reason to see them.

    A referral of somebody else is a line without reference, name or times, so that the lines still add up.
    """
    measure = measure_or_404(code)
    week = _week(request.GET.get("week", ""))
    dated = next((one for one in measure.dated if one == request.GET.get("dated")), measure.dated[0])
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return redirect("outcomes")
        rows = rows_behind(snapshot, Question(measure=measure, first=week, last=week, dated=dated))
    except SnapshotUnreadable:
        return redirect("outcomes")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    name = name_of_group(measure.reasons_from, snapshot.counted_at)
    behind = _with_people(viewer_of(request), page, measure, name)
    note_looked(
        viewer=viewer_of(request),
        people=[one.referral.person for one in behind if one.referral],
        route="outcome_rows",
        now=timezone.now(),
    )
    return render(
        request,
        "outcomes/rows.html",
        {
            "measure": measure,
            "snapshot": snapshot,
            "week": week,
            "last_day": week + timedelta(days=6),
            "dated": dated,
            "dated_name": DATED_NAMES[dated],
            "behind": behind,
            "page": page,
            "counted": sum(row.counted for row in rows),
            "met": sum(row.met for row in rows),
        },
    )


def _week(text: str) -> date:
    try:
        return week_of(date.fromisoformat(text))
    except (ValueError, OverflowError):
        raise Http404("No such week.") from None


def _with_people(viewer: Member, page: Page[Row], measure: Definition, name: Callable[[str], str]) -> list[Behind]:
    ids = [row.referral_id for row in page]
    seen = {referral.pk: referral for referral in referrals_seen_by(viewer).filter(pk__in=ids)}
    return [Behind(row, seen.get(row.referral_id), _why(row, measure, name)) for row in page]


def _why(row: Row, measure: Definition, name: Callable[[str], str]) -> str:
    if row.counted:
        if measure.unit != "percent":
            return "Counted"
        return "Counted: in time" if row.met else "Counted: not in time"
    return f"Left out: {name(row.reason)}"
