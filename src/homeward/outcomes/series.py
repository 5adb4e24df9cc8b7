"""A measure over time as a control chart: what is charted, re-based where a change was phased in, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeward.outcomes.definitions import Definition
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import Shown, alarming, in_words, meets_target
from homeward.outcomes.spc import Xmr, xmr
from homeward.outcomes.spc.drawing import Drawing, draw
from homeward.outcomes.spc.icons import Icon, assurance_icon, variation_icon
from homeward.outcomes.spc.saying import said_of
from homeward.outcomes.spc.small import Spark, spark
from homeward.outcomes.wording import period_name

PERIODS_SHOWN = {Period.WEEK: 52, Period.MONTH: 36}
"""How far back a chart looks: a year of weeks, three years of months."""


@dataclass(frozen=True, slots=True)
class Change:
    """A phased change as a chart shows it: from which day, what it is called, and whether limits begin anew."""

    pk: int
    on: date
    title: str
    rebase: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over complete periods: what was shown of each, its control chart, and what it says.

    `latest` is the last complete period, None when there is none; `row` has the one still running too.
    """

    measure: Definition
    period: Period
    row: tuple[Shown, ...]
    latest: Shown | None
    chart: Xmr
    changes: tuple[Change, ...]
    exact: bool

    @property
    def value(self) -> float | None:
        """The first figure of the latest complete period."""
        return self.latest.figures[self.measure.figures[0].code] if self.latest else None

    @property
    def words(self) -> str:
        """That figure in words; empty when there is none."""
        return self.in_words(self.value)

    @property
    def when(self) -> str:
        """The latest complete period, as people call it."""
        return period_name(self.period, self.latest.start, self.latest.last_day) if self.latest else ""

    @property
    def meets(self) -> bool | None:
        """Whether the latest figure is at the target or better; None without one."""
        return meets_target(self.measure, self.value)

    @property
    def alarm(self) -> str:
        """What to look at first when the latest figure is not likely; empty when it is."""
        return self.measure.alarm.says if self.measure.alarm and alarming(self.measure, self.value) else ""

    @property
    def variation(self) -> Icon | None:
        """The icon of the last point."""
        return variation_icon(self.chart)

    @property
    def assurance(self) -> Icon | None:
        """The icon of the target against the last limits; None without a target."""
        return assurance_icon(self.chart)

    @property
    def special(self) -> str:
        """What the last point says when it is more than chance, in two words; empty for common cause."""
        icon = self.variation
        return "" if icon is None or icon.code == "common_cause" else icon.name.partition(":")[0]

    @property
    def says(self) -> str:
        """What the chart shows, in sentences."""
        return said_of(self.chart, self.in_words, period=self.period.value)

    @property
    def spark(self) -> Spark:
        """The chart, very small."""
        return spark(self.chart)

    @property
    def drawing(self) -> Drawing:
        """Where every mark of the chart goes."""
        marked = [(change.on, change.title) for change in self.changes]
        return draw(self.chart, self.in_words, unit=self.measure.unit, period=self.period.value, changes=marked)

    def in_words(self, value: float | None) -> str:
        """A value of the first figure in words."""
        return in_words(value, self.measure.unit, exact=self.exact)


def series_of(
    measure: Definition, row: Sequence[Shown], *, period: Period, changes: Sequence[Change] = (), exact: bool
) -> Series:
    """The control chart of a measure's first figure over the complete periods of a row, oldest first."""
    figure = measure.figures[0].code
    complete = _from_the_first_with_something([one for one in row if one.complete], figure)
    chart = xmr(
        [one.start for one in complete],
        [one.figures[figure] for one in complete],
        better=measure.better,
        target=measure.target.value,
        rebase_at=[change.on for change in changes if change.rebase],
    )
    latest = complete[-1] if complete else None
    return Series(measure, period, tuple(row), latest, chart, tuple(changes), exact)


def _from_the_first_with_something(complete: list[Shown], figure: str) -> list[Shown]:
    """Without the periods before the service began, or before this was written down.

    A sum over no rows is 0 and not None: those go too, unless there never was a row, as none for ever is a fact. What
    a viewer is not shown is something.
    """
    known = [one.figures_hidden or one.figures[figure] is not None for one in complete]
    first = known.index(True) if True in known else len(complete)
    with_rows = (i for i, one in enumerate(complete) if i >= first and (one.rows or one.hidden or one.figures_hidden))
    return complete[next(with_rows, first) :]
