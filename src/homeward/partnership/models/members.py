"""Organisations, teams and members: who is here, and for whom they work."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from homeward.partnership.rules import ROLE_NAMES, Capability, Role, may


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    NHS_TRUST = "nhs_trust", "NHS trust"
    COUNCIL = "council", "Council"
    GP_PRACTICE = "gp_practice", "GP practice"
    ICB = "icb", "Integrated care board"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    AMBULANCE = "ambulance", "Ambulance service"
    CARE_HOME = "care_home", "Care home"
    OTHER = "other", "Other"


class Organisation(models.Model):
    """A body in the partnership, or one that refers to it."""

    code = models.CharField("organisation code", max_length=12, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    takes_part = models.BooleanField("provides the joint service", default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team that can own a referral. Its code is how the service model names it."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Member(AbstractUser):
    """Someone who signs in: one organisation, one role, any number of teams."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    role = models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    job_title = models.CharField(max_length=80, blank=True)
    skills = models.JSONField(default=list, blank=True)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    demo_sign_in = models.BooleanField(default=False)

    REQUIRED_FIELDS: ClassVar = [*AbstractUser.REQUIRED_FIELDS, "organisation_id", "role"]

    class Meta:
        ordering: ClassVar = ["last_name", "first_name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]),
                name="member_role_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def may(self, capability: Capability | str) -> bool:
        """True when this member's role and organisation together allow it."""
        return self.is_active and may(self.role, capability, takes_part=self.organisation.takes_part)


class HeldInput(models.Model):
    """What a member had typed when their session ended, kept for them until they come back."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="held_inputs")
    path = models.CharField(max_length=500)
    body = models.JSONField()
    held_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "path"], name="one_held_input_per_member_and_page")
        ]
