"""The framework on one page: each measure's latest complete week, its target and its last 12 weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from homeward.kit.london import london_date
from homeward.outcomes.charts import Chart, line_chart
from homeward.outcomes.collecting import collect, facts_in_use
from homeward.outcomes.counting import Question, count
from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.periods import Period, latest_complete_week
from homeward.outcomes.showing import Shown, meets_target, shown
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable
from homeward.outcomes.wording import period_name, said_of
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability

TREND_WEEKS = 12
RECENT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """One measure at a glance. `weeks` are the last 12 complete ones and the one still running, oldest first."""

    measure: Definition
    latest: Shown
    recent: Shown
    weeks: list[Shown]
    named: list[str]
    meets: bool | None
    chart: Chart
    says: str


@require_safe
@needs(Capability.SEE_OUTCOMES)
def framework(request: HttpRequest) -> HttpResponse:
    """All measures on one page, or how to count for the first time."""
    exact = viewer_of(request).may(Capability.SEE_ROWS)
    try:
        snapshot = facts_in_use()
        summaries = [summary_of(snapshot, one, exact=exact) for one in measures()] if snapshot else []
    except SnapshotUnreadable as error:
        return render(request, "outcomes/framework.html", {"snapshot": None, "unreadable": str(error)})
    return render(request, "outcomes/framework.html", {"snapshot": snapshot, "summaries": summaries, "exact": exact})


@require_POST
@needs(Capability.SEE_OUTCOMES)
def count_again(request: HttpRequest) -> HttpResponse:
    """Write the facts anew from the live service, and go back to the numbers."""
    try:
        done = collect(now=timezone.now())
    except OSError as error:
        messages.error(request, f"The facts could not be written: {error.strerror}. The earlier count still stands.")
    else:
        rows = done.snapshot.rows["referrals"]
        messages.success(request, f"Counted again: {rows:,} referrals in {done.seconds:.1f} seconds.")
    return redirect("outcomes")


def summary_of(snapshot: Snapshot, measure: Definition, *, exact: bool) -> Summary:
    """A measure's last complete week, last four, and last twelve with the one still running."""
    today = london_date(snapshot.counted_at)
    latest_week = latest_complete_week(snapshot.counted_at)
    trend = Question(measure=measure, first=latest_week - timedelta(weeks=TREND_WEEKS - 1), last=today)
    weeks = [
        shown(cell, measure, period=Period.WEEK, last=today, counted_at=snapshot.counted_at, exact=exact)
        for cell in count(snapshot, trend)
    ]
    latest = next(week for week in weeks if week.start == latest_week)
    recent = _recent(snapshot, measure, latest.last_day, exact)
    return Summary(
        measure,
        latest,
        recent,
        weeks,
        [period_name(Period.WEEK, week) for week in weeks],
        meets_target(measure, latest),
        chart_of(measure, weeks),
        said_of(measure, weeks, period=Period.WEEK, exact=exact),
    )


def _recent(snapshot: Snapshot, measure: Definition, last: date, exact: bool) -> Shown:
    first = last - timedelta(days=7 * RECENT_WEEKS - 1)
    (cell,) = count(snapshot, Question(measure=measure, first=first, last=last, period=Period.WHOLE))
    return shown(cell, measure, period=Period.WHOLE, last=last, counted_at=snapshot.counted_at, exact=exact)


def chart_of(measure: Definition, row: list[Shown]) -> Chart:
    """The chart of a measure's figures over weeks or months."""
    return line_chart(
        [one.start for one in row],
        [(figure.name, [one.figures[figure.code] for one in row]) for figure in measure.figures],
        unit=measure.unit,
        complete=[one.complete for one in row],
        target=measure.target.value,
    )
