"""Pages opened as members, and the words on them."""

from typing import Any

from django.test import Client

from homeward.partnership.models import Member


def as_(member: Member) -> Client:
    """A browser in which this member is signed in."""
    client = Client()
    client.force_login(member)
    return client


def words(response: Any) -> str:
    """The page as it was sent, mark-up and all."""
    return str(response.content.decode())
