"""What happened to every referral, for counting: dates and codes, and nobody's name."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from homeward.referrals.models import Decision, Referral
from homeward.referrals.rules.state import Dates, State, state_of


class History(NamedTuple):
    """One referral's dated facts. The date of birth is for working out an age, and goes no further."""

    referral_id: int
    received_at: datetime
    source: str
    need: str
    pathway: str
    clock: str
    clock_start_at: datetime
    breach_at: datetime
    asked_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    first_contact_at: datetime | None
    organisation: str
    born_on: date | None
    last_decision: str | None

    @property
    def state(self) -> State:
        """Where the referral is, by the same rule as everywhere."""
        return state_of(
            Dates(
                asked_at=self.asked_at,
                accepted_at=self.accepted_at,
                first_contact_at=self.first_contact_at,
                closed_at=self.closed_at,
            )
        )


_COLUMNS = (
    "pk",
    "received_at",
    "source",
    "need",
    "pathway",
    "clock",
    "clock_start_at",
    "breach_at",
    "asked_at",
    "accepted_at",
    "closed_at",
    "episode__first_contact_at",
    "owning_team__organisation__code",
    "person__born_on",
)


def referral_histories(*, chunk: int = 2000) -> Iterator[History]:
    """Every referral in the order received, in one query, `chunk` rows in memory at a time."""
    last = Decision.objects.filter(referral=OuterRef("pk")).order_by("-at", "-pk").values("kind")[:1]
    rows = (
        Referral.objects.annotate(last_decision=Subquery(last))
        .order_by("received_at", "pk")
        .values_list(*_COLUMNS, "last_decision")
    )
    return (History(*row) for row in rows.iterator(chunk_size=chunk))
