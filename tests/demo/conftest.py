"""The made-up borough at its real size, made once for the tests that count it, and taken back afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from homeward.demo.making import Size, make
from homeward.demo.progress import quiet
from homeward.demo.writing import Written

NOW = datetime(2026, 11, 18, 14, 37, tzinfo=UTC)
"""A Wednesday afternoon in November, with both clock changes behind it."""
SEED = 7


@pytest.fixture(scope="package")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[Written]:
    """A year of Pellbridge, in one transaction that is rolled back when the last test has counted it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make(seed=SEED, now=NOW, size=Size(), progress=quiet)
        transaction.set_rollback(True)
