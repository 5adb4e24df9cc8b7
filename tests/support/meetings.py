"""A team meeting in the small borough, for tests: somebody being helped, a meeting about them, and who came."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.attending import note_attendance
from homeward.episodes.actions.following import add_action
from homeward.episodes.actions.meeting import call_meeting, request_discussion
from homeward.episodes.models import Episode, Meeting, MeetingItem
from homeward.kit.london import london_date
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received

MAY = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)
"""A Wednesday in May, when the service model of 2026 is in force; London is an hour ahead of UTC."""


def being_helped(
    borough: Borough, *, now: datetime = MAY, pathway: str = "rapid_response", seen: bool = True, **details: Any
) -> Episode:
    """Somebody accepted at this moment, and seen an hour later unless told otherwise."""
    referral = received(borough, now=now, needed_at=now, details={"nhs_number": "", **details})
    accepted = accept(referral=referral, pathway=pathway, reason="Asked for it.", by=borough.coordinator, now=now)
    assert accepted.episode is not None
    if seen:
        at = now + timedelta(hours=1)
        words = {"what_happened": "Saw her.", "by": borough.nurse, "started_at": at, "now": at}
        record_visit(episode=accepted.episode, kind="face_to_face", **words)
    return Episode.objects.get(pk=accepted.episode.pk)


def a_meeting(borough: Borough, *teams: str, now: datetime = MAY, **changes: Any) -> Meeting:
    """A meeting tomorrow, called and chaired by the head; of rapid response and reablement unless told otherwise."""
    said: dict[str, Any] = {
        "title": "Weekly team meeting",
        "starts_at": now + timedelta(days=1),
        "place": "Room 2",
        "chair": borough.head,
        "teams": [borough.teams[code] for code in teams or ("rapid-response", "reablement")],
        "by": borough.head,
        **changes,
    }
    return call_meeting(now=now, **said)


def everybody_comes(borough: Borough, meeting: Meeting, *, now: datetime = MAY) -> None:
    """Somebody in every role the meeting needs: the nurse, the reablement worker, and a social worker by name."""
    came: dict[str, dict[str, Any]] = {
        "nursing": {"member": borough.nurse},
        "therapy": {"member": borough.reablement_worker},
        "social_work": {"name": "Sue Worker, council"},
    }
    for role in meeting.quorum:
        note_attendance(meeting=meeting, role=role, by=borough.head, now=now, **came[role])


def about(borough: Borough, episode: Episode, meeting: Meeting | None = None, *, now: datetime = MAY) -> MeetingItem:
    """Their place on the list of a meeting, at the nurse's request."""
    meeting = meeting or a_meeting(borough, now=now)
    return request_discussion(
        meeting=meeting, episode=episode, request="She is worried about the stairs.", by=borough.nurse, now=now
    )


def meeting_about(episode: Episode) -> MeetingItem:
    """The place of an episode on the list of a meeting of its own team, with something to be done: made once."""
    known = episode.meeting_items.first()
    if known is not None:
        return known
    team, now = episode.owning_team, episode.opened_at
    by = team.members.order_by("username").last()
    assert by is not None
    meeting = call_meeting(title="Team meeting", starts_at=now, place="", chair=by, teams=[team], by=by, now=now)
    item = request_discussion(meeting=meeting, episode=episode, request="Worried.", by=by, now=now)
    add_action(item=item, what="Order a rail", team=team, due_on=london_date(now), by=by, now=now)
    return item
