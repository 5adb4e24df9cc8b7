"""What the rules say of care that began after help: whether it is a care home for good, and whether it is new."""

from collections.abc import Iterable
from datetime import date, timedelta

LONG_TERM_HOMES = frozenset({"long_term_residential_care", "long_term_nursing_care", "lts_residential", "lts_nursing"})
"""Long-term residential and nursing care, as codes of the lists `onward_service` and `support_sequel`."""
NEW_AFTER = timedelta(days=365)
"""Who lived in such a home within this long before is no new resident. Source: ASCOF 2B and 2C."""
IN_CARE_HOME, LIVES_NOT_KNOWN = "care_home", ""


def is_long_term_home(service: str) -> bool:
    """Whether a kind of support is long-term residential or nursing care."""
    return service in LONG_TERM_HOMES


def is_new(began_on: date, *, service: str, earlier: Iterable[date], lived_at: str) -> bool | None:
    """Whether somebody is new in a long-term care home: none in the 365 days before, as far as this record knows.

    `earlier` are the days on which such a placement of theirs began, `lived_at` where they lived when they were
    referred. None for other support, and when nobody knows where they lived.
    """
    if not is_long_term_home(service):
        return None
    if lived_at == IN_CARE_HOME or any(began_on - NEW_AFTER < day < began_on for day in earlier):
        return False
    return None if lived_at == LIVES_NOT_KNOWN else True
