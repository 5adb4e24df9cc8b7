"""Community multidisciplinary team meetings: who came, who was talked about, what was decided, who does what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.models.written import Written


class Meeting(Written):
    """One meeting: when, chaired by whom, which teams take part, and the roles it needs to be able to decide.

    `quorum` is copied from the service model in force when the meeting was called: the codes of the roles.
    """

    title = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    teams = models.ManyToManyField("partnership.Team", related_name="+")
    quorum = models.JSONField(default=list, blank=True)
    model_version = models.CharField(max_length=20)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="meeting_closed_by_someone",
            ),
        ]


class Attendance(Written):
    """Somebody's place at a meeting by role, and whether they came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    role = models.CharField(max_length=40)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("name, of somebody who does not sign in here", max_length=120, blank=True)
    present = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["role", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(member__isnull=False) & Q(name="")) | (Q(member=None) & ~Q(name="")),
                name="attendance_is_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["meeting", "member"], condition=Q(member__isnull=False), name="attendance_once_a_member"
            ),
        ]


class MeetingItem(Written):
    """One person on the list: by which rules (`listed_by`, their codes) or at whose request, and what was decided."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="meeting_items")
    listed_by = models.JSONField(default=list, blank=True)
    request = models.TextField("why somebody asked", blank=True)
    discussion = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "episode"], name="meeting_item_once_a_person"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="")),
                name="meeting_decision_has_words_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at=None, taken_off_why="")
                | (Q(taken_off_at__isnull=False, decided_at=None) & ~Q(taken_off_why="")),
                name="meeting_item_taken_off_has_a_reason",
            ),
        ]


class Dissent(Written):
    """Somebody did not agree with a decision, and why: kept beside it."""

    item = models.ForeignKey(MeetingItem, models.PROTECT, related_name="dissents")
    who = models.CharField(max_length=120)
    says = models.TextField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(who="") & ~Q(says=""), name="dissent_says_who_and_what"),
        ]


class MeetingAction(Written):
    """Something somebody is to do by a day. Its owner is a team, and a member of it where one was named."""

    item = models.ForeignKey(MeetingItem, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    team = models.ForeignKey("partnership.Team", models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    came_of_it = models.TextField(blank=True)
    dropped = models.BooleanField("not needed any more", default=False)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["team", "due_on"], condition=Q(done_at=None), name="meeting_action_to_do")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="meeting_action_says_what"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, came_of_it="", dropped=False)
                | Q(done_at__isnull=False, done_by__isnull=False, done_at__gte=F("at")),
                name="meeting_action_done_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | ~Q(came_of_it=""), name="meeting_action_dropped_says_why"
            ),
        ]
