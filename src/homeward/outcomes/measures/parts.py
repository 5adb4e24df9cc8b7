"""What a measure is made of, as Ibis expressions over one table of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows a measure is about, those of them in its denominator, those of these in its numerator, its figures.

    Rows it is about that are not in the denominator are the excluded ones. A figure is an aggregate, null without rows.
    """

    belongs: "ir.BooleanValue"
    counts: "ir.BooleanValue"
    meets: "ir.BooleanValue"
    figures: "Mapping[str, ir.Scalar]"
