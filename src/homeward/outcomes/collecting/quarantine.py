"""What of an extract could not be taken: a file a table with line, field, value, what is wrong, and the remedy."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HEADINGS = ("line", "field", "value", "what is wrong", "what to do")
NOT_WRITTEN = "(not written down)"
"""In place of a value that would say who somebody is."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One reason why one line was kept aside."""

    line: int
    field: str
    value: str
    says: str
    remedy: str


@dataclass(slots=True)
class KeptAside:
    """Where a table's lines are kept aside as they are found: how many lines, and how often for which reason."""

    folder: Path
    table: str
    lines: set[int] = field(default_factory=set)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, found: Iterable[Aside], *, counts: bool = True) -> None:
        """Write down why lines are kept aside. A line may have several reasons, and is counted once.

        With `counts` False only a field was left out, and the line was taken without it.
        """
        found = list(found)
        if not found:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{self.table}.csv"
        is_new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(HEADINGS)
            for one in found:
                writer.writerow((one.line or "", one.field, one.value, one.says, one.remedy))
                self.reasons[one.field, one.says, one.remedy] += 1
                if one.line and counts:
                    self.lines.add(one.line)
