"""Asking staff: a round in a month, and answers that lead to nobody."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.partnership.queries import members_by_organisation
from homeward.partnership.rules import Capability
from homeward.voice.actions.answering import AnsweredAlready, NothingSaid
from homeward.voice.drafting import Said, answers_of, staff_sheet
from homeward.voice.models import Answer, StaffRound
from homeward.voice.queries.rounds import round_is_open
from homeward.voice.reading import shelf
from homeward.voice.rules.months import month_of
from homeward.voice.rules.rounds import mark_of


class NotAsked(ValueError):
    """No round is open, or somebody who does not take part wants to answer or to open one."""


@transaction.atomic
def open_round(*, by: Member, now: datetime) -> StaffRound:
    """Ask staff this month, whichever months were agreed; a round stays open once it is. Raises NotAsked."""
    if not by.may(Capability.LEAD_VOICE):
        raise NotAsked("Only a head of service in the joint service can open a round.")
    held = _held(month_of(london_date(now)))
    if held.opened_at is None:
        held.opened_by, held.opened_at = by, now
        held.save(update_fields=["opened_by", "opened_at"])
    return held


@transaction.atomic
def answer_round(*, said: Said, by: Member, now: datetime) -> None:
    """Take what a member of staff answers, once a round. Nothing is kept that leads from the answers to the member.

    The sheet knows the organisation and the month; the round knows, as a hash, that the member has answered. Raises
    NotAsked, AnsweredAlready, NothingSaid and AskedOtherwise.
    """
    today = london_date(now)
    if not (by.may(Capability.ANSWER_STAFF_ROUND) and round_is_open(today)):
        raise NotAsked("Staff are not asked this month.")
    if not said.anything:
        raise NothingSaid("Nothing is answered yet. Answer a statement, or write something below.")
    held = _held(month_of(today))
    who = mark_of(by.pk, held.month, settings.SECRET_KEY)
    if who in held.answered_by:
        raise AnsweredAlready("You have answered this round already. Thank you.")
    held.answered_by = sorted([*held.answered_by, who])
    held.save(update_fields=["answered_by", "asked"])
    sheet = staff_sheet(organisation=by.organisation, statements=shelf().on(today), month=held.month, said=said)
    sheet.save(force_insert=True)
    Answer.objects.bulk_create(answers_of(sheet, said))


def _held(month: int) -> StaffRound:
    """The round of a month, made where there is none, locked, and with how many members each organisation has now."""
    StaffRound.objects.get_or_create(month=month)
    held = StaffRound.objects.select_for_update().get(month=month)
    held.asked = members_by_organisation()
    held.save(update_fields=["asked"])
    return held
