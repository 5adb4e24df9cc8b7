"""The stages of an episode, who hands over to whom, who is the named worker, and how long help was extended."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.models.written import Funder, Written


class Stage(Written):
    """Help on one pathway of the service model, from a moment on, until the next stage begins or the episode ends.

    An episode moves from stage to stage; nobody is referred again. The first begins as the episode opens; each later
    one says in `why` why the person moved on.
    """

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="stages")
    pathway = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["began_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "began_at"], name="stage_begins_once"),
            models.CheckConstraint(condition=~Q(pathway=""), name="stage_has_a_pathway"),
        ]


class HowHandedOver(models.TextChoices):
    """How the next team learnt of the person."""

    TOGETHER = "together", "Talked it through, or visited together"
    WRITTEN = "written", "In writing only"


class ToldAgain(models.TextChoices):
    """Whether the person had to tell their story again."""

    NO = "no", "No"
    YES = "yes", "Yes"
    NOT_KNOWN = "not_known", "Not known yet"


class HandOff(Written):
    """A team handed an episode over to another: the owner changed, and why. Counted, because each can lose somebody."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="hand_offs")
    from_team = models.ForeignKey("partnership.Team", models.PROTECT, related_name="+")
    to_team = models.ForeignKey("partnership.Team", models.PROTECT, related_name="+")
    why = models.TextField()
    how = models.CharField(max_length=10, choices=HowHandedOver.choices)
    told_again = models.CharField(max_length=10, choices=ToldAgain.choices, default=ToldAgain.NOT_KNOWN)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="hand_off_has_a_reason"),
            models.CheckConstraint(condition=~Q(from_team=F("to_team")), name="hand_off_is_to_another_team"),
            models.CheckConstraint(condition=Q(how__in=HowHandedOver.values), name="hand_off_how_is_known"),
            models.CheckConstraint(condition=Q(told_again__in=ToldAgain.values), name="hand_off_told_again_is_known"),
        ]


class Extension(Written):
    """Help in a stage may last longer than its limit: until when, why, and who pays for it."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="extensions")
    until = models.DateTimeField()
    why = models.TextField()
    funded_by = models.CharField(max_length=10, choices=Funder.choices)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="extension_has_a_reason"),
            models.CheckConstraint(condition=Q(funded_by__in=Funder.values), name="extension_funder_is_known"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="extension_is_until_later"),
        ]

    @property
    def last_on(self) -> datetime:
        """An instant on the last day of the longer help, to show its date: `until` is mostly the midnight after it."""
        return self.until - timedelta(seconds=1)


class NamedWorker(Written):
    """The worker a person knows by name, from a moment on; the latest row holds. `member` empty: nobody for now."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="named_workers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
