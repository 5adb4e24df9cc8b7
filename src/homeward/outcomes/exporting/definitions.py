"""The definitions of all measures as one JSON file, for other programs. Pure."""

import json

from homeward.outcomes.definitions import measures


def definitions_as_json() -> str:
    """Every measure's definition in full, in the order of the framework."""
    return json.dumps([one.model_dump(mode="json") for one in measures()], indent=2, ensure_ascii=False) + "\n"
