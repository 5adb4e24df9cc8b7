"""A flag that says all is well must not look like a warning, and every other flag must."""

import pytest

from homeward.referrals.rules.flags import warns


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ({"category": "Scene safety", "code": "S", "text": "The Scene is safe"}, False),
        ({"category": "Scene Safety", "code": "S"}, False),
        ({"category": "Scene safety", "code": "U", "text": "Not safe"}, True),
        ({"category": "Scene safety", "code": ""}, True),
        ({"category": "Safeguarding", "code": "S"}, True),
        ({}, True),
    ],
)
def test_only_a_safe_scene_does_not_warn(flag: dict[str, str], expected: bool) -> None:
    assert warns(flag) is expected
