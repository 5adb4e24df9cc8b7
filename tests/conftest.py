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

USES_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "_django_db_helper"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option for the second database: what never asks one need not run twice."""
    parser.addoption("--with-a-database-only", action="store_true", help="leave out tests that use no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, where asked, the tests that use no database, and say how many."""
    if not config.getoption("--with-a-database-only"):
        return
    kept = [one for one in items if _uses_a_database(one)]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(kept)])
    items[:] = kept


def _uses_a_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    marks = ("django_db", "database_of_its_own")
    return bool(USES_A_DATABASE & asked) or any(item.get_closest_marker(mark) for mark in marks)


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
