"""Does a service model agree with itself? Each finding is a sentence that names the field and what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.pathways.schema import Criterion, Pathway, Question, ServiceModel

WORKED_OUT = {"age": "number", "need": "choice"}
"""Answers that come from the referral itself rather than from a question in the file, and their kinds."""

HOW_SOON = "help_within"
HOW_SOON_CHOICES = ("two_hours", "two_days", "longer")
"""The question every model asks, because the clock that runs before a pathway is decided is read from its answer."""

TEST_OF_KIND = {"yes_no": "equals", "choice": "one_of", "number": "at_least"}
"""The one test that can judge an answer of each kind."""

MODELS_OF_CLOCK = {"05": ("crisis_response",), "06": ("home_based", "reablement", "bed_based")}
"""The models of care each national clock measures; any model may have a local promise (09) instead.

Source: NHS Data Model and Dictionary, WAITING TIME MEASUREMENT TYPE.
"""


def disagreements(model: "ServiceModel") -> Iterator[str]:
    """Sentences about codes used twice, criteria that cannot be judged, and clocks that measure something else."""
    yield from _used_twice("questions", (q.code for q in model.questions))
    yield from _used_twice("needs", (n.code for n in model.needs))
    yield from _used_twice("pathways", (p.code for p in model.pathways))
    for question in model.questions:
        yield from _used_twice(f'questions "{question.code}", choices', (c.code for c in question.choices))
        if question.code in WORKED_OUT:
            yield f'questions "{question.code}": this code is worked out from the referral; give the question another'
    yield from _how_soon_faults(model)
    yield from _moves_on_faults(model)
    yield from _meeting_faults(model)
    questions = {question.code: question for question in model.questions}
    for pathway in model.pathways:
        yield from _clock_faults(pathway)
        for number, criterion in enumerate(pathway.criteria, start=1):
            yield from _criterion_faults(model, questions, pathway, number, criterion)


def _used_twice(field: str, codes: Iterable[str]) -> Iterator[str]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield f'{field}: the code "{code}" is used {count} times; give each its own'


def _how_soon_faults(model: "ServiceModel") -> Iterator[str]:
    offered = {c.code for q in model.questions if q.code == HOW_SOON for c in q.choices}
    missing = [code for code in HOW_SOON_CHOICES if code not in offered]
    if missing:
        named = ", ".join(f'"{code}"' for code in missing)
        yield f'questions "{HOW_SOON}": the first clock follows from its choices, and {named} is not among them; add it'


def _clock_faults(pathway: "Pathway") -> Iterator[str]:
    allowed = MODELS_OF_CLOCK.get(pathway.standard.clock)
    if allowed is not None and pathway.model not in allowed:
        yield (
            f'pathways "{pathway.code}", standard: clock "{pathway.standard.clock}" measures {" or ".join(allowed)}, '
            f'and model says {pathway.model}; correct one of them, or use clock "09" with promise_minutes'
        )


def _criterion_faults(
    model: "ServiceModel", questions: "dict[str, Question]", pathway: "Pathway", number: int, criterion: "Criterion"
) -> Iterator[str]:
    place = f'pathways "{pathway.code}", criteria number {number}'
    code = criterion.question
    if code not in WORKED_OUT and code not in questions:
        yield f'{place}: question "{code}" is not among the questions; add it or correct the name'
        return
    kind = WORKED_OUT.get(code) or questions[code].kind
    if criterion.test != TEST_OF_KIND[kind]:
        yield f'{place}: {criterion.test} cannot judge "{code}", which is answered by {kind}; use {TEST_OF_KIND[kind]}'
    elif kind == "choice":
        known = {n.code for n in model.needs} if code == "need" else {c.code for c in questions[code].choices}
        for named in criterion.one_of:
            if named not in known:
                yield f'{place}: one_of names "{named}", which is not a choice of "{code}"; add it or correct the name'


def _moves_on_faults(model: "ServiceModel") -> Iterator[str]:
    known = {pathway.code for pathway in model.pathways}
    for pathway in model.pathways:
        for code in pathway.leads_to:
            if code not in known:
                yield f'pathways "{pathway.code}": leads_to names "{code}", which is not a pathway; correct the name'
            elif code == pathway.code:
                yield f'pathways "{pathway.code}": leads_to names itself; take it out'


def _meeting_faults(model: "ServiceModel") -> Iterator[str]:
    if model.meetings is None:
        return
    yield from _used_twice("meetings, roles", (role.code for role in model.meetings.roles))
    yield from _used_twice("meetings, list_when", (rule.code for rule in model.meetings.list_when))
    if not any(role.needed for role in model.meetings.roles):
        yield "meetings: no role is needed, so any meeting could decide; mark at least one as needed"
