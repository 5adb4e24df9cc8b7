"""Sending a message in, as every test here does."""

from datetime import datetime

from homeward.exchange.actions import RECEIVED, Answered, arrived, take_in
from homeward.exchange.models import Sender
from homeward.referrals.models import Referral
from tests.exchange.messages import as_bytes
from tests.support.borough import NOW


def sent(bundle: object, sender: Sender | None = None, now: datetime = NOW) -> Answered:
    body = bundle if isinstance(bundle, bytes) else as_bytes(bundle)
    return take_in(arrived=arrived(body), sender=sender, now=now)


def referral_from(bundle: object, sender: Sender | None = None) -> Referral:
    answered = sent(bundle, sender)
    assert answered.outcome == RECEIVED, answered.body
    return Referral.objects.select_related("person").get(pk=answered.message.referral_id)


def flags_of(referral: Referral, category: str) -> list[str]:
    return [flag["text"] for flag in referral.flags if flag["category"] == category]
