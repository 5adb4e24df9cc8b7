"""One asking, and what was answered.

The ids of sheets and answers are random: ids that count up would tell in which order they were given, and with the
order of sign-ins or of looks at a record, by whom.
"""

import secrets
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from homeward.kit.london import london_date, start_of_day
from homeward.voice.rules.answers import NO_RESPONSE_NAMES, RESPONSES, NoResponse
from homeward.voice.rules.asking import MODE_NAMES, PROXY_NAMES, Mode, Proxy
from homeward.voice.schema import AUDIENCE_NAMES, TIMING_NAMES, Audience, Timing

FIRST_MONTH, LAST_MONTH = 200001, 299912


def random_id() -> int:
    """An id that says nothing of when its row was written."""
    return 1 + secrets.randbelow(2**62)


class AnswerSheet(models.Model):
    """Somebody was asked how it was, and answered or did not.

    A sheet that belongs to an episode says when, to the minute. One that is kept apart from the record, and every one
    of staff, keeps the month and nothing nearer: `asked_month` and `answered_month` are numbers such as 202603.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    episode = models.ForeignKey("episodes.Episode", models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=6, choices=[(one.value, name) for one, name in AUDIENCE_NAMES.items()])
    timing = models.CharField(max_length=12, choices=[(one.value, name) for one, name in TIMING_NAMES.items()])
    mode = models.CharField(max_length=12, choices=[(one.value, name) for one, name in MODE_NAMES.items()])
    proxy = models.CharField(
        "who answers for them",
        max_length=8,
        blank=True,
        choices=[(one.value, name) for one, name in PROXY_NAMES.items()],
    )
    statements_version = models.CharField(max_length=20)
    pathway = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey("partnership.Organisation", models.PROTECT, related_name="+")
    district = models.CharField("postcode district", max_length=4, blank=True)
    asked_month = models.PositiveIntegerField()
    answered_month = models.PositiveIntegerField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined = models.BooleanField("they would rather not be asked", default=False)
    comment = models.TextField("what should be done differently", blank=True)

    class Meta:
        ordering: ClassVar = ["-offered_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["answered_month", "audience"], name="sheet_by_month"),
            models.Index(fields=["episode"], name="sheet_by_episode"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(audience__in=[one.value for one in Audience]), name="sheet_audience_is_known"
            ),
            models.CheckConstraint(condition=Q(timing__in=[one.value for one in Timing]), name="sheet_timing_is_known"),
            models.CheckConstraint(condition=Q(mode__in=[one.value for one in Mode]), name="sheet_mode_is_known"),
            models.CheckConstraint(
                condition=Q(proxy__in=["", *(one.value for one in Proxy)]), name="sheet_proxy_is_known"
            ),
            models.CheckConstraint(condition=~Q(statements_version=""), name="sheet_says_what_was_asked"),
            models.CheckConstraint(
                condition=Q(
                    audience=Audience.STAFF.value,
                    timing=Timing.STAFF_ROUND.value,
                    mode=Mode.ONLINE_STAFF.value,
                    episode=None,
                    proxy="",
                    pathway="",
                    district="",
                    declined=False,
                    answered_month__isnull=False,
                    answered_month=F("asked_month"),
                )
                | (
                    ~Q(audience=Audience.STAFF.value)
                    & ~Q(timing=Timing.STAFF_ROUND.value)
                    & ~Q(mode=Mode.ONLINE_STAFF.value)
                    & ~Q(pathway="")
                ),
                name="sheet_of_staff_says_nothing_of_them",
            ),
            models.CheckConstraint(
                condition=Q(episode=None, offered_at=None, answered_at=None)
                | Q(episode__isnull=False, offered_at__isnull=False, answered_month=None, answered_at=None)
                | Q(
                    episode__isnull=False,
                    offered_at__isnull=False,
                    answered_month__isnull=False,
                    answered_at__isnull=False,
                    answered_at__gte=F("offered_at"),
                ),
                name="sheet_apart_from_a_record_has_no_day",
            ),
            models.CheckConstraint(
                condition=Q(episode=None) | Q(district=""), name="sheet_district_only_apart_from_a_record"
            ),
            models.CheckConstraint(
                condition=Q(asked_month__gte=FIRST_MONTH, asked_month__lte=LAST_MONTH)
                & (Q(answered_month=None) | Q(answered_month__gte=F("asked_month"), answered_month__lte=LAST_MONTH)),
                name="sheet_months_are_months",
            ),
            models.CheckConstraint(
                condition=Q(answered_month__isnull=False, declined=False) | Q(answered_month=None, comment=""),
                name="sheet_without_an_answer_says_nothing",
            ),
        ]

    @property
    def by_proxy(self) -> bool:
        """True when somebody else answered for them."""
        return self.proxy != ""


class Answer(models.Model):
    """What was answered to one statement: a place on the scale, or the reason there is none."""

    id = models.BigAutoField(primary_key=True, default=random_id)
    sheet = models.ForeignKey(AnswerSheet, models.CASCADE, related_name="answers")
    statement = models.CharField(max_length=40)
    response = models.PositiveSmallIntegerField(null=True, blank=True, choices=list(RESPONSES.items()))
    no_response = models.CharField(
        "why not", max_length=16, blank=True, choices=[(one.value, name) for one, name in NO_RESPONSE_NAMES.items()]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "statement"], name="answer_once_for_each_statement"),
            models.CheckConstraint(condition=~Q(statement=""), name="answer_is_to_a_statement"),
            models.CheckConstraint(
                condition=Q(response__isnull=False, response__in=list(RESPONSES), no_response="")
                | Q(response=None, no_response__in=[one.value for one in NoResponse]),
                name="answer_is_on_the_scale_or_says_why_not",
            ),
        ]


class SheetCode(models.Model):
    """The way back to a sheet that nobody has answered yet: for a form on paper, or an address that works once.

    `key` is the random part of the code; the rest is its signature, which the database does not know. `draft` is what
    was answered so far, by statement. The row goes when the answers are sent.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    sheet = models.OneToOneField(AnswerSheet, models.CASCADE, related_name="code")
    key = models.CharField(max_length=10, unique=True)
    runs_out_at = models.DateTimeField()
    draft = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(key=""), name="sheet_code_has_a_key")]

    @property
    def last_on(self) -> date | None:
        """The last day it works, where it works to the end of a London day; None where it ends at an hour."""
        end = self.runs_out_at
        return london_date(end) - timedelta(days=1) if start_of_day(london_date(end)) == end else None
