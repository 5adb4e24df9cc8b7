"""What the tests of collecting share: the small borough."""

import pytest

from tests.support.borough import Borough, make_borough


@pytest.fixture
def borough(db: None) -> Borough:
    """The small borough."""
    return make_borough()
