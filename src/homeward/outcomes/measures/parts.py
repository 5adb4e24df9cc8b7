"""What a measure is made of, as Ibis expressions over one table of facts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows a measure is about, those of them in its denominator, those of these in its numerator; and amounts.

    Rows it is about that are not in the denominator are the excluded ones. `belongs`, `counts` and `meets` are never
    null; `counts` implies `belongs` and `meets` implies `counts`. `amount` is what is added up, averaged or ranked over
    the rows that count, as float64, null where `counts` is false or there is none; `weight` is what a ratio divides by,
    likewise. Every figure follows from sums over rows, except a quantile, which needs the amounts themselves.
    """

    belongs: "ir.BooleanValue"
    counts: "ir.BooleanValue"
    meets: "ir.BooleanValue"
    amount: "ir.FloatingValue | None" = None
    weight: "ir.FloatingValue | None" = None
