"""What the rules of a team meeting look at, of everybody its teams look after, in a few questions to the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, QuerySet

from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.stages import HandOff, Stage
from homeward.episodes.queries.assessing import frailty_of
from homeward.episodes.queries.goals import goals_no_better
from homeward.episodes.queries.stages import limit_of, with_limits
from homeward.episodes.rules.limits import days_past
from homeward.episodes.rules.meetings import Facts
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.london import midnights_between
from homeward.partnership.models import Member, Team
from homeward.partnership.queries import team_ids_of
from homeward.partnership.rules import Capability


def meeting_facts(viewer: Member, teams: Collection[Team], now: datetime) -> list[tuple[Episode, Facts]]:
    """The open episodes of these teams with what is known of each, the one opened first at the top.

    Of the viewer's own teams only. Otherwise whoever calls a meeting with another team would let themselves into the
    records of everybody it looks after: each team brings its own.
    """
    ids = {team.pk for team in teams} & set(team_ids_of(viewer))
    if not viewer.may(Capability.SEE_CASELOAD) or not ids:
        return []
    episodes = Episode.objects.filter(owning_team_id__in=ids, ended_at=None)
    visits = Visit.objects.filter(episode__in=episodes, withdrawn_at=None)
    visited = _by_episode(visits.filter(kind=VisitKind.FACE_TO_FACE), Max("started_at"))
    no_access = _by_episode(visits.filter(kind=VisitKind.NO_ACCESS), Count("pk"))
    hand_offs = _by_episode(HandOff.objects.filter(episode__in=episodes), Count("pk"))
    stages = _by_episode(Stage.objects.filter(episode__in=episodes), Count("pk"))
    found = list(with_limits(episodes.select_related("person")).order_by("opened_at", "pk"))
    all_ids = [one.pk for one in found]
    worse, frailty = goals_no_better(all_ids), frailty_of(all_ids)
    return [
        (
            one,
            Facts(
                days_helped=midnights_between(one.first_contact_at, now) if one.first_contact_at else None,
                hand_offs=hand_offs.get(one.pk, 0),
                no_access_visits=no_access.get(one.pk, 0),
                days_since_visit=midnights_between(visited.get(one.pk, one.opened_at), now),
                frailty=frailty.get(one.pk),
                days_past_limit=_days_past_limit(one, now),
                stages=stages.get(one.pk, 0),
                goals_no_better=worse.get(one.pk, 0),
            ),
        )
        for one in found
    ]


def _by_episode(rows: QuerySet, what: Aggregate) -> dict[int, Any]:
    found = rows.order_by().values("episode_id").annotate(what=what)
    return {row["episode_id"]: row["what"] for row in found}


def _days_past_limit(episode: Episode, now: datetime) -> int | None:
    """For how many days the stage an episode is in has lasted longer than its limit; None where none is known."""
    limit = limit_of(episode)
    return days_past(limit.ends_at, now) if limit else None
