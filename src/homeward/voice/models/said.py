"""You said, we did: what was heard, and what was changed because of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class SaidAndDone(models.Model):
    """What people said, what was done about it, and from when. One written wrongly is taken back, never deleted.

    `change` is the phased change that it is part of, where there is one.
    """

    said = models.TextField("you said")
    done = models.TextField("we did")
    since = models.DateField("from when")
    change = models.ForeignKey("partnership.PhasedChange", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(said="") & ~Q(done=""), name="said_and_done_says_both"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="said_and_done_withdrawn_by_someone",
            ),
        ]
