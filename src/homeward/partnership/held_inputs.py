"""Keeping what a member had typed when their session ended, for them alone and for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from homeward.kit.text import storable_json
from homeward.partnership.models import HeldInput, Member

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Held:
    """What was typed on one page: where it was being sent, and each field with its values."""

    action: str
    fields: dict[str, list[str]]


@transaction.atomic
def hold_input(*, member_id: int, path: str, held: Held, now: datetime) -> bool:
    """Keep what was typed on the page `path`, in place of anything kept from it before; False for no such member."""
    HeldInput.objects.filter(held_at__lt=now - KEPT_FOR).delete()
    if not Member.objects.filter(pk=member_id, is_active=True).exists():
        return False
    body = storable_json({"action": held.action, "fields": held.fields})
    HeldInput.objects.update_or_create(member_id=member_id, path=path, defaults={"body": body, "held_at": now})
    return True


def input_held_for(member: Member, path: str, now: datetime) -> Held | None:
    """What this member had typed on the page `path` in the last 24 hours, or None."""
    row = HeldInput.objects.filter(member=member, path=path, held_at__gte=now - KEPT_FOR).first()
    return Held(action=row.body["action"], fields=row.body["fields"]) if row else None


def let_go_of_input(*, member: Member, action: str) -> bool:
    """Forget what was held for this member on its way to `action`; True when that was the last held for them."""
    forgotten, _ = HeldInput.objects.filter(member=member, body__action=action).delete()
    return forgotten > 0 and not HeldInput.objects.filter(member=member).exists()
