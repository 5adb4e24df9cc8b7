"""Differences and intervals as sentences say them."""

import pytest

from homeward.outcomes.evaluation.answer import Estimate
from homeward.outcomes.evaluation.wording import amount, interval


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.24, 11.04, "1.2 to 11.0"),
        (-11.04, -1.24, "1.2 to 11.0"),
        (-0.086, 4.9, "0.1 lower to 4.9 higher"),
        (-0.02, 0.03, "0.020 lower to 0.030 higher"),
        (0.0, 2.0, "0.0 to 2.0"),
        (1200.0, 3400.0, "1,200.0 to 3,400.0"),
    ],
)
def test_an_interval_is_said_with_its_direction(low: float, high: float, said: str) -> None:
    assert interval(Estimate("x", (low + high) / 2, low, high, 1.0)) == said


@pytest.mark.parametrize(
    ("value", "unit", "relative", "said"),
    [
        (-6.14, "percent", False, "6.1 percentage points"),
        (6.14, "count", True, "6.1%"),
        (35.0, "minutes", False, "35.0 minutes"),
        (0.004, "ratio", False, "0.004"),
        (0.0, "days", False, "0.0 days"),
    ],
)
def test_a_difference_is_said_in_the_unit_of_its_measure(value: float, unit: str, relative: bool, said: str) -> None:
    assert amount(value, unit, relative=relative) == said
