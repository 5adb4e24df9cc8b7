"""Opening an episode, and setting from when help was needed."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import held
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import Stage
from homeward.episodes.rules.visits import VisitTimeWrong
from homeward.partnership.models import Member, Team
from homeward.people.actions import give_reason_to_see
from homeward.people.models import Person

BECAUSE = "Episode of care"
"""Why the team of an episode may see the person's record."""


@transaction.atomic
def open_episode(
    *, person: Person, pathway: str, model_version: str, team: Team, needed_from: datetime, by: Member, now: datetime
) -> Episode:
    """Open an episode at its first stage, owned by a team, and give that team a reason to see the person's record."""
    give_reason_to_see(person=person, team=team, because=BECAUSE, now=now)
    episode = Episode.objects.create(
        person=person,
        pathway=pathway,
        model_version=model_version,
        owning_team=team,
        needed_from=needed_from,
        opened_at=now,
        opened_by=by,
    )
    Stage.objects.create(episode=episode, pathway=pathway, model_version=model_version, began_at=now, by=by, at=now)
    return episode


@transaction.atomic
def correct_need(*, episode: Episode, needed_from: datetime) -> None:
    """Set when help was needed from, after that was corrected.

    Raises VisitTimeWrong when a visit or call was before that: then one of the two times is wrong.
    """
    episode = held(episode)
    if episode.first_contact_at is not None and episode.first_contact_at < needed_from:
        raise VisitTimeWrong("Somebody saw them before that time. Check both: this start, and the time of the visit.")
    if episode.visits.filter(withdrawn_at=None, started_at__lt=needed_from).exists():
        raise VisitTimeWrong(
            "Somebody rang or went before that time. Check both: this start, and the time of the visit."
        )
    episode.needed_from = needed_from
    episode.save(update_fields=["needed_from"])
