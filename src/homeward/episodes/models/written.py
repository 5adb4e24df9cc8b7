"""What every dated fact of an episode has in common: who wrote it, and when."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Funder(models.TextChoices):
    """Who pays for help, or for more of it than was agreed."""

    NHS = "nhs", "NHS"
    COUNCIL = "council", "Council"
    POOLED = "pooled", "Pooled budget"
    PERSON = "person", "The person"


class AgreedWith(models.TextChoices):
    """Who agreed. The person is asked first; somebody else agrees for them only when they cannot."""

    PERSON = "person", "The person"
    PERSON_AND_CARER = "person_and_carer", "The person and their carer or family"
    CARER = "carer", "Carer or family, for the person"
    ADVOCATE = "advocate", "Advocate, for the person"
    BEST_INTERESTS = "best_interests", "Decided in their best interests"


class Written(models.Model):
    """A row that says who wrote it and when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["at", "pk"]
