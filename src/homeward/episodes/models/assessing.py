"""Assessments: which tool, each answer with who gave it and when, and offers that followed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from homeward.episodes.models.written import Written


class Assessment(models.Model):
    """One use of one tool with one person. It is open for answers until completed, and read for ever.

    With `from_organisation` it is another organisation's assessment, accepted instead of repeated (trusted assessor).
    """

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="assessments")
    tool = models.CharField(max_length=40)
    tool_version = models.CharField(max_length=20)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    from_organisation = models.CharField(max_length=120, blank=True)
    assessor = models.CharField("who assessed there", max_length=120, blank=True)
    assessed_on = models.DateField("when they assessed", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(tool="") & ~Q(tool_version=""), name="assessment_has_a_tool"),
            models.CheckConstraint(
                condition=Q(completed_at=None, completed_by=None)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
                name="assessment_completed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(from_organisation="", assessor="", assessed_on=None)
                | (~Q(from_organisation="") & Q(assessed_on__isnull=False)),
                name="assessment_accepted_says_whose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="assessment_withdrawn_has_a_reason_and_a_name",
            ),
        ]


class AnswerSource(models.TextChoices):
    """Where an answer comes from."""

    ASKED = "asked", "Asked or seen now"
    KEPT = "kept", "Kept from an earlier answer"
    ACCEPTED = "accepted", "From another organisation's assessment"


class AssessmentAnswer(Written):
    """One answer to one item. A changed answer is a new row: the latest holds, and every one says who and when.

    `value` is null when an answer was taken back.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    item = models.CharField(max_length=60)
    value = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=AnswerSource.choices, default=AnswerSource.ASKED)
    kept_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["assessment", "item"], name="answer_by_item")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__in=AnswerSource.values), name="answer_source_is_known"),
            models.CheckConstraint(
                condition=~Q(source=AnswerSource.KEPT) | Q(kept_from__isnull=False), name="answer_kept_says_from_where"
            ),
            models.CheckConstraint(condition=~Q(item=""), name="answer_is_to_an_item"),
        ]


class OfferAnswer(models.TextChoices):
    """What the person said to an offer."""

    THINKING = "thinking", "Thinking about it"
    ACCEPTED = "accepted", "Accepted"
    ALREADY = "already", "Does this already"
    DECLINED = "declined", "Declined"


class Offer(Written):
    """Something offered after an assessment, such as strength and balance training, and what the person said."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=OfferAnswer.choices, default=OfferAnswer.THINKING)
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kind=""), name="offer_is_of_something"),
            models.CheckConstraint(condition=Q(answer__in=OfferAnswer.values), name="offer_answer_is_known"),
            models.CheckConstraint(
                condition=Q(answer=OfferAnswer.THINKING, answered_at=None)
                | (~Q(answer=OfferAnswer.THINKING) & Q(answered_at__isnull=False)),
                name="offer_answered_has_a_time",
            ),
        ]
