"""The framework on one screen: each measure's value, target, what its control chart says, and a small trend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.counting import make_ready
from homeward.outcomes.definitions import DOMAIN_NAMES, Definition, Domain, measures
from homeward.outcomes.origins import beside_live
from homeward.outcomes.pages.asking import Whole, usual_first, usual_period
from homeward.outcomes.pages.count_again import counting_to_show
from homeward.outcomes.pages.places import place_choices
from homeward.outcomes.pages.viewing import Counter, Where
from homeward.outcomes.periods import Period
from homeward.outcomes.rebasing import changes_for
from homeward.outcomes.series import Series, series_of
from homeward.outcomes.snapshots import SnapshotUnreadable
from homeward.outcomes.spc.icons import ICONS
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the framework: its name and its measures."""

    code: str
    name: str
    series: tuple[Series, ...]


@require_safe
@needs(Capability.SEE_OUTCOMES)
def framework(request: HttpRequest) -> HttpResponse:
    """All measures on one page, or how to count for the first time."""
    exact = viewer_of(request).may(Capability.SEE_ROWS)
    try:
        snapshot = facts_in_use()
        counting = counting_to_show(request, snapshot)
        if snapshot is None:
            return render(request, "outcomes/framework.html", {"snapshot": None, "counting": counting})
        place = Whole(place_choices(snapshot), request.GET)
        sections = list(sections_of(Counter(snapshot, exact), place.where, place.period_asked))
    except SnapshotUnreadable as error:
        page = {"snapshot": None, "counting": counting_to_show(request, None), "unreadable": str(error)}
        return render(request, "outcomes/framework.html", page)
    return render(
        request,
        "outcomes/framework.html",
        {
            "snapshot": snapshot,
            "counting": counting,
            "rows": sum(snapshot.rows.values()),
            "sections": sections,
            "extracts": sorted({one for table in snapshot.rows for one in beside_live(snapshot, table)}),
            "alarms": [one for section in sections for one in section.series if one.alarm],
            "place": place,
            "exact": exact,
            "icons": ICONS,
        },
    )


def sections_of(counter: Counter, where: Where = (), period: Period | None = None) -> Iterator[Section]:
    """The parts of the framework that have measures, in order, each measure as a control chart."""
    found = {one.measure.code: one for one in all_series(counter, measures(), where, period)}
    for domain in Domain:
        those = tuple(found[one.code] for one in measures() if one.domain is domain)
        if those:
            yield Section(domain.value, DOMAIN_NAMES[domain], those)


def all_series(
    counter: Counter, wanted: Sequence[Definition], where: Where = (), asked: Period | None = None
) -> Iterator[Series]:
    """The control charts of these measures, each by the period asked for or its own. Two counts at most."""
    last = london_date(counter.snapshot.counted_at)
    for period in (Period.WEEK, Period.MONTH):
        those = [one for one in wanted if (asked or usual_period(one, exact=counter.exact)) is period]
        first = usual_first(period, last)
        rows = counter.all_cells(those, first=first, last=last, period=period, where=where) if those else {}
        changes = changes_for(where, first, last)
        for one in those:
            yield series_of(one, rows[one.code], period=period, changes=changes, exact=counter.exact)


def make_ready_to_count() -> None:
    """Load what counting needs, once for each process, before anybody asks for a page of numbers."""
    make_ready(measures())
