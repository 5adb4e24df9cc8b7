"""No referral is ever unowned or unanswered: checked over the whole database."""

from collections.abc import Callable, Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from homeward.kit.problem import Problem
from homeward.pathways.reading import agreed_versions
from homeward.people.models import Relationship
from homeward.referrals.models import Decision, Referral, ReferrerAnswer
from homeward.referrals.queries import IS_OPEN
from homeward.referrals.rules.state import DecisionKind


def _owner_cannot_see() -> QuerySet[Referral]:
    sees = Relationship.objects.filter(
        person_id=OuterRef("person_id"), team_id=OuterRef("owning_team_id"), ended_at=None
    )
    return Referral.objects.filter(IS_OPEN).filter(~Exists(sees))


def _decided_without_answer() -> QuerySet[Referral]:
    answers = ReferrerAnswer.objects.filter(decision=OuterRef("pk"))
    silent = Decision.objects.filter(~Exists(answers), referral=OuterRef("pk"))
    return Referral.objects.filter(Exists(silent))


def _settled_without_decision(kinds: list[DecisionKind], settled: Q) -> QuerySet[Referral]:
    decided = Decision.objects.filter(referral=OuterRef("pk"), kind__in=kinds)
    return Referral.objects.filter(settled).filter(~Exists(decided))


def _accepted_without_decision() -> QuerySet[Referral]:
    return _settled_without_decision([DecisionKind.ACCEPT], Q(accepted_at__isnull=False))


def _closed_without_decision() -> QuerySet[Referral]:
    return _settled_without_decision(
        [DecisionKind.REDIRECT, DecisionKind.DECLINE, DecisionKind.CLOSE], Q(closed_at__isnull=False)
    )


def _owner_differs() -> QuerySet[Referral]:
    return Referral.objects.filter(IS_OPEN, accepted_at__isnull=False).filter(
        ~Q(owning_team_id=F("episode__owning_team_id")) | ~Q(pathway=F("episode__pathway"))
    )


def _waits_on_an_ended_episode() -> QuerySet[Referral]:
    return Referral.objects.filter(IS_OPEN, episode__ended_at__isnull=False)


def _not_triaged_by_the_front_door() -> QuerySet[Referral]:
    fronts = {model.front_door for model in agreed_versions()}
    return Referral.objects.filter(IS_OPEN, accepted_at=None).exclude(owning_team__code__in=fronts)


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
    ("An accepted referral has its decision", _accepted_without_decision, "Open it again and decide."),
    ("A closed referral has its decision", _closed_without_decision, "Open it again and decide."),
    (
        "An accepted referral and its episode have one owner and one pathway",
        _owner_differs,
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
    ("What was known at arrival was kept", _without_note, "Write a triage note with what is known."),
)


def problems() -> Iterator[Problem]:
    """Every referral for which a promise of the front door does not hold."""
    for rule, broken, remedy in CHECKS:
        for referral in broken().only("pk").iterator():
            yield Problem("referrals", rule, referral.reference, remedy)
