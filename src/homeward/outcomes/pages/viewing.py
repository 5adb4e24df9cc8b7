"""Counts for one viewer: exactly, or with small numbers held back."""

from dataclasses import dataclass, replace
from datetime import date

from homeward.outcomes.counting import Question, count
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import Shown, shown
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.wording import BREAKDOWN_NAMES, in_order, name_of_group


@dataclass(frozen=True, slots=True)
class Broken:
    """A measure in groups: their names, each over all of the time, and each by week or month as (start, group)."""

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
        return [
            shown(
                cell,
                question.measure,
                period=question.period,
                last=question.last,
                counted_at=self.snapshot.counted_at,
                exact=self.exact,
            )
            for cell in count(self.snapshot, question)
        ]

    def groups(self, whole: Question, by: str) -> list[tuple[str, Shown]]:
        """Each group of a breakdown over all of the time, by the name people know it by."""
        name = name_of_group(by, self.snapshot.counted_at)
        cells = self.cells(replace(whole, period=Period.WHOLE, by=by))
        return [(name(one.group), one) for one in in_order(by, cells)]

    def broken_down(self, question: Question, whole: Question, by: str) -> Broken:
        """Each group over all of the time and by week or month."""
        cells = {(one.start, one.group): one for one in self.cells(replace(question, by=by))}
        return Broken(BREAKDOWN_NAMES[by], self.groups(whole, by), cells)
