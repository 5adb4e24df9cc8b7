"""Referrals, what was said about them, what was decided, and what the referrer was told."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.referrals.rules.clock_face import ClockFace, clock_face
from homeward.referrals.rules.clocks import CLOCK_NAMES, Clock
from homeward.referrals.rules.flags import warns
from homeward.referrals.rules.state import DECISION_NAMES, Dates, DecisionKind, State, state_of


class Source(models.TextChoices):
    """Who refers. Source: NHS England, urgent community response services, "all appropriate sources"."""

    SELF_CARER = "self_carer", "The person, family or carer"
    GP = "gp", "GP practice"
    NHS_111 = "nhs_111", "NHS 111"
    AMBULANCE_999 = "ambulance_999", "999 ambulance service"
    CARE_HOME = "care_home", "Care home"
    HOSPITAL = "hospital", "Hospital"
    SOCIAL_CARE = "social_care", "Social care"
    TECHNOLOGY = "technology", "Pendant alarm or other technology"
    COMMUNITY = "community", "Community health or voluntary service"


class Consent(models.TextChoices):
    """What the person agreed to."""

    DIRECT_CARE = "direct_care", "Agreed to share for their care"
    BEST_INTERESTS = "best_interests", "Could not agree; shared in their best interests"
    REFUSED = "refused", "Did not agree"
    NOT_KNOWN = "not_known", "Not known"


class Arrival(models.TextChoices):
    """The way a referral came in."""

    PHONE = "phone", "Phone, written down at the front door"
    WEB = "web", "Web form"
    BARS = "bars", "Message from another system"


_OPEN = Q(closed_at=None)


class Referral(models.Model):
    """One request for help. Its owner and its due time are never empty: somebody must act, and by when is known."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    arrival = models.CharField(max_length=10, choices=Arrival.choices)
    source = models.CharField(max_length=20, choices=Source.choices)
    source_organisation = models.ForeignKey(
        "partnership.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    referrer_name = models.CharField(max_length=120, blank=True)
    referrer_organisation = models.CharField(max_length=120, blank=True)
    referrer_phone = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    what_matters = models.TextField(blank=True)
    need = models.CharField(max_length=40, blank=True)
    location = models.CharField("where they are now", max_length=250, blank=True)
    flags = models.JSONField(default=list, blank=True)
    form_token = models.CharField("the form it was sent with", max_length=40, unique=True, null=True, blank=True)
    consent = models.CharField(max_length=20, choices=Consent.choices, default=Consent.NOT_KNOWN)

    clock = models.CharField(max_length=2, choices=[(code.value, name) for code, name in CLOCK_NAMES.items()])
    needed_at = models.DateTimeField("when it was seen that help was needed")
    ready_at = models.DateTimeField("when the hospital decided they were medically ready", null=True, blank=True)
    clock_start_at = models.DateTimeField()
    breach_at = models.DateTimeField()
    sender_breach_at = models.DateTimeField(null=True, blank=True)

    owning_team = models.ForeignKey("partnership.Team", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    pathway = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    episode = models.OneToOneField("episodes.Episode", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["breach_at", "id"], condition=_OPEN, name="referral_open_by_breach"),
            models.Index(fields=["received_at"], name="referral_by_received"),
            models.Index(fields=["person"], name="referral_by_person"),
            models.Index(fields=["owning_team"], condition=_OPEN, name="referral_open_by_team"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, episode=None, pathway="")
                | (Q(accepted_at__isnull=False, episode__isnull=False) & ~Q(pathway="")),
                name="referral_accepted_has_an_episode",
            ),
            models.CheckConstraint(condition=Q(breach_at__gte=F("clock_start_at")), name="referral_breach_after_start"),
            models.CheckConstraint(condition=Q(clock__in=[c.value for c in Clock]), name="referral_clock_is_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="referral_source_is_known"),
            models.CheckConstraint(condition=Q(arrival__in=Arrival.values), name="referral_arrival_is_known"),
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="referral_consent_is_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("received_at")), name="referral_closed_after_received"
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None) | Q(accepted_at=None, closed_at=None),
                name="referral_not_asking_once_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number people quote on the phone: HW-000123."""
        return f"HW-{self.pk:06d}"

    @property
    def warnings(self) -> list[dict[str, str]]:
        """The flags that someone must know of before they ring or knock."""
        return [flag for flag in self.flags if warns(flag)]

    @property
    def clock_code(self) -> Clock:
        """The national code of the clock that runs."""
        return Clock(self.clock)

    def clock_face(self, now: datetime) -> ClockFace:
        """The clock as people see it at this moment."""
        return clock_face(
            self.clock_code,
            start=self.clock_start_at,
            breach_at=self.breach_at,
            first_contact_at=self.first_contact_at,
            now=now,
        )

    @property
    def first_contact_at(self) -> datetime | None:
        """When someone first saw the person face to face, as the episode remembers it."""
        return self.episode.first_contact_at if self.episode else None

    @property
    def state(self) -> State:
        """Where the referral is, from its dated facts."""
        return state_of(
            Dates(
                asked_at=self.asked_at,
                accepted_at=self.accepted_at,
                first_contact_at=self.first_contact_at,
                closed_at=self.closed_at,
            )
        )


class TriageNote(models.Model):
    """What was answered at triage. Each save adds one; the latest holds."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="triage_notes")
    answers = models.JSONField(default=dict)
    said = models.TextField("what the referrer added", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]


class Decision(models.Model):
    """What was decided, by whom, when, under which version of the service model, and why."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=[(kind.value, name) for kind, name in DECISION_NAMES.items()])
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    model_version = models.CharField(max_length=20)
    suggested = models.CharField(max_length=40, blank=True)
    pathway = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    passed_to = models.CharField("where they were sent", max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DecisionKind]), name="decision_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.ACCEPT) | ~Q(pathway=""), name="decision_accept_names_a_pathway"
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.ACCEPT) | ~Q(reason=""), name="decision_other_than_accept_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.ACCEPT) | Q(suggested=F("pathway")) | ~Q(reason=""),
                name="decision_override_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.REDIRECT) | ~Q(passed_to=""), name="decision_redirect_says_where_to"
            ),
        ]


class Channel(models.TextChoices):
    """How an answer reaches the referrer."""

    PHONE = "phone", "By phone"
    MESSAGE = "message", "Message to their system"
    ON_SCREEN = "on_screen", "On their own page in Homeward"


class ReferrerAnswer(models.Model):
    """What the referrer is told after a decision, and when they were told."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="answer")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    says = models.TextField()
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], condition=Q(given_at=None), name="answer_not_given_yet")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="answer_channel_is_known"),
            models.CheckConstraint(condition=~Q(says=""), name="answer_says_something"),
            models.CheckConstraint(
                condition=Q(given_by=None) | Q(given_at__isnull=False), name="answer_given_by_someone_has_a_time"
            ),
        ]
