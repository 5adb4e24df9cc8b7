"""You said, we did."""

from datetime import date, datetime

from django.db import transaction

from homeward.kit.text import storable
from homeward.partnership.models import Member, PhasedChange
from homeward.voice.models import SaidAndDone


class SayBoth(ValueError):
    """An entry without what was said, or without what was done."""


class TakenBackAlready(ValueError):
    """An entry that was taken back before."""


@transaction.atomic
def say_and_do(
    *, said: str, done: str, since: date, change: PhasedChange | None = None, by: Member, now: datetime
) -> SaidAndDone:
    """Write what people said and what was done about it. Raises SayBoth."""
    said, done = storable(said).strip(), storable(done).strip()
    if not (said and done):
        raise SayBoth("Write what people said, and what was done about it.")
    return SaidAndDone.objects.create(said=said, done=done, since=since, change=change, by=by, at=now)


@transaction.atomic
def take_back(*, entry: SaidAndDone, by: Member, now: datetime) -> SaidAndDone:
    """Take an entry back; it is kept, and no longer shown. Raises TakenBackAlready."""
    entry = SaidAndDone.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.withdrawn_at is not None:
        raise TakenBackAlready("Somebody has taken this entry back already.")
    entry.withdrawn_at, entry.withdrawn_by = now, by
    entry.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return entry
