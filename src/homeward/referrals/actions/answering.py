"""Every decision is written down with an answer to the referrer, and it is noted when they were told."""

from datetime import datetime

from django.db import transaction

from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.pathways.schema import ServiceModel
from homeward.referrals.models import Arrival, Channel, Decision, Referral, ReferrerAnswer
from homeward.referrals.rules.state import DecisionKind
from homeward.referrals.wording import answer_words


def decided(
    referral: Referral,
    model: ServiceModel,
    kind: DecisionKind,
    by: Member,
    now: datetime,
    told: bool,
    *,
    suggested: str = "",
    pathway: str = "",
    reason: str = "",
    passed_to: str = "",
) -> None:
    """Write a decision down, with the answer that its referrer is to have."""
    reason, passed_to = storable(reason).strip(), storable(passed_to).strip()
    decision = Decision.objects.create(
        referral=referral,
        kind=kind,
        at=now,
        by=by,
        model_version=model.version,
        suggested=suggested,
        pathway=pathway,
        reason=reason,
        passed_to=passed_to[:120],
    )
    words = answer_words(kind=kind, referral=referral, model=model, pathway=pathway, reason=reason, passed_to=passed_to)
    ReferrerAnswer.objects.create(
        decision=decision,
        channel=channel_for(referral),
        says=words,
        made_at=now,
        given_at=now if told else None,
        given_by=by if told else None,
    )


def channel_for(referral: Referral) -> Channel:
    """How this referral's referrer is told: the way they came, or by phone."""
    return {Arrival.BARS: Channel.MESSAGE, Arrival.WEB: Channel.ON_SCREEN}.get(Arrival(referral.arrival), Channel.PHONE)


@transaction.atomic
def answer_given(*, answer: ReferrerAnswer, by: Member | None, now: datetime) -> None:
    """Note that the referrer has been told. Saying so twice keeps the first time."""
    ReferrerAnswer.objects.filter(pk=answer.pk, given_at=None).update(given_at=now, given_by=by)
