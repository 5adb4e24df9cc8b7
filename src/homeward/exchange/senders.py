"""Systems that may send messages, and the tokens they are known by."""

import hashlib
import hmac
import secrets
from datetime import datetime

from homeward.exchange.models import Sender
from homeward.partnership.models import Member, Organisation


def make_sender(
    *, organisation: Organisation, name: str, reply_url: str = "", by: Member | None = None, now: datetime
) -> tuple[Sender, str]:
    """A system that may send messages, and its token, which is shown this once and cannot be read again."""
    token = secrets.token_urlsafe(32)
    sender = Sender.objects.create(
        organisation=organisation,
        name=name.strip()[:120],
        token_hash=hash_of(token),
        reply_url=reply_url,
        made_at=now,
        made_by=by,
    )
    return sender, token


def hash_of(token: str) -> str:
    """How a token is kept. A random token of 256 bits needs no slow hash: it cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def sender_with(token: str) -> Sender | None:
    """The active system that has this token, or None. Compared by hash, in the same time whatever the difference."""
    found = Sender.objects.select_related("organisation").filter(token_hash=hash_of(token), active=True).first()
    return found if found and hmac.compare_digest(found.token_hash, hash_of(token)) else None


def senders() -> list[Sender]:
    """Every system that was ever let in, stopped ones among them, in the order made."""
    return list(Sender.objects.select_related("organisation").order_by("pk"))


def stop_sender(pk: int) -> bool:
    """Take a system's token away, keeping what it sent; False when there is no such system."""
    return bool(Sender.objects.filter(pk=pk).update(active=False))
