"""Series from a file: what is taken, and what is refused with the row and the reason."""

from datetime import date

import pytest

from homeward.outcomes.evaluation.months import Month
from homeward.outcomes.evaluation.reading import SeriesUnreadable, read_series

HEAD = "area,month,numerator,denominator\n"


def test_shares_counts_and_other_numbers_are_told_apart() -> None:
    (share,) = read_series(HEAD + "Wick,2026-02,30,40\nWick,2026-01-15,10,40\n")
    assert share.kind == "percent"
    assert share.months == (Month(date(2026, 1, 1), 25.0), Month(date(2026, 2, 1), 75.0))
    (count,) = read_series(HEAD + 'Wick,2026-01,"1,200",\n')
    assert (count.kind, count.months[0].value) == ("count", 1200.0)
    (number,) = read_series(HEAD + "Wick,2026-01,90,40\nWick,2026-02,20,40\n")
    assert (number.kind, number.months[0].value) == ("number", 2.25)


def test_areas_come_by_name_and_a_single_series_needs_none() -> None:
    assert [one.area for one in read_series(HEAD + "Wick,2026-01,1,2\nHolm,2026-01,1,2\n")] == ["Holm", "Wick"]
    assert read_series("\ufeffMonth,Numerator\n2026-01,5\n")[0].area == ""


def test_a_month_of_which_nobody_was_counted_has_no_value() -> None:
    assert read_series(HEAD + "Wick,2026-01,0,0\nWick,2026-02,1,2\n")[0].months[0].value is None


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("", "no rows"),
        ("Wick,March,1,2\n", 'Row 2: "March" is not a month. Write it as 2026-03.'),
        ("Wick,2026-13,1,2\n", "Row 2"),
        ("Wick,2026-01,,2\n", "numerator is empty"),
        ("Wick,2026-01,-1,2\n", 'numerator "-1" is not a number of 0 or more'),
        ("Wick,2026-01,nan,2\n", "not a number"),
        ("Wick,2026-01,1,two\n", 'denominator "two"'),
        ("Wick,2026-01,1,2\nWick,2026-01,1,2\n", "Wick has January 2026 twice"),
        ("Wick,2026-01,1,2\nWick,2026-02,1,\n", "Some rows have a denominator"),
    ],
)
def test_what_cannot_be_read_is_said(rows: str, says: str) -> None:
    with pytest.raises(SeriesUnreadable) as refused:
        read_series(HEAD + rows)
    assert says in str(refused.value)


def test_a_file_without_the_columns_says_which() -> None:
    with pytest.raises(SeriesUnreadable, match="no month, numerator"):
        read_series("area,when\nWick,2026-01\n")
