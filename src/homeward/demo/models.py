"""The mark that says: everything in this database is made up."""

from django.db import models


class MadeUpBorough(models.Model):
    """There is one row in a database whose people are made up, and none in any other."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    seed = models.BigIntegerField()
    made_at = models.DateTimeField()
    referrals = models.PositiveIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="made_up_borough_once"),)
