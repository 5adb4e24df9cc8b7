"""Taking what somebody answers by themselves: step by step on a screen, or from a form that came back."""

from datetime import datetime

from django.db import transaction

from homeward.voice.drafting import Said, answer_on, answers_of
from homeward.voice.models import Answer, AnswerSheet, SheetCode
from homeward.voice.rules.answers import taken_apart


class AnsweredAlready(ValueError):
    """A form or an address was used a second time, or after it ran out."""


class NothingSaid(ValueError):
    """A sheet was to be sent without an answer or a comment."""


@transaction.atomic
def keep_draft(*, code: SheetCode, statement: str, answer: str, now: datetime) -> None:
    """Keep the answer to one statement until all are sent; "" takes it out. Raises AnsweredAlready, NotAnAnswer."""
    held = _held(code, now)
    if answer:
        taken_apart(answer)
        held.draft = {**held.draft, statement: answer}
    else:
        held.draft = {other: said for other, said in held.draft.items() if other != statement}
    held.save(update_fields=["draft"])


@transaction.atomic
def send_answers(*, code: SheetCode, said: Said | None = None, comment: str = "", now: datetime) -> AnswerSheet:
    """Send what was answered: the draft with a comment, or what a form says. The code does not work any more after it.

    Raises NothingSaid, AnsweredAlready and AskedOtherwise.
    """
    held = _held(code, now)
    said = said or Said(held.draft, comment)
    if not said.anything:
        raise NothingSaid("Nothing is answered yet. Answer a statement, or write something below.")
    sheet = held.sheet
    answer_on(sheet, said, now)
    sheet.save(update_fields=["answered_month", "answered_at", "comment"])
    Answer.objects.bulk_create(answers_of(sheet, said))
    held.delete()
    return sheet


@transaction.atomic
def refuse(*, code: SheetCode, now: datetime) -> AnswerSheet:
    """Somebody would rather not answer: nothing of what they had chosen is kept. Raises AnsweredAlready."""
    held = _held(code, now)
    sheet = held.sheet
    sheet.declined = True
    sheet.save(update_fields=["declined"])
    held.delete()
    return sheet


def _held(code: SheetCode, now: datetime) -> SheetCode:
    """The code as it is now, locked until the transaction ends, so that it is used once."""
    found = SheetCode.objects.select_for_update(of=("self",)).select_related("sheet").filter(pk=code.pk).first()
    if found is None or found.runs_out_at <= now:
        raise AnsweredAlready("This was answered already, or its time has run out. Nothing more can be sent with it.")
    return found
