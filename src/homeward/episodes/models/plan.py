"""The plan of an episode, the visits it needs and how they shrink, and visits booked for a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.models.written import AgreedWith, Written


class Plan(models.Model):
    """What was agreed to do together. Each text is changed on its own, so that two people's edits are both kept."""

    episode = models.OneToOneField("episodes.Episode", models.PROTECT, related_name="plan")
    aims = models.TextField("what we will do together", blank=True)
    before_a_visit = models.TextField("what to know before a visit", blank=True)
    if_it_gets_worse = models.TextField("what to do if things get worse", blank=True)
    who_to_call = models.TextField("who to call", blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_with = models.CharField(max_length=20, choices=AgreedWith.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None, agreed_with="")
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(agreed_with="")),
                name="plan_agreed_says_with_whom",
            ),
            models.CheckConstraint(
                condition=Q(agreed_with__in=["", *AgreedWith.values]), name="plan_agreed_with_is_known"
            ),
        ]


class PlanChange(Written):
    """One text of a plan that was changed: from what, to what. Rows are added, and never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=24)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(field__in=["aims", "before_a_visit", "if_it_gets_worse", "who_to_call"]),
                name="plan_change_field_is_known",
            ),
            models.CheckConstraint(condition=~Q(before=F("after")), name="plan_change_changes_something"),
        ]


class HowGiven(models.TextChoices):
    """How the person got their copy."""

    PRINTED = "printed", "On paper"
    POSTED = "posted", "By post"
    EMAILED = "emailed", "By email"
    READ_OUT = "read_out", "Read to them"


class PlanCopy(Written):
    """The person's own copy of their plan was given to them."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="copies")
    how = models.CharField(max_length=10, choices=HowGiven.choices)
    large_print = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(how__in=HowGiven.values), name="plan_copy_how_is_known"),
        ]


class VisitSeries(Written):
    """Visits that come back: what for, with which skills, by how many, between which times of day (London).

    How often they come, and how long they last, is in the steps: each holds from its date until the next. `changed_at`
    is when a last day was said or a step taken back, of which no row is left.
    """

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="series")
    what_for = models.CharField(max_length=200)
    goals = models.ManyToManyField("episodes.Goal", related_name="series", blank=True)
    skills = models.JSONField(default=list, blank=True)
    staff = models.PositiveSmallIntegerField(default=1)
    window_from = models.TimeField()
    window_to = models.TimeField()
    prefers = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField("last day", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["window_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what_for=""), name="series_says_what_for"),
            models.CheckConstraint(condition=Q(staff__gte=1, staff__lte=4), name="series_is_for_one_to_four_staff"),
            models.CheckConstraint(condition=Q(window_to__gt=F("window_from")), name="series_window_has_a_length"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_why="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
                name="series_end_has_a_reason_and_a_name",
            ),
        ]


class SeriesStep(Written):
    """From a day on: on which days of the week (1 is Monday), how often a day, and for how many minutes.

    No days: the series rests from then on.
    """

    series = models.ForeignKey(VisitSeries, models.PROTECT, related_name="steps")
    from_on = models.DateField()
    days = models.JSONField(default=list, blank=True)
    times_a_day = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "from_on"], name="series_step_one_a_day"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=720), name="series_step_length_is_likely"),
            models.CheckConstraint(
                condition=Q(times_a_day__gte=1, times_a_day__lte=12), name="series_step_times_are_likely"
            ),
        ]


class Booking(Written):
    """One visit promised for a time: the first at home, a joint visit, a return. Kept by a visit, or cancelled."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="bookings")
    what_for = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    skills = models.JSONField(default=list, blank=True)
    staff = models.PositiveSmallIntegerField(default=1)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    visit = models.OneToOneField(
        "episodes.Visit", models.PROTECT, null=True, blank=True, related_name="booking", verbose_name="kept by"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["from_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["from_at"], name="booking_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what_for=""), name="booking_says_what_for"),
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="booking_window_has_a_length"),
            models.CheckConstraint(condition=Q(staff__gte=1, staff__lte=4), name="booking_is_for_one_to_four_staff"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=720), name="booking_length_is_likely"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_why="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False, visit=None) & ~Q(cancelled_why="")),
                name="booking_cancelled_has_a_reason_and_a_name",
            ),
        ]
