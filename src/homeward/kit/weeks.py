"""Weeks that begin on Monday, as the national statistics' calendars do."""

from datetime import date, timedelta


def week_of(day: date) -> date:
    """The Monday of the week this date is in."""
    return day - timedelta(days=day.weekday())


def age_on(born_on: date, day: date) -> int:
    """Whole years of age on a day; someone born on 29 February has a birthday on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
