"""What the partners changed in the service, since when in each place, and what was said of it before."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from homeward.partnership.models.members import Organisation

EVERYWHERE = "Everywhere"


@dataclass(frozen=True, slots=True)
class PhaseSaid:
    """Where a change begins and on which day; no place stands for everywhere."""

    place: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of a change. No pathways stands for all of them."""

    title: str
    what_changes: str
    hypothesis: str
    pathways: tuple[str, ...]
    rebase: bool
    phases: tuple[PhaseSaid, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as values that JSON knows, to be kept."""
        phases = [{"place": one.place, "starts_on": one.starts_on.isoformat()} for one in self.phases]
        return {**asdict(self), "pathways": list(self.pathways), "phases": phases}


class PhasedChange(models.Model):
    """Something the partners changed: what, what they hoped for, and whether charts begin anew with it.

    It is corrected or withdrawn with a reason, and never deleted: charts may rest on it.
    """

    title = models.CharField(max_length=120)
    what_changes = models.TextField()
    hypothesis = models.TextField("what is hoped for")
    pathways = models.JSONField("codes of pathways; none means all", default=list, blank=True)
    rebase = models.BooleanField("charts begin anew from it", default=False)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-marked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(what_changes="") & ~Q(hypothesis=""), name="change_says_what_and_what_for"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="change_withdrawn_has_a_reason_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("marked_at")),
                name="change_withdrawn_after_it_is_marked",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> Said:
        """All that is said of it now."""
        phases = tuple(PhaseSaid(one.place, one.starts_on) for one in self.phases.all())
        return Said(self.title, self.what_changes, self.hypothesis, tuple(self.pathways), self.rebase, phases)

    @property
    def days(self) -> list[date]:
        """The days on which it began somewhere, each once, in order."""
        return sorted({one.starts_on for one in self.phases.all()})

    @property
    def starts_on(self) -> date:
        """The first day on which it began anywhere."""
        return self.days[0]

    def touches(self, pathway: str) -> bool:
        """True when a pathway is among those it changes."""
        return not self.pathways or pathway in self.pathways


class ChangePhase(models.Model):
    """A place and the day a change begins there: an organisation, a locality, or, with neither, everywhere."""

    change = models.ForeignKey(PhasedChange, models.PROTECT, related_name="phases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    locality = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(locality=""), name="change_phase_is_of_one_place"
            ),
            models.UniqueConstraint(
                "change",
                Lower("locality"),
                condition=Q(organisation=None),
                name="change_begins_once_in_a_locality",
            ),
            models.UniqueConstraint(
                fields=["change", "organisation"],
                condition=Q(organisation__isnull=False),
                name="change_begins_once_in_an_organisation",
            ),
        ]

    @property
    def place(self) -> str:
        """The name of the organisation or locality; "" for everywhere."""
        return self.organisation.name if self.organisation else self.locality

    @property
    def where(self) -> str:
        """The place in words."""
        return self.place or EVERYWHERE


class ChangeCorrection(models.Model):
    """What was said of a change before it was corrected, and why it was. Rows are added, and never changed."""

    change = models.ForeignKey(PhasedChange, models.PROTECT, related_name="corrections")
    before = models.JSONField()
    why = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="change_correction_says_why")]

    @property
    def said(self) -> Said:
        """What was said before."""
        phases = [PhaseSaid(one["place"], date.fromisoformat(one["starts_on"])) for one in self.before["phases"]]
        return Said(**{**self.before, "pathways": tuple(self.before["pathways"]), "phases": tuple(phases)})
