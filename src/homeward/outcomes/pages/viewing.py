"""Counts for one viewer: exactly, or with small numbers held back; of the live service unless others are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from homeward.outcomes.counting import count, count_all
from homeward.outcomes.counting.asking import Cell, Question
from homeward.outcomes.definitions import Definition
from homeward.outcomes.origins import of_the_service
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import Shown, shown, shown_exactly, without_the_only_hidden_one
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.wording import BREAKDOWN_NAMES, in_order, name_of_group

Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A measure in groups: their names, each over all of the time, and each by week or month as (start, group)."""

    by: str
    title: str
    groups: list[tuple[str, Shown]]
    cells: dict[tuple[date, str], Shown]


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts from one snapshot for one viewer, who sees numbers exactly or with small ones held back."""

    snapshot: Snapshot
    exact: bool

    def cells(self, question: Question) -> list[Shown]:
        """The cells of a question as this viewer may see them."""
        cells = count(self.snapshot, of_the_service(self.snapshot, question))
        return [self._shown(one, question.measure, question.period, question.last) for one in cells]

    def all_cells(
        self, measures: Sequence[Definition], *, first: date, last: date, period: Period, where: Where = ()
    ) -> dict[str, list[Shown]]:
        """The cells of many measures at once, by code."""
        apart: dict[Where, list[Definition]] = {}
        for one in measures:
            asked = Question(measure=one, first=first, last=last, period=period, where=where)
            apart.setdefault(of_the_service(self.snapshot, asked).where, []).append(one)
        found: dict[str, tuple[Cell, ...]] = {}
        for kept, those in apart.items():
            found |= count_all(self.snapshot, those, first=first, last=last, period=period, where=kept)
        return {one.code: [self._shown(cell, one, period, last) for cell in found[one.code]] for one in measures}

    def grouped(self, question: Question) -> list[Shown]:
        """The cells of a question with groups: where one alone is held back in a period, another one is with it."""
        cells = self.cells(question)
        if shown_exactly(question.measure, sees_rows=self.exact) or not question.by:
            return cells
        periods = groupby(cells, key=lambda one: one.start)
        return [one for _, of_period in periods for one in without_the_only_hidden_one(list(of_period))]

    def groups(self, whole: Question, by: str) -> list[tuple[str, Shown]]:
        """Each group of a breakdown over all of the time, by the name people know it by."""
        name = name_of_group(by, self.snapshot.counted_at)
        cells = self.grouped(replace(whole, period=Period.WHOLE, by=(by,)))
        return [(name(one.group[0]), one) for one in in_order(by, cells)]

    def broken_down(self, question: Question, whole: Question, by: str) -> Broken:
        """Each group over all of the time and by week or month."""
        cells = {(one.start, one.group[0]): one for one in self.grouped(replace(question, by=(by,)))}
        return Broken(by, BREAKDOWN_NAMES[by], self.groups(whole, by), cells)

    def _shown(self, cell: Cell, measure: Definition, period: Period, last: date) -> Shown:
        counted_at = self.snapshot.counted_at
        return shown(cell, measure, period=period, last=last, counted_at=counted_at, exact=self.exact)
