"""Facts for the pages of outcomes: referrals of a week, seen in time, late, or left out."""

import html
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.outcomes.made_facts import Fact, fact, put_in_use

MONDAY = date(2026, 10, 26)
"""The first day of the last whole week before the facts are counted."""


def text(response: Any) -> str:
    """What stands on a page, without mark-up and with single spaces."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r" ([.,:;?])", r"\1", " ".join(html.unescape(plain).split()))


def facts_are(**rows: Sequence[Fact]) -> None:
    """Put facts in use for the pages."""
    put_in_use(Path(settings.HOMEWARD_HOME) / "facts", rows)


def referral(number: int, *, met: bool | None = True, weeks_ago: int = 0, **values: Any) -> Fact:
    """A referral whose clock started in a week before the facts were counted, seen within two hours or not."""
    on = MONDAY - timedelta(weeks=weeks_ago)
    said = {"clock_code": "05", "standard_met": met, "pathway": "rapid_response", "locality": "north", "source": "gp"}
    seen = {"wait_minutes": 60 if met else 150, "clock_stop_on": on} if met is not None else {}
    days = {"received_on": on, "clock_start_on": on, "referral_id": str(number)}
    return fact("referrals", **{**said, **seen, **days, **values})


def referrals(met: int, late: int = 0, left_out: int = 0, *, begin: int = 1, **values: Any) -> list[Fact]:
    """So many referrals of one week that met the standard, that did not, and that are left out."""
    rows = [referral(begin + n, met=n < met, **values) for n in range(met + late)]
    why = {"met": None, "excluded_because": "closed_before_a_visit"}
    return rows + [referral(begin + met + late + n, **{**values, **why}) for n in range(left_out)]
