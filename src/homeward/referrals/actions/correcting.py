"""Putting right what was written down wrongly about a clock. What it said before stays to be read."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions import correct_need
from homeward.kit.london import LONDON
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.referrals.actions.holding import held, model_for, need_words, run_clock, run_until_decided
from homeward.referrals.drafting import terms_on
from homeward.referrals.models import Referral, TriageNote
from homeward.referrals.rules.clocks import is_not_appropriate
from homeward.referrals.rules.state import State


@transaction.atomic
def correct_start(
    *, referral: Referral, needed_at: datetime, ready_at: datetime | None, reason: str, by: Member, now: datetime
) -> Referral:
    """Correct when help was seen to be needed, or when the hospital decided; the clock is worked out again by its rule.

    A note keeps both starts, the reason and the name. Raises ReasonNeeded without words, AlreadyDecided for a closed
    referral, and VisitTimeWrong when a visit that counts would be before the new start.
    """
    referral = held(referral, *(state for state in State if state is not State.CLOSED))
    need_words(reason, "Say why the start of the clock is corrected.")
    before = referral.clock_start_at
    referral.needed_at, referral.ready_at = needed_at, ready_at
    if referral.episode is None:
        run_until_decided(referral)
    else:
        pathway = model_for(referral).pathway(referral.pathway)
        aside = is_not_appropriate(referral.clock_code)
        run_clock(referral, terms_on(pathway, referral, time_not_appropriate=aside))
        referral.due_at = referral.breach_at
        correct_need(episode=referral.episode, needed_from=referral.clock_start_at)
    referral.save()
    said = f"The clock's start was corrected from {_shown(before)} to {_shown(referral.clock_start_at)}. "
    TriageNote.objects.create(referral=referral, answers={}, said=said + storable(reason).strip(), at=now, by=by)
    return referral


def _shown(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%b %Y, %H:%M}"
