"""What was answered in the last twelve months, as numbers about groups that point to nobody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.voice.models import Answer, AnswerSheet, StaffRound
from homeward.voice.reading import shelf
from homeward.voice.rules.answers import AGREES_FROM
from homeward.voice.rules.months import first_day, month_of, twelve_months_to
from homeward.voice.rules.results import (
    Figure,
    Rate,
    Tally,
    comments_may_be_read,
    figure_of,
    rate_of,
    theme_is_held_back,
    to_hold_back,
)
from homeward.voice.schema import THEME_NAMES, TIMING_NAMES, Audience, Statement, Theme, Timing

Tallies = dict[str, dict[str, Tally]]
"""For each statement's code the tally of each timing."""


@dataclass(frozen=True, slots=True)
class StatementResult:
    """One statement: the share who agree over all timings, and at each timing at which it was answered."""

    statement: Statement
    whole: Figure
    by_timing: tuple[tuple[Timing, Figure], ...]


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """One theme: the share of all answers in it that agree, and its statements."""

    name: str
    whole: Figure
    statements: tuple[StatementResult, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What one audience answered in the twelve months from `since`, and how many were asked at each timing.

    `exact` is false where numbers are rounded for a viewer who may not see the people behind them.
    """

    since: date
    themes: tuple[ThemeResult, ...]
    timings: tuple[Timing, ...]
    rates: tuple[tuple[str, Rate], ...]
    exact: bool

    @property
    def anything(self) -> bool:
        """True when somebody was asked."""
        return any(rate.offered != 0 for _, rate in self.rates)


def results_of(viewer: Member, audience: Audience, today: date) -> Results:
    """The results of one audience in the month of `today` and the eleven before it, as the viewer may see them."""
    exact = viewer.may(Capability.SEE_ROWS)
    month = month_of(today)
    since = twelve_months_to(month)
    tallies, people = _tallies(audience, since, month), _people_by_theme(audience, since, month)
    asked = shelf().on(today).statements
    current = [one for one in asked if one.audience == audience]
    earlier = [shelf().statement(code) for code in tallies if code not in {one.code for one in current}]
    statements = [*current, *(one for one in earlier if one)]
    shown = tuple(timing for timing in Timing if any(timing in one.timings for one in statements))
    themes = tuple(_theme(theme, statements, tallies, people.get(theme, 0), exact) for theme in Theme)
    return Results(
        since=first_day(since),
        themes=tuple(one for one in themes if one.statements),
        timings=shown,
        rates=tuple(_rates(audience, shown, since, month, exact)),
        exact=exact,
    )


def comments_of(viewer: Member, audience: Audience, today: date) -> list[str] | None:
    """What people would have done differently, in the last twelve months, in no order that tells anything.

    Only for those who may see the people behind a number; None while fewer than five have answered. Of staff, only the
    rounds that are over and that five or more answered: a comment that comes alone would be somebody's.
    """
    if not viewer.may(Capability.SEE_ROWS):
        return None
    month = month_of(today)
    answered = AnswerSheet.objects.filter(
        audience=audience, answered_month__gte=twelve_months_to(month), answered_month__lte=month
    )
    if audience is Audience.STAFF:
        counts = answered.filter(answered_month__lt=month).values_list("answered_month").annotate(n=Count("pk"))
        answered = answered.filter(answered_month__in=[one for one, n in counts if comments_may_be_read(n)])
    if not comments_may_be_read(answered.count()):
        return None
    return list(answered.exclude(comment="").order_by("pk").values_list("comment", flat=True))


def _theme(theme: Theme, statements: Sequence[Statement], tallies: Tallies, people: int, exact: bool) -> ThemeResult:
    about = [one for one in statements if one.theme == theme]
    wholes = [sum(tallies.get(one.code, {}).values(), Tally()) for one in about]
    hold_back = theme_is_held_back(people, [one.valid for one in wholes])
    return ThemeResult(
        THEME_NAMES[theme],
        figure_of(sum(wholes, Tally()), exact=exact, hold_back=hold_back),
        tuple(_statement(one, tallies.get(one.code, {}), exact) for one in about),
    )


def _statement(statement: Statement, by_timing: dict[str, Tally], exact: bool) -> StatementResult:
    held_back = to_hold_back({timing: tally.valid for timing, tally in by_timing.items()})
    return StatementResult(
        statement,
        figure_of(sum(by_timing.values(), Tally()), exact=exact),
        tuple(
            (timing, figure_of(by_timing.get(timing, Tally()), exact=exact, hold_back=timing in held_back))
            for timing in Timing
            if timing in statement.timings or timing in by_timing
        ),
    )


def _tallies(audience: str, since: int, until: int) -> Tallies:
    rows = (
        _answers(audience, since, until)
        .values_list("statement", "sheet__timing")
        .annotate(valid=Count("response"), agreed=Count("pk", filter=Q(response__gte=AGREES_FROM)), given=Count("pk"))
    )
    found: Tallies = defaultdict(dict)
    for code, timing, valid, agreed, given in rows:
        found[code][timing] = Tally(valid, agreed, given - valid)
    return found


def _people_by_theme(audience: str, since: int, until: int) -> dict[str, int]:
    """How many sheets have a valid response in each theme: one person may answer several statements of it."""
    known = {one.code: one.theme for version in shelf().versions for one in version.statements}
    theme = Case(
        *(When(statement=code, then=Value(theme.value)) for code, theme in known.items()),
        default=Value(""),
        output_field=CharField(),
    )
    answered = _answers(audience, since, until).exclude(response=None).annotate(theme=theme)
    return dict(answered.values_list("theme").annotate(people=Count("sheet", distinct=True)))


def _answers(audience: str, since: int, until: int) -> QuerySet[Answer]:
    return Answer.objects.filter(
        sheet__audience=audience, sheet__answered_month__gte=since, sheet__answered_month__lte=until
    )


def _rates(
    audience: Audience, timings: Iterable[Timing], since: int, until: int, exact: bool
) -> Iterator[tuple[str, Rate]]:
    """How many were asked and have answered, at each timing; of staff, from the rounds."""
    sheets = AnswerSheet.objects.filter(audience=audience, asked_month__gte=since, asked_month__lte=until)
    rows = sheets.values_list("timing").annotate(offered=Count("pk"), answered=Count("answered_month"))
    counted = {timing: (offered, answered) for timing, offered, answered in rows}
    if audience is Audience.STAFF:
        rounds = StaffRound.objects.filter(month__gte=since, month__lte=until).values_list("asked", flat=True)
        offered = sum(sum(asked.values()) for asked in rounds)
        counted = {Timing.STAFF_ROUND: (offered, counted.get(Timing.STAFF_ROUND, (0, 0))[1])}
    for timing in timings:
        yield TIMING_NAMES[timing], rate_of(*counted.get(timing, (0, 0)), exact=exact)
