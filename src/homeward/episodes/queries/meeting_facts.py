"""What the rules of a team meeting look at, of everybody its teams look after, in a few questions to the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, QuerySet

from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.stages import HandOff, Stage
from homeward.episodes.queries.goals import goals_no_better
from homeward.episodes.rules.limits import days_past, limit_ends_at, limit_starts_at
from homeward.episodes.rules.meetings import Facts
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.london import midnights_between
from homeward.partnership.models import Member, Team
from homeward.partnership.queries import team_ids_of
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_version


def meeting_facts(viewer: Member, teams: Collection[Team], now: datetime) -> list[tuple[Episode, Facts]]:
    """The open episodes of these teams with what is known of each, the one opened first at the top.

    The teams of a meeting bring everybody they look after, so the viewer must be in one of them; nothing for others.
    """
    ids = [team.pk for team in teams]
    if not viewer.may(Capability.SEE_CASELOAD) or not set(ids) & set(team_ids_of(viewer)):
        return []
    episodes = Episode.objects.filter(owning_team_id__in=ids, ended_at=None)
    visits = Visit.objects.filter(episode__in=episodes, withdrawn_at=None)
    visited = _by_episode(visits.filter(kind=VisitKind.FACE_TO_FACE), Max("started_at"))
    no_access = _by_episode(visits.filter(kind=VisitKind.NO_ACCESS), Count("pk"))
    hand_offs = _by_episode(HandOff.objects.filter(episode__in=episodes), Count("pk"))
    stages = _stages(episodes)
    worse = goals_no_better(episodes.values_list("pk", flat=True))
    return [
        (
            one,
            Facts(
                days_helped=midnights_between(one.first_contact_at, now) if one.first_contact_at else None,
                hand_offs=hand_offs.get(one.pk, 0),
                no_access_visits=no_access.get(one.pk, 0),
                days_since_visit=midnights_between(visited.get(one.pk, one.opened_at), now),
                days_past_limit=_days_past_limit(one, stages.get(one.pk, []), now),
                stages=len(stages.get(one.pk, [])),
                goals_no_better=worse.get(one.pk, 0),
            ),
        )
        for one in episodes.select_related("person").order_by("opened_at", "pk")
    ]


def _by_episode(rows: QuerySet, what: Aggregate) -> dict[int, Any]:
    found = rows.order_by().values("episode_id").annotate(what=what)
    return {row["episode_id"]: row["what"] for row in found}


def _stages(episodes: QuerySet[Episode]) -> dict[int, list[Stage]]:
    """The stages of each episode, the first at the beginning, with their extensions."""
    found: dict[int, list[Stage]] = {}
    for stage in Stage.objects.filter(episode__in=episodes).prefetch_related("extensions").order_by("began_at", "pk"):
        found.setdefault(stage.episode_id, []).append(stage)
    return found


def _days_past_limit(episode: Episode, stages: list[Stage], now: datetime) -> int | None:
    """For how many days the stage an episode is in has lasted longer than its limit; None where there is no limit."""
    model = service_model_version(episode.model_version)
    pathway = next((one for one in model.pathways if one.code == episode.pathway), None) if model else None
    if pathway is None or not stages:
        return None
    current = stages[-1]
    starts_at = limit_starts_at(
        first_contact_at=episode.first_contact_at, stage_began_at=current.began_at, is_first=len(stages) == 1
    )
    if starts_at is None:
        return None
    until = next((extension.until for extension in reversed(list(current.extensions.all()))), None)
    return days_past(limit_ends_at(starts_at, pathway.limit_hours, until), now)
