"""Days and moments typed on a page: a year nobody meant is refused before it stands in a list."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from homeward.partnership.forms import LondonMoment, UKDate


@pytest.mark.parametrize("typed", ["31 12 9999", "1 1 3000", "31 12 1799", "1 1 0001"])
def test_a_day_in_a_year_nobody_meant_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="Last day: check the year"):
        UKDate(label="Last day").clean(typed)


@pytest.mark.parametrize(("typed", "day"), [("31 12 2999", date(2999, 12, 31)), ("1 1 1800", date(1800, 1, 1))])
def test_a_day_at_either_edge_is_taken(typed: str, day: date) -> None:
    assert UKDate(label="Last day").clean(typed) == day


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_moment_in_a_year_nobody_meant_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="Not before: check the year"):
        LondonMoment(label="Not before").clean(typed)
