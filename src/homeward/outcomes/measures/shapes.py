"""The few shapes that nearly all measures have, so that each is said in a line."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def all_of(belongs: "ir.BooleanValue", meets: "ir.BooleanValue | None" = None) -> Parts:
    """Every row it is about counts; all of them meet it, or those that are said to."""
    return Parts(belongs=belongs, counts=belongs, meets=belongs if meets is None else belongs & meets)


def answered(belongs: "ir.BooleanValue", answer: "ir.BooleanValue") -> Parts:
    """Rows for which there is an answer count, and meet it when it is yes. Rows without one are left out."""
    counts = belongs & answer.notnull()
    return Parts(belongs=belongs, counts=counts, meets=counts & answer.fill_null(False))


def answered_no(belongs: "ir.BooleanValue", answer: "ir.BooleanValue") -> Parts:
    """As `answered`, but rows meet it when the answer is no.

    Not `answered(belongs, ~answer)`: the SQL that Ibis 12 writes for `(~answer).notnull()` asks for the opposite.
    """
    counts = belongs & answer.notnull()
    return Parts(belongs=belongs, counts=counts, meets=counts & ~answer.fill_null(True))


def amounts(belongs: "ir.BooleanValue", amount: "ir.NumericValue", meets: "ir.BooleanValue | None" = None) -> Parts:
    """Rows with an amount count. Those that meet it are all of them, or those that are said to: empty is no."""
    counts = belongs & amount.notnull()
    met = counts if meets is None else counts & meets.fill_null(False)
    return Parts(belongs=belongs, counts=counts, meets=met, amount=_where(counts, amount))


def ratio(belongs: "ir.BooleanValue", amount: "ir.NumericValue", weight: "ir.NumericValue") -> Parts:
    """Rows with both an amount and what it is to be divided by count."""
    counts = belongs & amount.notnull() & weight.notnull()
    return Parts(
        belongs=belongs, counts=counts, meets=counts, amount=_where(counts, amount), weight=_where(counts, weight)
    )


def _where(counts: "ir.BooleanValue", amount: "ir.NumericValue") -> "ir.FloatingValue":
    return counts.ifelse(amount.cast("float64"), None)
