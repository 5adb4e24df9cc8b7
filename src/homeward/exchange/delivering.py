"""Telling referrers' systems what was decided. What cannot be delivered stays to be given, and is tried next time."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
from django.db.models import Q, QuerySet
from django.utils import timezone

from homeward.exchange.bars.replying import SEEN, Reply, reply_to
from homeward.exchange.fhir.outcome import Refused
from homeward.exchange.fhir.parsing import parse_bundle
from homeward.exchange.models import Message
from homeward.exchange.queries import messages_to_answer, messages_to_correct, messages_to_finish
from homeward.kit.london import LONDON
from homeward.referrals.actions import answer_given
from homeward.referrals.models import Channel, Referral, ReferrerAnswer

PATIENCE = 10
"""Seconds to wait for another system: the standard asks for an answer within five."""

HELD_FOR = timedelta(minutes=5)
"""How long one run keeps others from a sender's answers: far longer than another system is waited for."""

Post = Callable[[str, bytes], str]
"""Sends bytes to an address; "" when it was taken, or words on why not."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer: to whom, about what, and "" when it was delivered or words on why not."""

    reference: str
    to: str
    trouble: str


Tell = Callable[[Message, Post, datetime], Delivery | None]
"""Tells a message's sender one thing, and what came of it; None when there was nothing to tell."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the message into a request for a page, and its 200 into a false "taken"."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def deliver(*, now: datetime, post: Post | None = None) -> Iterator[Delivery]:
    """Send every answer that waits for a system, in the order decided, and then word of everyone who was seen.

    Whoever was told so of a visit that was withdrawn, with nobody seen after all, is told that first.

    An answer counts as given only when the other system says it took it. After a failure, later answers about the same
    referral wait too, so that they cannot overtake. Runs at once send each answer once between them. What a run was
    sending when it died is sent again.
    """
    send = post or post_json
    for waiting, tell in (
        (messages_to_answer(), _next_answer),
        (messages_to_correct(), _taken_back),
        (messages_to_finish(), _final_word),
    ):
        for pk in list(waiting.values_list("pk", flat=True)):
            while (delivery := _by_one_run(waiting, pk, tell, send, now)) is not None:
                yield delivery
                if delivery.trouble:
                    break


def _by_one_run(waiting: QuerySet[Message], pk: int, tell: Tell, send: Post, now: datetime) -> Delivery | None:
    """Tell one thing while no other run tells its sender anything; None when another does, or nothing waits any more.

    The hold is a time written down, not a lock of the database: no transaction stays open while another system thinks,
    and the hold of a run that died ends by itself. What waits is read after the hold is there, as it is by then.
    """
    until = timezone.now() + HELD_FOR
    free = Q(sending_until=None) | Q(sending_until__lt=timezone.now())
    if not Message.objects.filter(free, pk=pk).update(sending_until=until):
        return None
    try:
        message = waiting.filter(pk=pk).first()
        return tell(message, send, now) if message else None
    finally:
        Message.objects.filter(pk=pk, sending_until=until).update(sending_until=None)


def post_json(address: str, body: bytes) -> str:
    """POST to an address, following no redirects; "" for a 2xx, else words."""
    if not address.startswith(("https://", "http://")):
        return f'"{address}" is not a web address.'
    headers = {"Content-Type": "application/fhir+json", "X-Request-Id": str(uuid4()), "X-Correlation-Id": str(uuid4())}
    try:
        asked = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310 - checked above
        with urllib.request.build_opener(_NoRedirects).open(asked, timeout=PATIENCE) as response:
            return "" if 200 <= response.status < 300 else f"It answered {response.status}."
    except urllib.error.HTTPError as error:
        with error:
            return f"It answered {error.code}."
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"It could not be reached: {getattr(error, 'reason', None) or error}."


def _next_answer(message: Message, send: Post, now: datetime) -> Delivery | None:
    referral = message.referral
    assert referral is not None
    waiting = referral.decisions.filter(answer__channel=Channel.MESSAGE, answer__given_at=None)
    decision = waiting.select_related("answer").order_by("at", "pk").first()
    if decision is None:
        return None
    answer: ReferrerAnswer = decision.answer
    reply = Reply(
        kind=decision.kind,
        reference=referral.reference,
        says=answer.says,
        first=not _told_before(message, referral),
        at=answer.made_at,
    )
    trouble = _sent(message, reply, send)
    if not trouble:
        answer_given(answer=answer, by=None, now=now)
    return Delivery(referral.reference, str(message.sender or "a file"), trouble)


def _told_before(message: Message, referral: Referral) -> bool:
    """True when the sender's system took a message about this referral; what a person said by phone it never saw."""
    taken = referral.decisions.filter(
        answer__channel=Channel.MESSAGE, answer__given_at__isnull=False, answer__given_by=None
    )
    return message.final_told_at is not None or taken.exists()


def _final_word(message: Message, send: Post, now: datetime) -> Delivery:
    referral = message.referral
    assert referral is not None
    seen_at = referral.first_contact_at or now
    says = f"Your referral {referral.reference}: the person was seen on {seen_at.astimezone(LONDON):%d %b %Y at %H:%M}."
    first = not _told_before(message, referral)
    reply = Reply(kind=SEEN, reference=referral.reference, says=says, first=first, at=seen_at)
    trouble = _sent(message, reply, send)
    if not trouble:
        message.final_told_at = now
        message.save(update_fields=["final_told_at"])
    return Delivery(referral.reference, str(message.sender), trouble)


def _taken_back(message: Message, send: Post, now: datetime) -> Delivery:
    referral = message.referral
    assert referral is not None
    says = (
        f"Your referral {referral.reference}: the person has not been seen after all. The visit was recorded wrongly."
    )
    trouble = _sent(message, Reply(kind="reopen", reference=referral.reference, says=says, first=False, at=now), send)
    if not trouble:
        message.final_told_at = None
        message.save(update_fields=["final_told_at"])
    return Delivery(referral.reference, str(message.sender), trouble)


def _sent(message: Message, reply: Reply, send: Post) -> str:
    if message.sender is None or not message.sender.reply_url:
        return "It gave no address for answers, so the front door rings."
    try:
        content = parse_bundle(bytes(message.body))
    except Refused as refused:  # cannot be, as it was read when it came; but nobody may be left without an answer
        return f"Its own message can no longer be read: {refused}"
    body = orjson.dumps(reply_to(content, message_id=message.message_id, reply=reply))
    return send(message.sender.reply_url, body)
