"""Months as one number, year and month: 202603. Where only the month may be known, no day can be kept in it."""

from datetime import date


def month_of(day: date) -> int:
    """The month a day is in: 202603 for any day of March 2026."""
    return day.year * 100 + day.month


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 100, month % 100, 1)


def last_day(month: int) -> date:
    """The last day of a month."""
    return date.fromordinal(first_day(months_later(month, 1)).toordinal() - 1)


def months_later(month: int, by: int) -> int:
    """The month so many months later; earlier for a number below 0."""
    counted = month // 100 * 12 + month % 100 - 1 + by
    return counted // 12 * 100 + counted % 12 + 1


def twelve_months_to(month: int) -> int:
    """The first of the twelve months that end with this one."""
    return months_later(month, -11)
