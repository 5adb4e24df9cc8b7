"""Every answer and every asking, for counting: codes and dates, no words that anybody wrote, and nobody's name."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count

from homeward.kit.london import london_date
from homeward.kit.postcode import district
from homeward.voice.models import Answer, AnswerSheet, StaffRound
from homeward.voice.reading import shelf
from homeward.voice.rules.answers import agrees
from homeward.voice.rules.asking import Mode
from homeward.voice.rules.months import first_day
from homeward.voice.schema import Audience, Timing


class AnswerGiven(NamedTuple):
    """One answer to one statement.

    `answered_on` is the first of the month where only the month is known: for staff, and for sheets that are kept apart
    from a record. Those have no `episode_id`. `postcode`, `born_on` and `ethnic_category` are the person's, for putting
    them into bands, and go no further; `district` is known of both.
    """

    answer_id: int
    sheet_id: int
    statement: str
    theme: str
    audience: str
    timing: str
    mode: str
    by_proxy: bool
    response: int | None
    agrees: bool | None
    answered_on: date
    pathway: str
    organisation: str
    episode_id: int | None
    district: str
    postcode: str
    born_on: date | None
    ethnic_category: str


class Asked(NamedTuple):
    """How many were asked in a month, by whom and how, and how many of them have answered since."""

    month: date
    audience: str
    timing: str
    mode: str
    pathway: str
    organisation: str
    offered: int
    answered: int


_COLUMNS = (
    "pk",
    "sheet_id",
    "statement",
    "sheet__audience",
    "sheet__timing",
    "sheet__mode",
    "sheet__proxy",
    "response",
    "sheet__answered_at",
    "sheet__answered_month",
    "sheet__pathway",
    "sheet__organisation__code",
    "sheet__episode_id",
    "sheet__district",
    "sheet__episode__person__postcode",
    "sheet__episode__person__born_on",
    "sheet__episode__person__ethnic_category",
)


def answers_given(*, chunk: int = 2000) -> Iterator[AnswerGiven]:
    """Every answer there is, by month, in one query, `chunk` rows in memory at a time."""
    themes = {one.code: one.theme.value for version in shelf().versions for one in version.statements}
    rows = Answer.objects.order_by("sheet__answered_month", "pk").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=chunk):
        pk, sheet, statement, audience, timing, mode, proxy, response, at, month, *rest = row
        pathway, organisation, episode, apart_in, postcode, born_on, ethnic = rest
        yield AnswerGiven(
            pk,
            sheet,
            statement,
            themes.get(statement, ""),
            audience,
            timing,
            mode,
            proxy != "",
            response,
            agrees(response),
            _day(at, month),
            pathway,
            organisation,
            episode,
            apart_in or district(postcode or ""),
            postcode or "",
            born_on,
            ethnic or "",
        )


def askings() -> Iterator[Asked]:
    """How many were asked and have answered: people and carers by month of asking, staff by round. Three queries."""
    fields = ("asked_month", "audience", "timing", "mode", "pathway", "organisation__code")
    rows = (
        AnswerSheet.objects.exclude(audience=Audience.STAFF)
        .order_by(*fields)
        .values_list(*fields)
        .annotate(offered=Count("pk"), answered=Count("answered_month"))
    )
    for month, *row in rows:
        yield Asked(first_day(month), *row)
    answered = {(month, code): count for month, code, count in _staff_answered()}
    for month, asked in StaffRound.objects.order_by("month").values_list("month", "asked"):
        for code, offered in asked.items():
            yield Asked(
                first_day(month),
                Audience.STAFF.value,
                Timing.STAFF_ROUND.value,
                Mode.ONLINE_STAFF.value,
                "",
                code,
                offered,
                answered.get((month, code), 0),
            )


def _staff_answered() -> list[tuple[int, str, int]]:
    rows = AnswerSheet.objects.filter(audience=Audience.STAFF).values_list("asked_month", "organisation__code")
    return list(rows.annotate(count=Count("pk")))


def _day(at: datetime | None, month: int) -> date:
    return london_date(at) if at else first_day(month)
