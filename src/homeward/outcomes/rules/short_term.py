"""Which help the national measures of social care count as short-term support to make people more independent."""

from collections.abc import Iterable
from datetime import date, datetime

from homeward.kit.london import london_date

ST_MAX_MODELS = frozenset({"reablement", "home_based", "bed_based"})
"""Kinds of care that are such support (ST-Max): time-limited help to regain independence.

A crisis response, an @home ward and urgent social work are not: the first two are health care, and the last decides
rather than helps. Each partnership has to confirm this with its council, which makes the national return.
"""
NOT_SHORT_TERM = "not_short_term_support"
UNDER_AGE, DIED_BEFORE = "under_18", "died_before_it_began"


def short_term_from(stages: Iterable[tuple[str, datetime]], first_contact_at: datetime) -> date | None:
    """The London date from which help was such support; None when it never was.

    It is that of the first stage of such a kind, and never before the first contact: nobody is helped before. `stages`
    are the kind of care and the beginning of each, in order.
    """
    began = next((began_at for kind, began_at in stages if kind in ST_MAX_MODELS), None)
    return None if began is None else london_date(max(began, first_contact_at))
