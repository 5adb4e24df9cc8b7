"""Keeping those who try codes, or try to keep the service busy, from going on."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more of this from this address, and say whether that is more than `most` in so many seconds.

    The seconds are stretches of the clock, each counted anew; two at the same instant may be counted as one.
    """
    stretch = int(timezone.now().timestamp()) // seconds
    said = f"{what}:{stretch}:{_from_where(request)}".encode("utf-8", "surrogatepass")
    key = f"voice:{hashlib.sha256(said).hexdigest()}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=seconds)
    return bool(count > most)


def _from_where(request: HttpRequest) -> str:
    """The address a request comes from, as sign-in knows it behind a proxy; "" where it cannot be told."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
