"""Offering something after an assessment, and writing down what the person said."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import held_open
from homeward.episodes.models.assessing import Offer, OfferAnswer
from homeward.episodes.models.episode import Episode
from homeward.kit.text import storable
from homeward.partnership.models import Member


class OfferUnknown(ValueError):
    """An offer of nothing, or an answer that is none of those there are."""


@transaction.atomic
def make_offer(*, episode: Episode, kind: str, by: Member, now: datetime, note: str = "") -> Offer:
    """Offer something; the latest offer of that kind, where the person is still thinking about it, is the same offer.

    Raises OfferUnknown for an offer of nothing, and EpisodeClosed.
    """
    episode, kind = held_open(episode), storable(kind).strip()
    if not kind:
        raise OfferUnknown("Say what is offered.")
    latest = Offer.objects.filter(episode=episode, kind=kind).first()
    if latest is not None and latest.answer == OfferAnswer.THINKING:
        return latest
    return Offer.objects.create(episode=episode, kind=kind, note=storable(note).strip(), by=by, at=now)


@transaction.atomic
def answer_offer(*, offer: Offer, answer: str, by: Member, now: datetime, note: str = "") -> Offer:
    """Write down what the person said to an offer; the offer that then holds.

    A changed mind is a new row, so that the first answer stays; the same answer again writes nothing. Raises
    OfferUnknown for an answer there is not, and EpisodeClosed.
    """
    episode, note = held_open(offer.episode), storable(note).strip()
    if answer not in OfferAnswer.values:
        raise OfferUnknown("What did they say: choose one.")
    latest = Offer.objects.filter(episode=episode, kind=offer.kind).first() or offer
    if (latest.answer, latest.note) == (answer, note or latest.note):
        return latest
    answered_at = None if answer == OfferAnswer.THINKING else now
    if latest.answer == OfferAnswer.THINKING and latest.by_id == by.pk:
        latest.answer, latest.answered_at, latest.note = answer, answered_at, note or latest.note
        latest.save(update_fields=["answer", "answered_at", "note"])
        return latest
    return Offer.objects.create(
        episode=episode,
        kind=offer.kind,
        answer=answer,
        answered_at=answered_at,
        note=note,
        by=by,
        at=max(now, latest.at),
    )
