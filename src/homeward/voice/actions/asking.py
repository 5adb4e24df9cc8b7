"""Asking somebody how it was: there and then, or by a form or an address that they answer by themselves."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from homeward.episodes.queries.care import episodes_seen_by
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.voice.actions.answering import NothingSaid
from homeward.voice.drafting import Asking, Said, answer_on, answers_of, sheet_of
from homeward.voice.models import Answer, AnswerSheet, SheetCode
from homeward.voice.queries.episodes import has_died
from homeward.voice.reading import shelf
from homeward.voice.rules.asking import may_be_asked, runs_out_at
from homeward.voice.rules.codes import code_of, key_from


class CannotBeAsked(ValueError):
    """Somebody was to be asked who has died, or who is asked nothing at this time."""


@transaction.atomic
def record_answers(*, asking: Asking, said: Said, by: Member, now: datetime) -> AnswerSheet:
    """Write down what somebody answers while they are asked. Raises CannotBeAsked, NothingSaid, AskedOtherwise."""
    if not said.anything:
        raise NothingSaid("Nothing is answered yet. Answer a statement, or say that they would rather not be asked.")
    sheet = _checked_sheet(asking, by, now)
    answer_on(sheet, said, now)
    sheet.save(force_insert=True)
    Answer.objects.bulk_create(answers_of(sheet, said))
    return sheet


@transaction.atomic
def note_declined(*, asking: Asking, by: Member, now: datetime) -> AnswerSheet:
    """Note that somebody was asked and would rather not answer: it counts as asked. Raises CannotBeAsked."""
    sheet = _checked_sheet(asking, by, now)
    sheet.declined = True
    sheet.save(force_insert=True)
    return sheet


@transaction.atomic
def give_form(*, asking: Asking, by_post: bool, by: Member, now: datetime) -> str:
    """Make a form or an address that somebody answers by themselves, and give back its code. Raises CannotBeAsked.

    It works once: for 24 hours, or for 21 days when it goes by post. Codes that have run out are removed here.
    """
    SheetCode.objects.filter(runs_out_at__lt=now).delete()
    sheet = _checked_sheet(asking, by, now)
    sheet.save(force_insert=True)
    key = key_from(secrets.randbits(50))
    SheetCode.objects.create(
        sheet=sheet, key=key, runs_out_at=runs_out_at(now, by_post=by_post, apart=sheet.episode_id is None)
    )
    return code_of(key, settings.SECRET_KEY)


def record_many(*, rows: Iterable[tuple[AnswerSheet, Said]], chunk: int = 1000) -> int:
    """Save sheets and their answers in bulk, a thousand sheets at a time, and say how many.

    A sheet comes from `drafting.sheet_of` (with `answer_on` once it was answered) or `drafting.staff_sheet`; for one
    that nobody answered `Said()` goes with it. Nothing else is checked but what the database checks.
    """
    saved = 0
    batch: list[tuple[AnswerSheet, Said]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == chunk:
            saved += _saved(batch)
            batch = []
    return saved + _saved(batch)


@transaction.atomic
def _saved(batch: list[tuple[AnswerSheet, Said]]) -> int:
    AnswerSheet.objects.bulk_create(sheet for sheet, _ in batch)
    Answer.objects.bulk_create(answer for sheet, said in batch for answer in answers_of(sheet, said))
    return len(batch)


def _checked_sheet(asking: Asking, by: Member, now: datetime) -> AnswerSheet:
    episode = episodes_seen_by(by).filter(pk=asking.episode.pk).first()
    if episode is None:
        raise CannotBeAsked("None of your teams has a reason to see their record.")
    if not may_be_asked(asking.audience, has_died=has_died(by, episode)):
        raise CannotBeAsked("The record says that they have died. You can still ask those who cared for them.")
    statements = shelf().on(london_date(now))
    if not statements.asked(asking.audience, asking.timing):
        raise CannotBeAsked("Nothing is asked of them at this time. Choose another time.")
    return sheet_of(replace(asking, episode=episode), statements, now)
