"""When staff are asked, and how a round knows who has answered without knowing who it was."""

import hashlib
import hmac
from collections.abc import Collection
from datetime import date

from homeward.voice.rules.months import month_of


def is_open(today: date, staff_months: Collection[int], opened: Collection[int]) -> bool:
    """True in the agreed months of each year, and in those opened (such as 202603). A round ends with its month."""
    return today.month in staff_months or month_of(today) in opened


def mark_of(member: int, month: int, secret: str) -> str:
    """What a round keeps of a member, by their number, who has answered: another mark in each round.

    An HMAC-SHA-256 with the service's own key, so that nobody can work out whose it is from the database alone.
    """
    said = f"homeward.voice.staff_round:{month}:{member}"
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()
