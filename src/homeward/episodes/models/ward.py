"""The @home ward: virtual beds, who looks over each patient every day, and how many places a pathway has."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from homeward.episodes.models.written import Written


class CameFrom(models.TextChoices):
    """Where somebody was before the @home ward: up from the community, or down from a hospital bed."""

    STEP_UP_COMMUNITY = "step_up_community", "Step up, from this service or a community team"
    STEP_UP_GP = "step_up_gp", "Step up, from a GP"
    STEP_UP_AMBULANCE = "step_up_ambulance", "Step up, from 999 or 111"
    STEP_UP_CARE_HOME = "step_up_care_home", "Step up, from a care home"
    STEP_DOWN_WARD = "step_down_ward", "Step down, from a hospital ward"
    STEP_DOWN_EMERGENCY = "step_down_emergency", "Step down, from an emergency department or assessment unit"


class WardStay(Written):
    """A stay on the @home ward: a stage of the episode with a virtual bed and a named senior clinician."""

    stage = models.OneToOneField("episodes.Stage", models.PROTECT, related_name="ward_stay")
    came_from = models.CharField(max_length=20, choices=CameFrom.choices)
    senior = models.CharField("senior clinician who oversees the care", max_length=120)
    monitoring = models.TextField("what is watched, and how", blank=True)
    over_capacity_why = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(came_from__in=CameFrom.values), name="ward_stay_source_is_known"),
            models.CheckConstraint(condition=~Q(senior=""), name="ward_stay_has_a_senior_clinician"),
        ]


class ReviewOutcome(models.TextChoices):
    """What a senior review led to."""

    STAY = "stay", "Stays on the @home ward"
    HOSPITAL = "hospital", "Needs the hospital"
    STEP_DOWN = "step_down", "Ready for another stage of help"
    LEAVE = "leave", "Ready to leave the service"


class SeniorReview(Written):
    """A senior clinician looked over somebody on the @home ward."""

    ward_stay = models.ForeignKey(WardStay, models.PROTECT, related_name="reviews")
    reviewed_at = models.DateTimeField()
    reviewer = models.CharField(max_length=120)
    outcome = models.CharField(max_length=12, choices=ReviewOutcome.choices)
    plan = models.TextField()

    class Meta:
        ordering: ClassVar = ["reviewed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=ReviewOutcome.values), name="review_outcome_is_known"),
            models.CheckConstraint(condition=~Q(plan="") & ~Q(reviewer=""), name="review_says_who_and_what"),
        ]


class Places(Written):
    """How many people a pathway has room for from a day on, where that is not what was agreed; the latest holds."""

    pathway = models.CharField(max_length=40)
    from_on = models.DateField()
    places = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["from_on", "at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(pathway=""), name="places_say_of_what_and_why"),
        ]
