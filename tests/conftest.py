"""What every test may use: members of each role, and pages opened as them."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from homeward.partnership.models import Member, Organisation, OrganisationKind
from homeward.partnership.rules import Role

# A slow machine is no fault of what is tested.
settings.register_profile("homeward", deadline=None)
settings.load_profile("homeward")


@pytest.fixture
def trust(db: None) -> Organisation:
    """An NHS trust that provides the joint service."""
    return Organisation.objects.create(
        code="RZZ01", name="Eastmere Community NHS Trust", kind=OrganisationKind.NHS_TRUST, takes_part=True
    )


@pytest.fixture
def make_member(trust: Organisation) -> Callable[..., Member]:
    """Make a member: `make_member("coordinator")`; any field of Member may be given."""

    def make(role: str = Role.COORDINATOR, **fields: object) -> Member:
        number = Member.objects.count() + 1
        fields = {
            "username": f"{role}{number}",
            "first_name": "Sam",
            "last_name": f"Okafor {number}",
            "organisation": trust,
            **fields,
        }
        return Member.objects.create_user(role=role, **fields)

    return make


@pytest.fixture
def signed_in_as(make_member: Callable[..., Member]) -> Callable[..., Client]:
    """A client signed in as a new member of this role; the member is its `member`."""

    def sign_in(role: str = Role.COORDINATOR, **fields: object) -> Client:
        client = Client()
        client.member = make_member(role, **fields)  # type: ignore[attr-defined]
        client.force_login(client.member)
        return client

    return sign_in
