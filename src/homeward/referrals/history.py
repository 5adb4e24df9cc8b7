"""What happened to every referral, for counting: dates and codes, and nobody's name."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from homeward.referrals.models import Decision, Referral, TriageNote
from homeward.referrals.rules.state import Dates, State, state_of

LIVES_AT = "lives_at"
"""The triage question about the place where somebody lives."""


class History(NamedTuple):
    """One referral's dated facts.

    `born_on`, `postcode` and `ethnic_category` are the person's, for putting them into bands, and go no further. Of
    somebody whose address is secret there is no postcode.
    """

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
    episode_id: int | None
    person_id: int
    born_on: date | None
    postcode: str
    ethnic_category: str
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


class Origin(NamedTuple):
    """Where an episode came from: who referred, for which need."""

    source: str
    need: str


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
    "episode_id",
    "person_id",
    "person__born_on",
    "person__postcode",
    "person__ethnic_category",
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


def origins_of(episode_ids: Collection[int]) -> dict[int, Origin]:
    """Where these episodes came from, by the episode's id. One query."""
    rows = Referral.objects.filter(episode__in=episode_ids).order_by()
    return {episode: Origin(*row) for episode, *row in rows.values_list("episode_id", "source", "need")}


def lived_at_of(episode_ids: Collection[int]) -> dict[int, str]:
    """Where the people of these episodes lived, as triage learnt it last, by the episode's id. One query."""
    last = TriageNote.objects.filter(referral=OuterRef("pk")).order_by("-at", "-pk").values("answers")[:1]
    rows = Referral.objects.filter(episode__in=episode_ids).order_by().annotate(learnt=Subquery(last))
    return {
        episode: str((learnt or {}).get(LIVES_AT) or "") for episode, learnt in rows.values_list("episode_id", "learnt")
    }
