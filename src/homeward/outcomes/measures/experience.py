"""What people, carers and staff say."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import answered

if TYPE_CHECKING:
    import ibis.expr.types as ir


def people_agree(answers: "ir.Table") -> Parts:
    """Answers of people to statements, and those that agree."""
    return answered(answers.audience == "person", answers.agrees)


def carers_agree(answers: "ir.Table") -> Parts:
    """Answers of unpaid carers to statements, and those that agree."""
    return answered(answers.audience == "carer", answers.agrees)


def staff_agree(answers: "ir.Table") -> Parts:
    """Answers of staff to statements, and those that agree."""
    return answered(answers.audience == "staff", answers.agrees)
