"""People, what was known of them before, the teams with a reason to see them, and the log of who looked."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from homeward.kit import nhs_number
from homeward.people.rules import CONTACT_WORDS, CORRECTABLE, IDENTITY, NO, WHEREABOUTS, NumberStatus


class Person(models.Model):
    """Someone who was referred to the service."""

    nhs_number = models.CharField("NHS number", max_length=20, blank=True, db_index=True)
    nhs_number_status = models.CharField(
        max_length=12,
        choices=[(status.value, status.value.capitalize()) for status in NumberStatus],
        default=NumberStatus.ABSENT,
    )
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80)
    born_on = models.DateField("date of birth", null=True, blank=True)
    gender = models.CharField(max_length=12, blank=True)
    ethnic_category = models.CharField(max_length=4, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=60, blank=True)
    needs_when_contacted = models.CharField("reasonable adjustments", max_length=250, blank=True)
    carer = models.CharField("carer or family contact", max_length=250, blank=True)
    gp_practice = models.CharField(max_length=120, blank=True)
    restricted = models.BooleanField("address must not be shown", default=False)
    registered_at = models.DateTimeField()

    no_longer_kept: tuple[str, ...] = ()
    """What was known of where they are until a moment ago, when it became secret: to be taken out of other texts."""

    class Meta:
        ordering: ClassVar = ["family_name", "given_name", "pk"]
        indexes: ClassVar = [models.Index(fields=["family_name", "given_name"], name="person_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(nhs_number="", nhs_number_status="absent")
                | (~Q(nhs_number="") & Q(nhs_number_status__in=["verified", "unverified"])),
                name="person_number_and_status_agree",
            ),
            models.UniqueConstraint(
                fields=["nhs_number"],
                condition=Q(nhs_number_status="verified"),
                name="person_verified_number_once",
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | Q(address="", postcode="", phone="", gp_practice=""),
                name="person_restricted_keeps_no_location",
            ),
            models.CheckConstraint(condition=~Q(family_name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given name and family name, as people say them."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def nhs_number_spaced(self) -> str:
        """The NHS number in the 3-3-4 form, or an empty string."""
        return nhs_number.spaced(self.nhs_number)


class Relationship(models.Model):
    """A team's reason to see a person's record: it was asked to help, or it is helping."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="relationships")
    team = models.ForeignKey("partnership.Team", models.PROTECT, related_name="+")
    because = models.CharField(max_length=80)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(ended_at=None),
                name="one_current_relationship_per_person_and_team",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["team", "person"], name="relationship_by_team")]


class AppendOnly(TypeError):
    """The access log, and the history of details, can be added to, and nothing else."""


class Log(models.QuerySet["models.Model"]):
    """Rows that are added and read. Raises AppendOnly for anything else, also for many rows at once."""

    def update(self, **kwargs: object) -> int:
        """Raises AppendOnly."""
        raise AppendOnly("The access log cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly: looking cannot be unseen."""
        raise AppendOnly("Nothing can be removed from the access log.")


class _Logged(models.Model):
    objects = Log.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the row. Raises AppendOnly when it is already there."""
        if self.pk is not None:
            raise AppendOnly("The access log cannot be changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly: looking cannot be unseen."""
        raise AppendOnly("Nothing can be removed from the access log.")


class AccessEntry(_Logged):
    """One look at people: who looked, where in the product, when, and what they had searched for."""

    member = models.ForeignKey("partnership.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    route = models.CharField(max_length=120)
    searched_for = models.CharField(max_length=200, blank=True)
    people = models.ManyToManyField(Person, through="AccessedPerson", related_name="+")


class AccessedPerson(_Logged):
    """One person who was on the page of an access entry."""

    entry = models.ForeignKey(AccessEntry, models.PROTECT, related_name="seen")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")


class DetailsHistory(models.QuerySet["ContactChange"]):
    """Earlier details: added and read, and forgotten only when someone's address becomes secret."""

    def update(self, **kwargs: object) -> int:
        """Raises AppendOnly."""
        raise AppendOnly("The history of details cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly."""
        raise AppendOnly("The history of details cannot be removed.")

    def forget_whereabouts(self) -> None:
        """Remove what says, or may say in passing, where these people were; the one way anything leaves the history."""
        models.QuerySet.delete(self.filter(field__in=[*WHEREABOUTS, *CONTACT_WORDS]))


class ContactChange(models.Model):
    """One detail of a person that was changed: from what, to what, when, by whom if a member did it, and why."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    field = models.CharField(max_length=24, choices=list(CORRECTABLE.items()))
    before = models.CharField(max_length=250, blank=True)
    after = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("partnership.Member", models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=250, blank=True)

    objects = DetailsHistory.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(field__in=list(CORRECTABLE)), name="contact_change_field_is_known"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="contact_change_changes_something"),
            models.CheckConstraint(
                condition=(~Q(field__in=list(IDENTITY)) & ~Q(field="restricted", after=NO)) | ~Q(because=""),
                name="contact_change_of_identity_has_a_reason",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the row. Raises AppendOnly when it is already there."""
        if self.pk is not None:
            raise AppendOnly("The history of details cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly."""
        raise AppendOnly("The history of details cannot be removed.")
