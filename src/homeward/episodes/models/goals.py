"""Goals in the person's words, who does what for them, and how far they were reached."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.models.written import AgreedWith, Written
from homeward.episodes.rules.goals import GOAL_FIELDS


class GoalEnd(models.TextChoices):
    """Why a goal is no longer worked on."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met, and that is enough"
    CHANGED_MIND = "changed_mind", "The person wants something else now"
    NOT_POSSIBLE = "not_possible", "No longer possible"
    IN_ERROR = "in_error", "Written down in error"


class Goal(Written):
    """What a person wants to be able to do, in their own words.

    Levels run from -2 to +2 (goal attainment scaling, Kiresuk and Sherman 1968): 0 is the level hoped for, -2 and -1
    are less, +1 and +2 more. `levels` may say for a level what it looks like for this person, by its number as text.
    """

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="goals")
    words = models.TextField("in their own words")
    why_it_matters = models.TextField(blank=True)
    agreed_with = models.CharField(max_length=20, choices=AgreedWith.choices)
    levels = models.JSONField(default=dict, blank=True)
    baseline = models.SmallIntegerField(default=-1)
    hoped_by = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=20, choices=GoalEnd.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="goal_has_the_persons_words"),
            models.CheckConstraint(condition=Q(agreed_with__in=AgreedWith.values), name="goal_agreed_with_is_known"),
            models.CheckConstraint(condition=Q(baseline__gte=-2, baseline__lte=2), name="goal_baseline_is_a_level"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="goal_end_has_a_reason_and_a_name",
            ),
            models.CheckConstraint(condition=Q(end_reason__in=["", *GoalEnd.values]), name="goal_end_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="goal_ends_after_it_is_set"
            ),
        ]


class Who(models.TextChoices):
    """Who does something for a goal."""

    PERSON = "person", "The person"
    CARER = "carer", "Carer or family"
    TEAM = "team", "The team"
    OTHER = "other", "Somebody else"


class GoalStep(Written):
    """Who does what for a goal."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps")
    who = models.CharField(max_length=10, choices=Who.choices)
    who_name = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="goal_step_says_what"),
            models.CheckConstraint(condition=Q(who__in=Who.values), name="goal_step_who_is_known"),
        ]


class GoalRating(Written):
    """How far a goal was reached at a moment, -2 to +2, and what the person said about it."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="ratings")
    level = models.SmallIntegerField()
    said = models.TextField(blank=True)
    visit = models.ForeignKey("episodes.Visit", models.PROTECT, null=True, blank=True, related_name="ratings")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__gte=-2, level__lte=2), name="goal_rating_is_a_level"),
        ]


class GoalChange(Written):
    """One thing of a goal that was changed: from what, to what. Rows are added, and never changed.

    `field` is one of the goal's texts, `steps` for a step that was taken out, or `end` for an end that was undone.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=24)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(field__in=[*GOAL_FIELDS, "steps", "end"]), name="goal_change_field_is_known"
            ),
            models.CheckConstraint(condition=~Q(before=F("after")), name="goal_change_changes_something"),
        ]
