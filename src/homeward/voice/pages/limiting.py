"""Keeping those who try codes, or try to keep the service busy, from going on."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more of this from this address, and say whether that is more than `most` in so many seconds."""
    said = f"{what}:{_from_where(request)}".encode("utf-8", "surrogatepass")
    key = f"voice:{hashlib.sha256(said).hexdigest()}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False


def _from_where(request: HttpRequest) -> str:
    """The address a request comes from, as sign-in knows it behind a proxy; "" where it cannot be told."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
