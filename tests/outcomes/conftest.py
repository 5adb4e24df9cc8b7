"""What the outcomes' tests share: facts kept in a folder of their own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A data folder of this test's own, with no facts in it yet."""
    settings.HOMEWARD_HOME = tmp_path
    settings.HOMEWARD_PARTNERSHIP = "testshire"
    return tmp_path
