"""What people do with messages that could not be taken in: read again, or closed with words on what was done."""

from datetime import datetime

from django.db import transaction

from homeward.exchange.actions import DUPLICATE, Answered, attempt, keep
from homeward.exchange.fhir.outcome import Refused
from homeward.exchange.models import Message
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.referrals.models import Referral


class AlreadyDealtWith(ValueError):
    """The message was taken in or resolved by someone else meanwhile."""


class ResolutionNeeded(ValueError):
    """A message was to be closed without words on what was done about it."""


@transaction.atomic
def try_again(*, message: Message, by: Member, now: datetime) -> Answered:
    """Read a kept message again, after what stood in its way is mended. Raises AlreadyDealtWith.

    One that was taken in by another way meanwhile is closed with that said.
    """
    row = _waiting(message)
    row.resolution = (
        f"Read again and taken in. Before that it had been refused with these words: “{row.refused_because}”"
    )
    row.resolved_at, row.resolved_by = now, by
    try:
        with transaction.atomic():
            answered = attempt(row, now)
    except Refused as refused:
        row.resolved_at, row.resolved_by, row.resolution = None, None, ""
        return keep(row, refused)
    if answered.outcome == DUPLICATE:
        words = f"The same message was taken in already, as message {answered.message.pk}."
        resolve(message=message, resolution=words, referral=answered.message.referral, by=by, now=now)
    return answered


@transaction.atomic
def resolve(*, message: Message, resolution: str, referral: Referral | None, by: Member, now: datetime) -> Message:
    """Close a kept message with words on what was done, and the referral that was made from it by hand if any.

    Raises ResolutionNeeded without words, AlreadyDealtWith when someone else was first.
    """
    words = storable(resolution).strip()
    if referral is not None and not words:
        words = f"Referral {referral.reference} was made from it."
    if not words:
        raise ResolutionNeeded("Say what was done about this message.")
    row = _waiting(message)
    row.resolved_at, row.resolved_by, row.resolution, row.made_referral = now, by, words, referral
    row.save(update_fields=["resolved_at", "resolved_by", "resolution", "made_referral"])
    return row


def _waiting(message: Message) -> Message:
    """The message as it is now, locked, if it waits. Raises AlreadyDealtWith otherwise."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("sender__organisation")
    row = rows.get(pk=message.pk)
    if not row.waits:
        raise AlreadyDealtWith("Somebody has dealt with this message since you opened it.")
    return row
