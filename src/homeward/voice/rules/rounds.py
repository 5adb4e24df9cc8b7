"""When staff are asked."""

from collections.abc import Collection
from datetime import date

from homeward.voice.rules.months import month_of


def is_open(today: date, staff_months: Collection[int], opened: Collection[int]) -> bool:
    """True in the agreed months of each year, and in those opened (such as 202603). A round ends with its month."""
    return today.month in staff_months or month_of(today) in opened
