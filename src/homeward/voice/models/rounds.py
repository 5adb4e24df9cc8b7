"""When staff were asked, how many, and who has answered; never what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from homeward.voice.models.sheets import FIRST_MONTH, LAST_MONTH


class StaffRound(models.Model):
    """One month in which staff are asked how it is to work here.

    `asked` is how many members each organisation has, by its code. `answered_by` is a hash for each member who has
    answered, so that nobody answers twice. The hashes are one list, sorted, in one row: there are no rows that could be
    laid beside the answers in the order in which they were written, and no time.
    """

    month = models.PositiveIntegerField(unique=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    asked = models.JSONField(default=dict)
    answered_by = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opened_by=None, opened_at=None) | Q(opened_by__isnull=False, opened_at__isnull=False),
                name="staff_round_opened_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=FIRST_MONTH, month__lte=LAST_MONTH), name="staff_round_month_is_a_month"
            ),
        ]
