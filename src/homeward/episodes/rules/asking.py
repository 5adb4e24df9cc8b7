"""Which questions a person was asked again, though they had answered them before."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Told(NamedTuple):
    """One answer that holds, to a question that several tools share.

    `asked`: they were asked, rather than an answer kept or accepted. `answered` is False when it was taken back.
    """

    at: datetime
    answer_id: int
    tool: str
    asked: bool
    answered: bool


def asked_again(told: Iterable[Told]) -> list[Told]:
    """Of the answers to one question in one spell of help, those asked although another tool had asked before.

    A second assessment with the same tool is none of them: it looks for change.
    """
    ordered = sorted(told)
    return [
        one
        for place, one in enumerate(ordered)
        if one.asked
        and one.answered
        and any(earlier.answered and earlier.tool != one.tool for earlier in ordered[:place])
    ]
