"""The texts of a plan: changed by several people at once without losing a word, and agreed with the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held_open
from homeward.episodes.actions.planning import begin_plan
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Plan, PlanChange
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.rules.plan_edits import TEXTS, merged
from homeward.kit.text import storable
from homeward.partnership.models import Member


@dataclass(frozen=True, slots=True)
class Moved:
    """A text that somebody else changed meanwhile: what it says now, who wrote that and when, and what was typed."""

    field: str
    theirs: str
    mine: str
    by: Member | None
    at: datetime | None


class PlanMovedOn(ValueError):
    """Somebody else changed the same text of a plan since it was opened. Nothing was written."""

    def __init__(self, moved: tuple[Moved, ...]) -> None:
        super().__init__("Somebody else changed the same part of the plan. Read both, and choose.")
        self.moved = moved


@transaction.atomic
def edit_plan(
    *, episode: Episode, opened: Mapping[str, str], typed: Mapping[str, str], by: Member, now: datetime
) -> Plan:
    """The plan after its texts were changed; what others changed meanwhile in other texts stays.

    `opened` are the texts as they stood on the page, `typed` as they were sent, by name. Raises EpisodeClosed after
    the end, and PlanMovedOn, with both texts, where somebody else changed the same one; then nothing is written.
    """
    held_open(episode)
    plan = begin_plan(episode=episode, by=by, now=now)
    typed = {name: storable(text) for name, text in typed.items()}
    result = merged(opened=opened, typed=typed, now={name: getattr(plan, name) for name in TEXTS})
    if result.clashes:
        raise PlanMovedOn(tuple(_moved(plan, name, *result.clashes[name]) for name in TEXTS if name in result.clashes))
    for name, (before, after) in result.changes.items():
        setattr(plan, name, after)
        PlanChange.objects.create(plan=plan, field=name, before=before, after=after, by=by, at=now)
    plan.save(update_fields=list(result.changes))
    return plan


class ChangedUnseen(ValueError):
    """A plan was to be agreed that somebody changed since whoever agrees it read it."""


@transaction.atomic
def agree_plan(*, episode: Episode, agreed_with: str, seen: int | None = None, by: Member, now: datetime) -> Plan:
    """Write down that the plan as it stands was agreed, and with whom; agreed again, the latest holds.

    `seen` is the id of the last change that stood on the page, 0 for none; where it is given, nobody agrees to words
    they have not read. Raises ChangedUnseen, EpisodeClosed after the end, and NothingWritten while it does not say what
    will be done together.
    """
    held_open(episode)
    plan = begin_plan(episode=episode, by=by, now=now)
    last = plan.changes.select_related("by").first()
    if seen is not None and last is not None and last.pk != seen:
        raise ChangedUnseen(
            f"{last.by} changed the plan while you had it open. Read it with them again, then agree it."
        )
    if not plan.aims:
        raise NothingWritten("Write down what you will do together before the plan is agreed.")
    plan.agreed_at, plan.agreed_by, plan.agreed_with = now, by, AgreedWith(agreed_with)
    plan.save(update_fields=["agreed_at", "agreed_by", "agreed_with"])
    return plan


def _moved(plan: Plan, name: str, theirs: str, mine: str) -> Moved:
    last = plan.changes.filter(field=name).select_related("by__organisation").first()
    return Moved(name, theirs, mine, last.by if last else None, last.at if last else None)
