"""UK postcodes, tidied to one form so that they can be compared and searched."""

import re

_SHAPE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$")


def tidied(text: str) -> str | None:
    """The postcode in capitals with one space ("se1 7eh" gives "SE1 7EH"), or None when it has not that shape."""
    match = _SHAPE.match(re.sub(r"\s+", "", text).upper())
    return f"{match[1]} {match[2]}" if match else None


def district(text: str) -> str:
    """The outward part ("SE1"), or an empty string when there is no readable postcode."""
    tidy = tidied(text)
    return tidy.split()[0] if tidy else ""
