"""No referral is ever unowned or unanswered: checked over the whole database."""

from collections.abc import Callable, Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from homeward.episodes.models import Episode, Stage
from homeward.kit.problem import Problem
from homeward.pathways.reading import agreed_versions
from homeward.people.models import Relationship
from homeward.referrals.models import Decision, Referral, ReferrerAnswer
from homeward.referrals.queries import IS_OPEN, STATE_FILTERS
from homeward.referrals.rules.state import DecisionKind, State


def _owner_cannot_see() -> QuerySet[Referral]:
    sees = Relationship.objects.filter(
        person_id=OuterRef("person_id"), team_id=OuterRef("owning_team_id"), ended_at=None
    )
    return Referral.objects.filter(IS_OPEN).filter(~Exists(sees))


def _decided_without_answer() -> QuerySet[Referral]:
    answers = ReferrerAnswer.objects.filter(decision=OuterRef("pk"))
    silent = Decision.objects.filter(~Exists(answers), referral=OuterRef("pk"))
    return Referral.objects.filter(Exists(silent))


LAST_DECISION_OF: dict[State, tuple[DecisionKind, ...]] = {
    State.WAITING_FOR_REFERRER: (DecisionKind.ASK,),
    State.WAITING_FOR_FIRST_VISIT: (DecisionKind.ACCEPT,),
    State.SEEN: (DecisionKind.ACCEPT,),
    State.CLOSED: (DecisionKind.REDIRECT, DecisionKind.DECLINE, DecisionKind.CLOSE),
}
"""What was decided last about a referral in each state. One waiting for triage is new, asked about, or open again."""


def _decision_and_state_differ() -> QuerySet[Referral]:
    decided = Decision.objects.filter(referral=OuterRef("pk")).order_by("-at", "-pk").values("kind")[:1]
    undecided = ("", DecisionKind.ASK, DecisionKind.REOPEN)
    wrong = STATE_FILTERS[State.WAITING_FOR_TRIAGE] & ~Q(last__in=undecided)
    for state, kinds in LAST_DECISION_OF.items():
        wrong |= STATE_FILTERS[state] & ~Q(last__in=kinds)
    return Referral.objects.annotate(last=Coalesce(Subquery(decided), Value(""))).filter(wrong)


def _episode_differs() -> QuerySet[Referral]:
    first_stage = Stage.objects.filter(episode=OuterRef("episode")).order_by("began_at").values("pathway")[:1]
    same = Q(
        owning_team_id=F("episode__owning_team_id"),
        pathway=F("first_pathway"),
        person_id=F("episode__person_id"),
        clock_start_at=F("episode__needed_from"),
    )
    accepted = Referral.objects.filter(IS_OPEN, accepted_at__isnull=False)
    return accepted.annotate(first_pathway=Subquery(first_stage)).exclude(same)


def _waits_on_an_ended_episode() -> QuerySet[Referral]:
    return Referral.objects.filter(IS_OPEN, episode__ended_at__isnull=False)


def _not_triaged_by_the_front_door() -> QuerySet[Referral]:
    fronts = {model.front_door for model in agreed_versions()}
    return Referral.objects.filter(IS_OPEN, accepted_at=None).exclude(owning_team__code__in=fronts)


def _says_where_a_restricted_person_is() -> QuerySet[Referral]:
    return Referral.objects.filter(person__restricted=True).exclude(location="")


def _without_note() -> QuerySet[Referral]:
    return Referral.objects.filter(triage_notes=None)


CHECKS: tuple[tuple[str, Callable[[], QuerySet[Referral]], str], ...] = (
    (
        "The team that owns an open referral can see the person",
        _owner_cannot_see,
        "Give the owning team a reason to see the person's record.",
    ),
    (
        "Every decision has an answer to the referrer",
        _decided_without_answer,
        "Decide again, so that the referrer is told.",
    ),
    (
        "Where a referral is follows from what was decided last",
        _decision_and_state_differ,
        "Open it again and decide.",
    ),
    (
        "An accepted referral and its episode agree on the owner, the pathway, the person and the start of the clock",
        _episode_differs,
        "Open it again and accept it onto the right pathway.",
    ),
    (
        "Nobody waits for a first visit from an episode that has ended",
        _waits_on_an_ended_episode,
        "Open it again, so that somebody goes.",
    ),
    (
        "A referral nobody has accepted is owned by the front door",
        _not_triaged_by_the_front_door,
        "Open it again, so that the front door owns it.",
    ),
    (
        "A referral does not say where a restricted person is",
        _says_where_a_restricted_person_is,
        "Empty its location; the address must not be kept.",
    ),
    ("What was known at arrival was kept", _without_note, "Write a triage note with what is known."),
)


def problems() -> Iterator[Problem]:
    """Every referral for which a promise of the front door does not hold."""
    for rule, broken, remedy in CHECKS:
        for referral in broken().only("pk").iterator():
            yield Problem("referrals", rule, referral.reference, remedy)
    for pk in _episodes_nobody_asked_for().values_list("pk", flat=True).iterator():
        yield Problem(
            "referrals",
            "An open episode belongs to a referral",
            f"Episode {pk}",
            "End it as opened in error, and look whether a referral of this person waits.",
        )


def _episodes_nobody_asked_for() -> QuerySet[Episode]:
    return Episode.objects.filter(~Exists(Referral.objects.filter(episode=OuterRef("pk"))), ended_at=None)
