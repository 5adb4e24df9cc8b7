"""Systems that may send messages, and every message that came, whole."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Sender(models.Model):
    """Another organisation's system: its token lets it send, and its address is where answers go.

    Only a hash of the token is kept. Without an address the front door phones.
    """

    organisation = models.ForeignKey("partnership.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    reply_url = models.URLField("address for answers", blank=True)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(token_hash=""), name="sender_has_a_token")]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One message as it came, and what became of it: taken in as a referral, or refused with words for a person.

    `size` and `sha256` are of all that was sent; `body` is all of it up to the limit. `times` counts the same bytes
    sent again. `version` is which message of its case this is.
    """

    received_at = models.DateTimeField()
    sender = models.ForeignKey(Sender, models.PROTECT, null=True, blank=True, related_name="messages")
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)

    message_id = models.CharField(max_length=200, blank=True)
    event = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    case_number = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    referral = models.ForeignKey("referrals.Referral", models.PROTECT, null=True, blank=True, related_name="+")
    status_code = models.PositiveSmallIntegerField()
    answer = models.BinaryField("what the sender was answered")
    refused_because = models.TextField(blank=True)
    issues = models.JSONField(default=list, blank=True)

    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.TextField(blank=True)
    made_referral = models.ForeignKey("referrals.Referral", models.PROTECT, null=True, blank=True, related_name="+")
    final_told_at = models.DateTimeField("when the sender was told that the person was seen", null=True, blank=True)
    sending_until = models.DateTimeField("until when one run alone sends answers to it", null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["received_at"], condition=~Q(refused_because=""), name="message_refused_by_time"),
            models.Index(fields=["sha256"], name="message_by_content"),
            models.Index(fields=["case_number"], condition=~Q(case_number=""), name="message_by_case"),
            models.Index(fields=["request_id"], condition=~Q(request_id=""), name="message_by_request"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(referral__isnull=False, refused_because="") & ~Q(message_id=""))
                | (Q(referral=None) & ~Q(refused_because="")),
                name="message_is_taken_in_or_refused_with_words",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, resolution="", made_referral=None)
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
                name="message_resolved_says_who_and_what",
            ),
            # A sender's ids are its own. Two constraints, because no sender equals no other in a unique one.
            models.UniqueConstraint(
                fields=["sender", "message_id"],
                condition=Q(referral__isnull=False, sender__isnull=False),
                name="message_of_a_sender_taken_in_once",
            ),
            models.UniqueConstraint(
                fields=["message_id"],
                condition=Q(referral__isnull=False, sender=None),
                name="message_from_a_file_taken_in_once",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(referral__isnull=False, reason="new"),
                name="message_makes_one_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"

    @property
    def cut_off(self) -> bool:
        """True when more was sent than was kept."""
        return self.size > len(self.body)

    @property
    def waits(self) -> bool:
        """True while a person must still deal with it."""
        return self.referral_id is None and self.resolved_at is None
