"""Published facts kept beside the project, for tests that hold the rules against them."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


def published(name: str) -> Any:
    """The JSON of one published file, or a skipped test that says which file is not here."""
    file = FOLDER / name
    if not file.exists():
        pytest.skip(f"the published figures {name} are not beside the project")
    return json.loads(file.read_text(encoding="utf-8"))
