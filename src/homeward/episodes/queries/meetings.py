"""Team meetings, who is on their lists and what they asked for, as far as a viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.meetings import Attendance, Meeting, MeetingAction, MeetingItem
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.rules.meetings import (
    LEFT_UNDECIDED,
    STANDING_NAMES,
    ActionStanding,
    FollowThrough,
    action_standing,
    followed_through,
    missing_roles,
)
from homeward.kit.london import london_date
from homeward.partnership.models import Member, Team
from homeward.partnership.queries import team_ids_of, teams
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_on, service_model_version
from homeward.pathways.schema import MeetingRole
from homeward.people.queries import sees

ANYBODY = MeetingRole(code="member", name="Team member")
"""The one role at a meeting under a service model that agreed none."""

UNDECIDED = Q(decided_at=None, taken_off_at=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a meeting asked for, and how it stands."""

    action: MeetingAction
    standing: ActionStanding

    @property
    def name(self) -> str:
        """The standing in words."""
        return STANDING_NAMES[self.standing]

    @property
    def is_open(self) -> bool:
        """True while somebody still has to do it."""
        return self.action.done_at is None

    @property
    def episode(self) -> Episode:
        """The episode it is about."""
        return self.action.item.episode


def meetings_seen_by(viewer: Member) -> QuerySet[Meeting]:
    """The meetings of the viewer's teams, the latest first, each with its chair and teams."""
    if not viewer.may(Capability.SEE_RECORD):
        return Meeting.objects.none()
    theirs = Meeting.teams.through.objects.filter(meeting_id=OuterRef("pk"), team_id__in=team_ids_of(viewer))
    return Meeting.objects.filter(Exists(theirs)).select_related("chair", "closed_by").prefetch_related("teams")


def with_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """These meetings, each knowing how many are on its list (`listed`) and how many were `decided`."""
    on_list = Count("items", filter=Q(items__taken_off_at=None))
    return meetings.annotate(listed=on_list, decided=Count("items", filter=Q(items__decided_at__isnull=False)))


def items_of(viewer: Member, meeting: Meeting) -> QuerySet[MeetingItem]:
    """Those on a meeting's list whom the viewer may see, in the order they were listed, with dissents and actions."""
    return _with_all(MeetingItem.objects.filter(meeting=meeting, meeting__in=meetings_seen_by(viewer)), viewer)


def item_seen_by(viewer: Member, pk: int) -> MeetingItem | None:
    """One place on a list, of a meeting of the viewer's teams and about somebody the viewer may see, or None."""
    return _with_all(MeetingItem.objects.filter(pk=pk, meeting__in=meetings_seen_by(viewer)), viewer).first()


def discussions_of(viewer: Member, episode: Episode) -> QuerySet[MeetingItem]:
    """Where an episode was or will be talked about, the latest first: part of the record of whom the viewer may see."""
    return _with_all(MeetingItem.objects.filter(episode=episode), viewer).order_by("-meeting__starts_at", "-pk")


def order_of(viewer: Member, meeting: Meeting) -> list[int]:
    """The ids of the places on a meeting's list in their order: of people the viewer may see, nobody taken off."""
    seen = MeetingItem.objects.filter(meeting=meeting, taken_off_at=None, episode__in=episodes_seen_by(viewer))
    return list(seen.order_by("at", "pk").values_list("pk", flat=True))


def how_many_listed(meeting: Meeting) -> int:
    """How many stand on a meeting's list, those whom a viewer may not see among them; nobody taken off."""
    return meeting.items.filter(taken_off_at=None).count()


def teams_that_meet(now: datetime) -> list[Team]:
    """The teams that can take part in a meeting, by name: those of the joint service that help people.

    The front door is not among them: whoever it sees was referred, and nobody helps them yet.
    """
    front_door = service_model_on(london_date(now)).front_door
    return [team for team in teams() if team.organisation.takes_part and team.code != front_door]


def reasons_in_words(item: MeetingItem) -> list[str]:
    """Why somebody is on the list by the agreed rules, in the words of the service model of the meeting."""
    model = service_model_version(item.meeting.model_version)
    rules = model.meetings.list_when if model and model.meetings else ()
    words = {rule.code: rule.text for rule in rules} | {LEFT_UNDECIDED: "Not decided at an earlier meeting"}
    return [words.get(code, code) for code in item.listed_by]


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who was expected at a meeting and whether they came."""
    return list(meeting.attendance.select_related("member__organisation"))


def roles_of(meeting: Meeting) -> tuple[MeetingRole, ...]:
    """The roles of a meeting as they were agreed when it was called, or one for everybody where none were."""
    model = service_model_version(meeting.model_version)
    return model.meetings.roles if model and model.meetings else (ANYBODY,)


def present_roles(attendance: Iterable[Attendance], *, at: datetime | None = None) -> set[str]:
    """The roles in which somebody came, as it was noted by a moment; all of them where none is given."""
    return {one.role for one in attendance if one.present and (at is None or one.at <= at)}


def missing_now(meeting: Meeting) -> list[str]:
    """The names of the roles that a meeting needs to decide and in which nobody is there."""
    names = {role.code: role.name for role in roles_of(meeting)}
    missing = missing_roles(meeting.quorum, present_roles(meeting.attendance.all()))
    return [names.get(code, code) for code in missing]


def left_undecided(meeting: Meeting) -> QuerySet[MeetingItem]:
    """Places on closed lists of these teams that nobody decided about and that no later list took over.

    Only of people whom one of the meeting's teams helps now, and not of those who are on its list.
    """
    taking_part = meeting.teams.values("pk")
    later = MeetingItem.objects.filter(
        episode=OuterRef("episode"), meeting__starts_at__gt=OuterRef("meeting__starts_at")
    )
    here = MeetingItem.objects.filter(episode=OuterRef("episode"), meeting=meeting)
    closed = MeetingItem.objects.filter(UNDECIDED, meeting__closed_at__isnull=False).exclude(meeting=meeting)
    of_teams = closed.filter(
        meeting__teams__in=taking_part, episode__owning_team__in=taking_part, episode__ended_at=None
    )
    found = of_teams.exclude(Exists(later)).exclude(Exists(here)).distinct()
    return found.select_related("episode__person", "meeting")


def open_meetings_about(viewer: Member, episode: Episode) -> list[Meeting]:
    """The meetings to come at which somebody can be talked about: the owning team's, and the viewer's teams'."""
    whose = {*team_ids_of(viewer), episode.owning_team_id}
    theirs = Meeting.teams.through.objects.filter(meeting_id=OuterRef("pk"), team_id__in=whose)
    return list(Meeting.objects.filter(Exists(theirs), closed_at=None).prefetch_related("teams").order_by("starts_at"))


def actions_to_do(viewer: Member, now: datetime) -> list[Asked]:
    """What meetings asked the viewer's teams to do, of people the viewer may see: overdue first, then by day."""
    found = _actions_seen_by(viewer).filter(team_id__in=team_ids_of(viewer), done_at=None)
    return asked(found.order_by("due_on", "pk"), london_date(now))


def action_seen_by(viewer: Member, pk: int) -> MeetingAction | None:
    """One action of the viewer's teams or of a meeting of theirs, about somebody the viewer may see, or None."""
    return _actions_seen_by(viewer).filter(pk=pk).first()


def asked(actions: Iterable[MeetingAction], today: date) -> list[Asked]:
    """These actions, each with how it stands on a day."""
    return [Asked(one, _standing(one.due_on, one.done_at, one.dropped, today)) for one in actions]


def follow_through(viewer: Member, since: datetime, until: datetime, *, now: datetime) -> FollowThrough:
    """What became of the actions that meetings of the viewer's teams raised from one moment until before another."""
    raised = MeetingAction.objects.filter(at__gte=since, at__lt=until, item__meeting__in=meetings_seen_by(viewer))
    today, rows = london_date(now), raised.order_by().values_list("due_on", "done_at", "dropped")
    return followed_through(_standing(due_on, done_at, dropped, today) for due_on, done_at, dropped in rows)


def _standing(due_on: date, done_at: datetime | None, dropped: bool, today: date) -> ActionStanding:
    done_on = london_date(done_at) if done_at else None
    return action_standing(due_on=due_on, done_on=done_on, dropped=dropped, today=today)


def _actions_seen_by(viewer: Member) -> QuerySet[MeetingAction]:
    if not viewer.may(Capability.SEE_RECORD):
        return MeetingAction.objects.none()
    theirs = Q(team_id__in=team_ids_of(viewer)) | Q(item__meeting__in=meetings_seen_by(viewer))
    seen = MeetingAction.objects.filter(theirs).filter(sees(viewer, "item__episode__person_id"))
    return seen.select_related("item__episode__person", "item__episode__owning_team", "item__meeting", "team", "owner")


def _with_all(items: QuerySet[MeetingItem], viewer: Member) -> QuerySet[MeetingItem]:
    actions = MeetingAction.objects.select_related("team", "owner", "done_by").order_by("due_on", "pk")
    return (
        items.filter(episode__in=episodes_seen_by(viewer))
        .select_related("episode__person", "episode__owning_team", "meeting", "decided_by", "by")
        .prefetch_related("dissents", Prefetch("actions", actions), "meeting__teams")
    )
