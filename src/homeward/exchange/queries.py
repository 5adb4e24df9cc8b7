"""Messages that wait for a person, and messages that belong together."""

import re

from django.db.models import F, Q, QuerySet

from homeward.exchange.models import Message, Sender
from homeward.partnership.models import Member, Organisation
from homeward.partnership.rules import Capability
from homeward.referrals.models import Channel, Referral
from homeward.referrals.queries import referrals_seen_by


def messages_kept(viewer: Member) -> QuerySet[Message]:
    """Messages that were refused, those still waiting first, then the newest; without their bodies."""
    if not viewer.may(Capability.RESOLVE_MESSAGES):
        return Message.objects.none()
    return (
        Message.objects.filter(~Q(refused_because="") | Q(resolved_at__isnull=False))
        .select_related("sender__organisation", "resolved_by", "referral__person", "made_referral__person")
        .defer("body", "answer")
        .order_by(F("resolved_at").desc(nulls_first=True), "-received_at", "-pk")
    )


def how_many_wait(viewer: Member) -> int:
    """How many messages somebody must still deal with."""
    return messages_kept(viewer).filter(referral=None, resolved_at=None).count()


def taken_in_with_id(message_id: str, *, sender: Sender | None) -> Message | None:
    """The message this sender gave this id that was taken in, or None. Without a sender: among those from files."""
    taken_in = Message.objects.filter(message_id=message_id, sender=sender, referral__isnull=False)
    return taken_in.select_related("referral").first()


def same_case(message: Message, organisation: Organisation | None) -> QuerySet[Message]:
    """Messages taken in about the same case or request of the same organisation, the first one first."""
    same = Q()
    if message.case_number:
        same |= Q(case_number=message.case_number)
    if message.request_id:
        same |= Q(request_id=message.request_id)
    if not same:
        return Message.objects.none()
    return (
        Message.objects.filter(same, referral__isnull=False, referral__source_organisation=organisation)
        .exclude(pk=message.pk)
        .select_related("referral")
        .defer("body", "answer")
        .order_by("pk")
    )


def _number_in(reference: str) -> int | None:
    found = re.fullmatch(r"(?i)hw-?0*([0-9]{1,12})", reference.strip())
    return int(found[1]) if found else None


def referral_with(viewer: Member, reference: str) -> Referral | None:
    """The referral with this reference, when the viewer may see it."""
    return referrals_seen_by(viewer).filter(pk=_number_in(reference) or 0).first()


def referral_sent_by(sender: Sender, reference: str) -> Referral | None:
    """The referral with this reference when this sender's message made it, or None."""
    made = Message.objects.filter(sender=sender, reason="new", referral_id=_number_in(reference) or 0)
    message = made.select_related("referral__episode").defer("body", "answer").first()
    return message.referral if message else None


def messages_to_answer() -> QuerySet[Message]:
    """Messages whose referral has an answer that should go to its sender's system and has not, the longest first."""
    waiting = Message.objects.filter(
        reason="new",
        referral__decisions__answer__channel=Channel.MESSAGE,
        referral__decisions__answer__given_at=None,
    ).values("pk")
    return Message.objects.filter(pk__in=waiting).select_related("sender", "referral__episode").order_by("pk")


def messages_to_correct() -> QuerySet[Message]:
    """Messages whose sender was told that the person was seen, when that visit was withdrawn and nobody has been."""
    return (
        Message.objects.filter(
            reason="new",
            final_told_at__isnull=False,
            referral__episode__first_contact_at=None,
            referral__closed_at=None,
        )
        .select_related("sender", "referral__episode")
        .order_by("pk")
    )


def messages_to_finish() -> QuerySet[Message]:
    """Messages whose person was seen, every answer given, and whose sender has an address and does not know yet."""
    return (
        Message.objects.filter(reason="new", final_told_at=None, referral__episode__first_contact_at__isnull=False)
        .exclude(Q(sender=None) | Q(sender__reply_url=""))
        .exclude(pk__in=messages_to_answer().values("pk"))
        .select_related("sender", "referral__episode")
        .order_by("pk")
    )
