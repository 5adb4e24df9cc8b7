"""A stay in hospital before coming home: when they were ready, what held them up, and where they went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.models.written import Written


class HospitalStay(Written):
    """One stay, and the discharge pathway (0 to 3) that was agreed. `destination` is a code of the national list."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="hospital_stays")
    hospital = models.CharField(max_length=120)
    ward = models.CharField(max_length=80, blank=True)
    admitted_on = models.DateField()
    pathway = models.PositiveSmallIntegerField("discharge pathway", null=True, blank=True)
    destination = models.CharField(max_length=60, blank=True)
    expected_on = models.DateField("expected to leave on", null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    no_first_visit_why = models.CharField(max_length=250, blank=True)
    died_in_hospital = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-admitted_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(hospital=""), name="stay_is_in_a_hospital"),
            models.CheckConstraint(condition=Q(pathway=None) | Q(pathway__lte=3), name="stay_pathway_is_0_to_3"),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None) | Q(left_at__isnull=False, left_by__isnull=False),
                name="stay_left_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(died_in_hospital=True) | (Q(pathway__isnull=False) & ~Q(destination="")),
                name="stay_left_to_somewhere",
            ),
            models.UniqueConstraint(fields=["episode"], condition=Q(left_at=None), name="stay_one_at_a_time"),
        ]


class ReadyPeriod(Written):
    """The person did not need the hospital any more, from a day on; until they became unwell again, if they did.

    The discharge ready date is the start of the final such period.
    """

    stay = models.ForeignKey(HospitalStay, models.PROTECT, related_name="ready_periods")
    ready_on = models.DateField()
    unwell_on = models.DateField("needed the hospital again from", null=True, blank=True)
    unwell_why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["ready_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unwell_on=None) | Q(unwell_on__gte=F("ready_on")), name="ready_period_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["stay"], condition=Q(unwell_on=None), name="ready_period_one_at_a_time"),
        ]


class DelayReason(Written):
    """Why somebody who is ready is still in hospital: a code of the national list, from a day until another."""

    stay = models.ForeignKey(HospitalStay, models.PROTECT, related_name="delays")
    code = models.CharField(max_length=80)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="delay_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="delay_ends_after_it_begins"
            ),
        ]


class StayChange(Written):
    """What was noted of a stay otherwise before, as text, so that nothing is written over unseen.

    A leaving that is taken back, and a ready date that is corrected, say why.
    """

    stay = models.ForeignKey(HospitalStay, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=24)
    before = models.CharField(max_length=250, blank=True)
    after = models.CharField(max_length=250, blank=True)
    why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(field=""), name="stay_change_is_of_something"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="stay_change_changes_something"),
            models.CheckConstraint(
                condition=~Q(field__in=["left_at", "ready_on"]) | ~Q(why=""), name="stay_change_undone_has_a_reason"
            ),
        ]
