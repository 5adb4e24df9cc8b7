"""A team meeting decides with quorum, what it asks for is somebody's to do, and its list opens no record for ever."""

from collections.abc import Iterator

from homeward.episodes.actions.meeting_holding import BECAUSE_OF_A_MEETING, still_needed
from homeward.episodes.models.meetings import Meeting, MeetingAction, MeetingItem
from homeward.episodes.queries.meetings import present_roles
from homeward.episodes.rules.meetings import missing_roles
from homeward.kit.problem import Problem
from homeward.partnership.queries import teams_without_members
from homeward.people.models import Relationship


def problems() -> Iterator[Problem]:
    """Decisions without quorum, actions nobody can do, people on a list whom its teams cannot see, or see for ever."""
    yield from _decided_without_quorum()
    yield from _actions_of_nobody()
    yield from _listed_and_not_seen()
    yield from _seen_and_not_listed()


def _decided_without_quorum() -> Iterator[Problem]:
    decided = MeetingItem.objects.filter(decided_at__isnull=False).select_related("meeting")
    for item in decided.prefetch_related("meeting__attendance").iterator(chunk_size=1000):
        there = present_roles(item.meeting.attendance.all(), at=item.decided_at)
        if missing := missing_roles(item.meeting.quorum, there):
            yield Problem(
                "episodes",
                "A team meeting decides only with everybody it needs",
                f"Meeting {item.meeting_id}, episode {item.episode_id}: nobody for {', '.join(missing)}",
                "Talk about them again at a meeting with everybody it needs.",
            )


def _actions_of_nobody() -> Iterator[Problem]:
    empty = teams_without_members()
    for action in MeetingAction.objects.filter(done_at=None, team__in=empty).select_related("team"):
        yield Problem(
            "episodes",
            "What a team meeting asked for is somebody's to do",
            f"Action {action.pk}, of {action.team}, due {action.due_on}",
            "Add somebody to the team, or say that the action is not needed any more.",
        )


def _listed_and_not_seen() -> Iterator[Problem]:
    seen = set(Relationship.objects.filter(ended_at=None).values_list("person_id", "team_id"))
    for meeting in Meeting.objects.filter(closed_at=None).prefetch_related("teams", "items__episode"):
        listed = [item for item in meeting.items.all() if item.taken_off_at is None and item.episode.ended_at is None]
        for item in listed:
            if any((item.episode.person_id, team.pk) not in seen for team in meeting.teams.all()):
                yield Problem(
                    "episodes",
                    "Every team of a meeting sees who is on its list",
                    f"Meeting {meeting.pk}, episode {item.episode_id}",
                    "Ask for them to be discussed once more: that opens their record to the teams again.",
                )


def _seen_and_not_listed() -> Iterator[Problem]:
    given = Relationship.objects.filter(because=BECAUSE_OF_A_MEETING, ended_at=None)
    pairs = list(given.values_list("person_id", "team_id"))
    for person, team in sorted(set(pairs) - still_needed({person for person, _ in pairs})):
        yield Problem(
            "episodes",
            "A team sees nobody because of a meeting that is over",
            f"Person {person}, team {team}",
            "End the team's reason to see this person's record.",
        )
