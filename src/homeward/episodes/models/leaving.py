"""Leaving well: what was agreed before the end, what comes after it, and how the person is twelve weeks later."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from homeward.episodes.models.written import AgreedWith, Funder, Written


class Leaving(Written):
    """How an episode is to end: the transition plan, with whom it was agreed, and what came of the help.

    `outcome` and `sequel` are codes of the lists `event_outcome` and `support_sequel`, as the national return of social
    care (ASCOF 2A) counts them; they are empty while the help goes on. `happened_on` is the day the person died, or
    went into hospital, where that ended the help. Only help that ended unplanned, as by a death, has no plan here.
    """

    episode = models.OneToOneField("episodes.Episode", models.PROTECT, related_name="leaving")
    transition_plan = models.TextField("what happens after we leave", blank=True)
    agreed_with = models.CharField(max_length=20, choices=AgreedWith.choices, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField("planned last day", null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    sequel = models.CharField(max_length=60, blank=True)
    happened_on = models.DateField("day of death or admission", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(transition_plan="") | (Q(agreed_at=None) & ~Q(outcome="")), name="leaving_has_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", sequel="", happened_on=None) | (~Q(outcome="") & ~Q(sequel="")),
                name="leaving_outcome_and_sequel_together",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_with="") | (Q(agreed_at__isnull=False) & ~Q(agreed_with="")),
                name="leaving_agreed_says_with_whom",
            ),
            models.CheckConstraint(
                condition=Q(agreed_with__in=["", *AgreedWith.values]), name="leaving_agreed_with_is_known"
            ),
        ]


class LeavingChangeKind(models.TextChoices):
    """What of the end of an episode was said otherwise before."""

    PLAN = "plan", "Transition plan changed"
    OUTCOME = "outcome", "Outcome corrected"
    UNDONE = "undone", "End taken back"


class LeavingChange(Written):
    """What was said about the end of an episode until somebody changed it, so that nothing is written over unseen.

    `before` holds the fields as text by their names; an end that is taken back says `why`.
    """

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="leaving_changes")
    kind = models.CharField(max_length=10, choices=LeavingChangeKind.choices)
    before = models.JSONField(default=dict)
    why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LeavingChangeKind.values), name="leaving_change_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=LeavingChangeKind.UNDONE) | ~Q(why=""), name="leaving_undone_has_a_reason"
            ),
        ]


class RequestAnswer(models.TextChoices):
    """What became of a request for care after the service."""

    WAITING = "waiting", "Waiting for an answer"
    ARRANGED = "arranged", "Arranged"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Not needed any more"


class OnwardRequest(Written):
    """Care asked for after the service: what, how many hours a week, what it costs a week, and who pays."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="onward_requests")
    service = models.CharField(max_length=60)
    details = models.TextField(blank=True)
    hours_per_week = models.DecimalField(max_digits=5, decimal_places=2)
    weekly_cost = models.DecimalField("cost a week in pounds", max_digits=8, decimal_places=2, null=True, blank=True)
    funded_by = models.CharField(max_length=10, choices=Funder.choices)
    starts_on = models.DateField()
    sent_to = models.CharField(max_length=120)
    answer = models.CharField(max_length=10, choices=RequestAnswer.choices, default=RequestAnswer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(service="") & ~Q(sent_to=""), name="onward_request_says_what_and_whom"),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=0, hours_per_week__lte=168), name="onward_request_hours_fit_a_week"
            ),
            models.CheckConstraint(
                condition=Q(weekly_cost=None) | Q(weekly_cost__gte=0), name="onward_request_cost_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(funded_by__in=Funder.values), name="onward_request_funder_is_known"),
            models.CheckConstraint(
                condition=Q(answer=RequestAnswer.WAITING, answered_at=None, answered_by=None)
                | Q(
                    answer__in=[RequestAnswer.ARRANGED, RequestAnswer.REFUSED, RequestAnswer.WITHDRAWN],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="onward_request_answered_by_someone",
            ),
        ]


class Audience(models.TextChoices):
    """Who reads a summary."""

    GP = "gp", "GP"
    PERSON = "person", "The person"


class Summary(Written):
    """What was written for the GP, or for the person, when help ended; and when it was sent."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="summaries")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    says = models.TextField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField("how it was sent", max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(says=""), name="summary_says_something"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="summary_audience_is_known"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, how="")
                | (Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(how="")),
                name="summary_sent_says_how_and_by_whom",
            ),
        ]


class LivingAt(models.TextChoices):
    """Where somebody is, twelve weeks on."""

    HOME = "home", "At home, or with family"
    EXTRA_CARE = "extra_care", "Extra care or sheltered housing"
    CARE_HOME = "care_home", "Care home"
    HOSPITAL = "hospital", "Hospital"
    ELSEWHERE = "elsewhere", "Somewhere else"
    DIED = "died", "Died"
    NOT_REACHED = "not_reached", "Could not be reached"


class FollowUp(Written):
    """A call some weeks after the end: due on a day, and what was found."""

    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    living_at = models.CharField(max_length=12, choices=LivingAt.choices, blank=True)
    been_in_hospital = models.BooleanField("in hospital since", null=True, blank=True)
    died_on = models.DateField("day of death", null=True, blank=True)
    said = models.TextField("how they say it goes", blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="follow_up_to_do")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, living_at="")
                | (Q(done_at__isnull=False, done_by__isnull=False, done_at__gte=F("at")) & ~Q(living_at="")),
                name="follow_up_done_says_what_was_found",
            ),
            models.CheckConstraint(condition=Q(living_at__in=["", *LivingAt.values]), name="follow_up_place_is_known"),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(living_at=LivingAt.DIED), name="follow_up_day_of_death_goes_with_a_death"
            ),
            models.UniqueConstraint(fields=["episode", "due_on"], name="follow_up_once_a_day"),
        ]
