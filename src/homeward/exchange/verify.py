"""No message is ever lost: checked over the whole database."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from homeward.exchange.models import Message
from homeward.kit.problem import Problem
from homeward.referrals.models import Arrival, Referral

LONGEST_WAIT = timedelta(hours=24)


def problems() -> Iterator[Problem]:
    """What does not hold now."""
    yield from problems_at(timezone.now())


def problems_at(now: datetime) -> Iterator[Problem]:
    """Every message that became nothing, every referral from a message without it, and every message nobody sorts."""
    neither = Message.objects.exclude(Q(referral__isnull=False, refused_because="") | Q(referral=None))
    silent = Message.objects.filter(referral=None, refused_because="")
    for pk in (neither | silent).values_list("pk", flat=True).iterator():
        yield Problem(
            "exchange",
            "A message is either taken in, or refused with words",
            f"Message {pk}",
            "Open the message and take a referral from it by hand.",
        )
    its_message = Message.objects.filter(referral=OuterRef("pk"), reason="new")
    for pk in (
        Referral.objects.filter(~Exists(its_message), arrival=Arrival.BARS).values_list("pk", flat=True).iterator()
    ):
        yield Problem(
            "exchange",
            "A referral that arrived as a message has its message",
            Referral(pk=pk).reference,
            "Ask the sender to send the message again.",
        )
    by_hand = Message.objects.filter(reason="new", referral__isnull=False).exclude(referral__arrival=Arrival.BARS)
    for pk in by_hand.values_list("pk", flat=True).iterator():
        yield Problem(
            "exchange",
            "A message made the referral it points at",
            f"Message {pk}",
            "Tell those who run the service: the message and its referral do not belong together.",
        )
    waiting = Message.objects.filter(referral=None, resolved_at=None, received_at__lt=now - LONGEST_WAIT)
    for pk in waiting.values_list("pk", flat=True).iterator():
        yield Problem(
            "exchange",
            "A message that could not be taken in is sorted within 24 hours",
            f"Message {pk}",
            "Open the message, and take a referral from it or close it with a reason.",
        )
