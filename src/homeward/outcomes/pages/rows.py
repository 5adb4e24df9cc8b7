"""The rows behind a number, for those who may see people, by relationship."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.episodes.queries.care import episodes_seen_by
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.counting import Row, Rows, rows_behind
from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import Definition
from homeward.outcomes.facts.groups import LIVE
from homeward.outcomes.origins import of_the_service
from homeward.outcomes.pages.asking import PLACES, narrowed
from homeward.outcomes.pages.measure import measure_or_404
from homeward.outcomes.periods import Period, next_after, start_of
from homeward.outcomes.showing import ABOUT_NOBODY, in_words, shown_exactly
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable
from homeward.outcomes.wording import dated_name, name_of_group, period_name
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked
from homeward.people.models import Person
from homeward.referrals.queries import referrals_seen_by

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """A counted row and, where the viewer has a reason to see the person, who it is and where their record is."""

    row: Row
    person: Person | None
    href: str
    says: str


@require_safe
@needs(Capability.SEE_ROWS)
def rows_page(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of one week or month, in or out of the number and why. People are named to those with a reason to see.

    A row about somebody else is a line without a name or a link, so that the lines still add up.
    """
    measure = measure_or_404(code)
    if not shown_exactly(measure, sees_rows=True):
        raise Http404
    question = _question(request, measure)
    number = _page_number(request)
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return redirect("outcomes")
        rows = rows_behind(
            snapshot, of_the_service(snapshot, question), limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE
        )
    except SnapshotUnreadable:
        return redirect("outcomes")
    behind = _with_people(viewer_of(request), rows, measure, snapshot)
    people = [one.person for one in behind if one.person]
    note_looked(viewer=viewer_of(request), people=people, route="outcome_rows", now=timezone.now())
    return render(request, "outcomes/rows.html", _page(question, rows, behind, number, snapshot))


def _page(question: Question, rows: Rows, behind: list[Behind], number: int, snapshot: Snapshot) -> dict[str, object]:
    measure, (first, after) = question.measure, question.span
    return {
        "measure": measure,
        "snapshot": snapshot,
        "start": first,
        "period": question.period.value,
        "when": period_name(question.period, first, after - timedelta(days=1)),
        "dated": question.dated_by,
        "dated_name": dated_name(measure.table, question.dated_by),
        "rows": rows,
        "narrowed": narrowed(question.where),
        "places": [name_of_group(name, snapshot.counted_at)(one) for name, (one,) in question.where],
        "behind": behind,
        "page": number,
        "pages": max(1, -(-rows.total // ON_A_PAGE)),
        "about_people": measure.table not in ABOUT_NOBODY,
    }


def _question(request: HttpRequest, measure: Definition) -> Question:
    asked = request.GET
    period = Period.MONTH if asked.get("period") == Period.MONTH else Period.WEEK
    dated = next((one for one in measure.dated if one == asked.get("dated")), measure.dated[0])
    try:
        start = start_of(period, date.fromisoformat(asked.get("start", "")))
        next_after(period, start)
    except (ValueError, OverflowError):
        raise Http404("No such week or month.") from None
    where = tuple((name, (asked[name],)) for name in PLACES if asked.get(name))
    return Question(measure=measure, first=start, last=start, dated=dated, period=period, where=where)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), 100_000) if asked.isdecimal() and len(asked) < 7 else 1


def _with_people(viewer: Member, rows: Rows, measure: Definition, snapshot: Snapshot) -> list[Behind]:
    name = name_of_group(measure.reasons_from, snapshot.counted_at) if measure.reasons_from else str
    seen = _seen(viewer, [row.ids for row in rows.rows])
    return [Behind(row, *_who(row.ids, seen), _says(row, measure, name)) for row in rows.rows]


Seen = Mapping[tuple[str, str], tuple[Person, str]]


def _seen(viewer: Member, ids: Collection[Mapping[str, str]]) -> Seen:
    """The referrals and episodes among these rows that the viewer may see: the person and the address of the record."""
    live = [one for one in ids if one.get("origin", LIVE) == LIVE]
    referrals = {one["referral_id"] for one in live if one.get("referral_id")}
    episodes = {one["episode_id"] for one in live if one.get("episode_id")}
    found: dict[tuple[str, str], tuple[Person, str]] = {}
    for referral in referrals_seen_by(viewer).filter(pk__in=referrals) if referrals else ():
        found["referral_id", str(referral.pk)] = referral.person, reverse("referral", args=[referral.pk])
    if episodes:
        for episode in episodes_seen_by(viewer).filter(pk__in=episodes).select_related("person"):
            found["episode_id", str(episode.pk)] = episode.person, reverse("episode", args=[episode.pk])
    return found


def _who(ids: Mapping[str, str], seen: Seen) -> tuple[Person | None, str]:
    if ids.get("origin", LIVE) != LIVE:
        return None, ""
    known = [seen.get((column, ids.get(column, ""))) for column in ("referral_id", "episode_id")]
    return next((one for one in known if one), (None, ""))


def _says(row: Row, measure: Definition, name: Callable[[str], str]) -> str:
    """Whether the row is in the number, with its own amount, and why when it is not."""
    if not row.counted:
        return f"Left out: {name(row.reason)}" if row.reason else "Left out"
    if measure.unit == "percent":
        return "Counted: yes" if row.met else "Counted: no"
    return f"Counted: {in_words(row.amount, measure.unit)}" if row.amount is not None else "Counted"
