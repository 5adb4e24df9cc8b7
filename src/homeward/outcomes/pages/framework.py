"""The framework on one page: each measure's latest complete week, its target and its last 12 weeks."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from homeward.kit.london import london_date
from homeward.outcomes.charts import Chart, line_chart
from homeward.outcomes.collecting import collect, facts_in_use
from homeward.outcomes.counting import Question, make_ready
from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.pages.viewing import Counter
from homeward.outcomes.periods import Period, latest_complete_week
from homeward.outcomes.showing import Shown, meets_target
from homeward.outcomes.snapshots import SnapshotUnreadable
from homeward.outcomes.wording import BREAKDOWN_NAMES, period_name, said_of
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
    recent_groups: list[tuple[str, list[tuple[str, Shown]]]]
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
        summaries = [summary_of(Counter(snapshot, exact), one) for one in measures()] if snapshot else []
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


def summary_of(counter: Counter, measure: Definition) -> Summary:
    """A measure's last complete week, last four, and last twelve with the one still running."""
    counted_at = counter.snapshot.counted_at
    latest_week = latest_complete_week(counted_at)
    first = latest_week - timedelta(weeks=TREND_WEEKS - 1)
    weeks = counter.cells(Question(measure=measure, first=first, last=london_date(counted_at)))
    latest = next(week for week in weeks if week.start == latest_week)
    four = Question(
        measure=measure,
        first=latest_week - timedelta(weeks=RECENT_WEEKS - 1),
        last=latest.last_day,
        period=Period.WHOLE,
    )
    return Summary(
        measure,
        latest,
        counter.cells(four)[0],
        [(BREAKDOWN_NAMES[by], counter.groups(four, by)) for by in measure.shown_by],
        weeks,
        [period_name(Period.WEEK, week) for week in weeks],
        meets_target(measure, latest),
        chart_of(measure, weeks),
        said_of(measure, weeks, period=Period.WEEK, exact=counter.exact),
    )


def make_ready_to_count() -> None:
    """Load what counting needs, once for each process, before anybody asks for a page of numbers."""
    make_ready(measures(), london_date(timezone.now()))


def chart_of(measure: Definition, row: list[Shown]) -> Chart:
    """The chart of a measure's figures over weeks or months."""
    return line_chart(
        [one.start for one in row],
        [(figure.name, [one.figures[figure.code] for one in row]) for figure in measure.figures],
        unit=measure.unit,
        complete=[one.complete for one in row],
        target=measure.target.value,
    )
