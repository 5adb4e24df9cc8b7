"""Messages that wait for a person, and messages that belong together."""

from django.db.models import F, Q, QuerySet

from homeward.exchange.models import Message
from homeward.partnership.models import Member, Organisation
from homeward.partnership.rules import Capability


def messages_kept(viewer: Member) -> QuerySet[Message]:
    """Messages that were refused, those still waiting first, then the newest; without their bodies."""
    if not viewer.may(Capability.RESOLVE_MESSAGES):
        return Message.objects.none()
    return (
        Message.objects.filter(~Q(refused_because="") | Q(resolved_at__isnull=False))
        .select_related("sender__organisation", "resolved_by", "referral", "made_referral")
        .defer("body", "answer")
        .order_by(F("resolved_at").desc(nulls_first=True), "-received_at", "-pk")
    )


def how_many_wait(viewer: Member) -> int:
    """How many messages somebody must still deal with."""
    return messages_kept(viewer).filter(referral=None, resolved_at=None).count()


def taken_in_with_id(message_id: str) -> Message | None:
    """The message with this id that was taken in, or None."""
    return Message.objects.filter(message_id=message_id, referral__isnull=False).select_related("referral").first()


def earlier_versions(message: Message, organisation: Organisation | None) -> list[Message]:
    """Messages taken in about the same case or request of the same organisation, the first one first."""
    same = Q()
    if message.case_number:
        same |= Q(case_number=message.case_number)
    if message.request_id:
        same |= Q(request_id=message.request_id)
    if not same:
        return []
    return list(
        Message.objects.filter(same, referral__isnull=False, referral__source_organisation=organisation)
        .exclude(pk=message.pk)
        .select_related("referral")
        .defer("body", "answer")
        .order_by("pk")
    )
