"""Does a service model agree with itself? Each finding is a sentence that names the field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.pathways.schema import Criterion, Pathway, Question, ServiceModel

WORKED_OUT = frozenset({"age", "need"})
"""Answers that come from the referral itself rather than from a question in the file."""


def disagreements(model: "ServiceModel") -> Iterator[str]:
    """Sentences about codes used twice and criteria that ask for what does not exist."""
    yield from _used_twice("questions", (q.code for q in model.questions))
    yield from _used_twice("needs", (n.code for n in model.needs))
    yield from _used_twice("pathways", (p.code for p in model.pathways))
    questions = {question.code: question for question in model.questions}
    for pathway in model.pathways:
        for number, criterion in enumerate(pathway.criteria, start=1):
            yield from _criterion_faults(model, questions, pathway, number, criterion)


def _used_twice(field: str, codes: Iterable[str]) -> Iterator[str]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield f'{field}: the code "{code}" is used {count} times; give each its own'


def _criterion_faults(
    model: "ServiceModel", questions: "dict[str, Question]", pathway: "Pathway", number: int, criterion: "Criterion"
) -> Iterator[str]:
    place = f'pathways "{pathway.code}", criterion {number}'
    if criterion.question in WORKED_OUT:
        known = {need.code for need in model.needs}
    elif criterion.question in questions:
        known = {choice.code for choice in questions[criterion.question].choices}
    else:
        yield f'{place}: question "{criterion.question}" is not among the questions; add it or correct the name'
        return
    for code in criterion.one_of:
        if code not in known:
            yield f'{place}: one_of names "{code}", which is not a choice of "{criterion.question}"'
