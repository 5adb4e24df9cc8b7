"""What is still to come after help: requests for onward care without an answer, and people to be asked how they are."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from homeward.episodes.models.episode import EndReason, Episode
from homeward.episodes.models.hospital import HospitalStay
from homeward.episodes.models.leaving import FollowUp, LivingAt, OnwardRequest, RequestAnswer, Summary
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.rules.follow_ups import MAY_BE_EARLY
from homeward.episodes.rules.leaving import ADMITTED, DECEASED, Counted, counted
from homeward.kit.london import london_date
from homeward.partnership.models import Member


def onward_seen_by(viewer: Member) -> QuerySet[OnwardRequest]:
    """Requests for care after our help, for people the viewer may see."""
    return OnwardRequest.objects.filter(episode__in=episodes_seen_by(viewer)).select_related(
        "episode__person", "episode__owning_team__organisation", "by", "answered_by"
    )


def onward_waiting(viewer: Member) -> QuerySet[OnwardRequest]:
    """Requests without an answer, the one that is needed soonest first."""
    return onward_seen_by(viewer).filter(answer=RequestAnswer.WAITING).order_by("starts_on", "pk")


def follow_ups_seen_by(viewer: Member) -> QuerySet[FollowUp]:
    """Follow-ups of people the viewer may see. `has_died`: help to the person ended with their death, also later on."""
    person = OuterRef("episode__person_id")
    died = Exists(Episode.objects.filter(person_id=person, end_reason=EndReason.DIED))
    in_hospital = Exists(HospitalStay.objects.filter(episode__person_id=person, died_in_hospital=True))
    return (
        FollowUp.objects.filter(episode__in=episodes_seen_by(viewer))
        .annotate(has_died=died | in_hospital)
        .select_related("episode__person", "episode__owning_team__organisation", "done_by")
    )


def follow_ups_to_do(viewer: Member) -> QuerySet[FollowUp]:
    """Follow-ups nobody has done yet, of help that has ended: the longest overdue first."""
    return follow_ups_seen_by(viewer).filter(done_at=None, episode__ended_at__isnull=False).order_by("due_on", "pk")


def follow_ups_due(viewer: Member, today: date) -> QuerySet[FollowUp]:
    """Of those, the ones that can be done now: overdue, or due within a week."""
    return follow_ups_to_do(viewer).filter(due_on__lte=today + MAY_BE_EARLY)


def summaries_seen_by(viewer: Member) -> QuerySet[Summary]:
    """Summaries about people the viewer may see."""
    return Summary.objects.filter(episode__in=episodes_seen_by(viewer)).select_related(
        "episode__person", "episode__owning_team__organisation", "by", "sent_by"
    )


class EndedHelp(NamedTuple):
    """What ASCOF 2A needs to know of help that ended with an outcome. Days are London dates; nobody's name.

    Whether somebody had long-term support before is not here: this record does not know it.
    """

    episode_id: int
    person_id: int
    born_on: date | None
    pathway: str
    model_version: str
    started_on: date
    ended_on: date
    reason: str
    outcome: str
    sequel: str
    died_on: date | None
    admitted_on: date | None

    @property
    def counted(self) -> Counted:
        """Whether the sequel alone is a success, none, or not counted."""
        return counted(self.sequel)


def ended_help(since: datetime, until: datetime) -> Iterator[EndedHelp]:
    """Help that ended from `since` to before `until` with an outcome, in the order it ended. Two queries."""
    ended = Episode.objects.filter(
        ~Q(leaving__outcome=""), leaving__isnull=False, ended_at__gte=since, ended_at__lt=until
    ).exclude(first_contact_at=None)
    later = dict(
        FollowUp.objects.filter(episode__in=ended, living_at=LivingAt.DIED).values_list("episode_id", "died_on")
    )
    for episode in ended.select_related("leaving", "person").order_by("ended_at", "pk"):
        yield _as_fact(episode, later.get(episode.pk))


def _as_fact(episode: Episode, died_later_on: date | None) -> EndedHelp:
    leaving = episode.leaving
    assert episode.first_contact_at is not None
    assert episode.ended_at is not None
    return EndedHelp(
        episode_id=episode.pk,
        person_id=episode.person_id,
        born_on=episode.person.born_on,
        pathway=episode.pathway,
        model_version=episode.model_version,
        started_on=london_date(episode.first_contact_at),
        ended_on=london_date(episode.ended_at),
        reason=episode.end_reason,
        outcome=leaving.outcome,
        sequel=leaving.sequel,
        died_on=leaving.happened_on if leaving.outcome == DECEASED else died_later_on,
        admitted_on=leaving.happened_on if leaving.outcome == ADMITTED else None,
    )
