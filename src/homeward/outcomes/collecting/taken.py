"""What became of an extract, for whoever brought it in."""

from collections import Counter
from dataclasses import dataclass, field

from homeward.outcomes.collecting.shelf import Extract


@dataclass(frozen=True, slots=True)
class Taken:
    """An extract that was taken. `reasons` say by table how often a line was kept aside for what, and the remedy.

    `otherwise` counts, by table and field, where the extract gave another answer than the rule, which was taken.
    """

    extract: Extract
    reasons: dict[str, Counter[tuple[str, str, str]]] = field(default_factory=dict)
    otherwise: Counter[tuple[str, str]] = field(default_factory=Counter)
