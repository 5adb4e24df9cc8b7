"""The numbers of every measure as one CSV file, a line a figure, as the viewer may see them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.pages.viewing import Counter
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import UNDER, Shown, shown_exactly, without_the_only_hidden_one
from homeward.outcomes.snapshots import Snapshot

HEADINGS = (
    *("measure", "version", "counted_at", "dated_by", "period", "first_day", "last_day", "complete", "group_by"),
    *("group", "numerator", "denominator", "excluded", "figure", "unit", "value"),
)
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which numbers: from when to when, by week or month, and in groups of one breakdown or all together ("")."""

    first: date
    last: date
    period: Period
    by: str

    @property
    def words(self) -> str:
        """What was asked for, as the access log keeps it."""
        groups = f" by {self.by}" if self.by else ""
        return f"numbers by {self.period}{groups}, {self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"


def all_numbers(snapshot: Snapshot, asked: Asked, *, sees_rows: bool) -> Iterator[str]:
    """The file's lines, the headings first: each measure that can be broken down so, counted when its turn comes.

    A count that is held back is "under 5", a figure "hidden". Of groups in one week or month no single one is held
    back, because it would follow from the whole.
    """
    yield _line(HEADINGS)
    for measure in measures():
        if asked.by and asked.by not in measure.breakdowns:
            continue
        exact = shown_exactly(measure, sees_rows=sees_rows)
        question = Question(
            measure=measure,
            first=asked.first,
            last=asked.last,
            period=asked.period,
            by=(asked.by,) if asked.by else (),
        )
        cells = Counter(snapshot, exact).cells(question)
        for cell in cells if exact or not asked.by else _safe(cells):
            yield from _cell(measure, question, cell, snapshot.counted_at.isoformat())


def _safe(cells: Sequence[Shown]) -> Iterator[Shown]:
    for _, of_period in groupby(sorted(cells, key=lambda one: (one.start, one.group)), key=lambda one: one.start):
        yield from without_the_only_hidden_one(list(of_period))


def _cell(measure: Definition, question: Question, cell: Shown, counted_at: str) -> Iterator[str]:
    complete = "yes" if cell.complete else "no"
    when = (question.dated_by, question.period.value, cell.start, cell.last_day, complete)
    counts = [UNDER if n is None else n for n in (cell.numerator, cell.denominator, cell.excluded)]
    place = (measure.code, measure.version, counted_at, *when, ",".join(question.by), ",".join(cell.group), *counts)
    for figure in measure.figures:
        value = cell.figures[figure.code]
        words: object = (HIDDEN if cell.figures_hidden else "") if value is None else value
        yield _line((*place, figure.code, figure.unit, words))


def _line(values: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()
