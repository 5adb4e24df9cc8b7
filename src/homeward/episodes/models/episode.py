"""Episodes and their visits."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.rules.visits import VISIT_KIND_NAMES, VisitKind


class EndReason(models.TextChoices):
    """Why an episode ended."""

    COMPLETED = "completed", "Help finished as planned"
    ADMITTED = "admitted", "Went into hospital"
    DIED = "died", "Died"
    DECLINED = "declined", "The person did not want the help"
    NOT_REACHED = "not_reached", "Could not be reached"
    OPENED_IN_ERROR = "opened_in_error", "Opened in error"


class Episode(models.Model):
    """One spell of help for one person, with one owning team.

    `pathway` and `model_version` are of the stage they are in now, and `owning_team` is whoever it was last handed to;
    the stages and hand-offs say since when, and `verify` holds them together.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    pathway = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    owning_team = models.ForeignKey("partnership.Team", models.PROTECT, related_name="+")
    needed_from = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_contact_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owning_team", "ended_at"], name="episode_by_team"),
            models.Index(fields=["person"], name="episode_by_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="", ended_by=None)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="episode_end_has_a_reason_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(end_reason__in=["", *EndReason.values]), name="episode_end_reason_is_known"
            ),
            models.CheckConstraint(condition=~Q(pathway=""), name="episode_has_a_pathway"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at")), name="episode_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(first_contact_at=None) | Q(first_contact_at__gte=F("needed_from")),
                name="episode_first_contact_after_need",
            ),
        ]


class Visit(models.Model):
    """One contact, or an attempt at one. A visit written down wrongly is withdrawn, never deleted."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=20, choices=[(kind.value, name) for kind, name in VISIT_KIND_NAMES.items()])
    started_at = models.DateTimeField()
    what_happened = models.TextField()
    next_step = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField("how long it took", null=True, blank=True)
    second_worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    series = models.ForeignKey("episodes.VisitSeries", models.PROTECT, null=True, blank=True, related_name="visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in VisitKind]), name="visit_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="visit_withdrawn_has_a_reason_and_a_name",
            ),
            models.CheckConstraint(condition=~Q(what_happened=""), name="visit_says_what_happened"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=1440), name="visit_length_is_likely"
            ),
        ]


class VisitGoal(models.Model):
    """A goal that a visit served, and what was done for it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="served")
    goal = models.ForeignKey("episodes.Goal", models.PROTECT, related_name="served_by")
    what = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "goal"], name="visit_serves_a_goal_once"),
        ]
