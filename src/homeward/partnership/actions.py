"""Marking what the partners changed, correcting what was said of it, and withdrawing it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from homeward.kit.text import storable
from homeward.partnership.models import (
    ChangeCorrection,
    ChangePhase,
    Member,
    Organisation,
    PhasedChange,
    PhaseSaid,
    Said,
)
from homeward.partnership.rules import Capability


class NotYoursToMark(ValueError):
    """Somebody who is neither head of service nor commissioner was to mark, correct or withdraw a change."""


class ChangeIncomplete(ValueError):
    """A change without title, without what changes, without what is hoped for, without a start, or without a reason."""


class PlaceTwice(ValueError):
    """A change was to begin twice in one place, or everywhere and in one place beside."""


class ChangeWithdrawn(ValueError):
    """A change that was withdrawn was to be corrected, or withdrawn again."""


class CorrectedMeanwhile(ValueError):
    """Somebody else corrected the change after the form was opened."""


@transaction.atomic
def mark_change(*, said: Said, by: Member, now: datetime) -> PhasedChange:
    """Write down what the partners changed, and since when in each place.

    Raises NotYoursToMark, ChangeIncomplete and PlaceTwice.
    """
    said = _checked(said, by)
    change = PhasedChange.objects.create(**_fields_of(said), marked_by=by, marked_at=now)
    _begin(change, said.phases)
    return change


@transaction.atomic
def correct_change(*, change: PhasedChange, said: Said, why: str, seen: int, by: Member, now: datetime) -> PhasedChange:
    """Say something else of a change, and why; what was said before is kept. `seen` is how many corrections were seen.

    Raises NotYoursToMark, ChangeIncomplete, PlaceTwice, ChangeWithdrawn, and CorrectedMeanwhile.
    """
    said = _checked(said, by)
    change = _held(change)
    if change.corrections.count() != seen:
        raise CorrectedMeanwhile(
            "Somebody corrected this change after you opened it. Look at its page, then save what you typed again."
        )
    before = change.said
    if said != before:
        ChangeCorrection.objects.create(change=change, before=before.as_json(), why=_reason(why), by=by, at=now)
        for field, value in _fields_of(said).items():
            setattr(change, field, value)
        change.save()
        change.phases.all().delete()
        _begin(change, said.phases)
    return PhasedChange.objects.get(pk=change.pk)


@transaction.atomic
def withdraw_change(*, change: PhasedChange, why: str, by: Member, now: datetime) -> PhasedChange:
    """Take a change back: it is no longer in charts, and stays on the list with who withdrew it and why.

    Raises NotYoursToMark, ChangeIncomplete without a reason, and ChangeWithdrawn.
    """
    _check_may(by)
    change = _held(change)
    change.withdrawn_at, change.withdrawn_by, change.withdrawn_why = now, by, _reason(why)
    change.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return change


def _held(change: PhasedChange) -> PhasedChange:
    held = PhasedChange.objects.select_for_update().get(pk=change.pk)
    if held.withdrawn_at is not None:
        raise ChangeWithdrawn("This change was withdrawn, so nothing about it can be changed. Mark it anew.")
    return held


def _check_may(by: Member) -> None:
    if not by.may(Capability.MARK_CHANGES):
        raise NotYoursToMark("Only heads of service and commissioners may mark what changed.")


def _checked(said: Said, by: Member) -> Said:
    """The same without stray spaces, the phases in order. Raises what `mark_change` says."""
    _check_may(by)
    clean = Said(
        title=" ".join(storable(said.title).split()),
        what_changes=storable(said.what_changes).strip(),
        hypothesis=storable(said.hypothesis).strip(),
        pathways=tuple(sorted(set(said.pathways))),
        rebase=said.rebase,
        phases=tuple(_settled(said.phases)),
    )
    if not (clean.title and clean.what_changes and clean.hypothesis):
        raise ChangeIncomplete("Give the change a title, say what changes, and what is hoped for.")
    places = [one.place.casefold() for one in clean.phases]
    if not places:
        raise ChangeIncomplete("Say on which day it begins, everywhere or in each place.")
    if len(set(places)) < len(places):
        raise PlaceTwice("A place is there twice. Give each place one day.")
    if "" in places and len(places) > 1:
        raise PlaceTwice("It cannot begin everywhere and in some places beside. Name every place, or none.")
    return clean


def _settled(phases: Iterable[PhaseSaid]) -> list[PhaseSaid]:
    """The phases in order of day, an organisation by its name when its code was given."""
    known = _organisations()
    clean = []
    for one in phases:
        place = " ".join(storable(one.place).split())
        organisation = known.get(place.casefold())
        clean.append(PhaseSaid(organisation.name if organisation else place, one.starts_on))
    return sorted(clean, key=lambda one: one.starts_on)


def _organisations() -> dict[str, Organisation]:
    """Every organisation by its name and by its code, in small letters."""
    every = list(Organisation.objects.all())
    return {one.code.casefold(): one for one in every} | {one.name.casefold(): one for one in every}


def _fields_of(said: Said) -> dict[str, object]:
    return {
        "title": said.title,
        "what_changes": said.what_changes,
        "hypothesis": said.hypothesis,
        "pathways": list(said.pathways),
        "rebase": said.rebase,
    }


def _begin(change: PhasedChange, phases: Iterable[PhaseSaid]) -> None:
    known = _organisations()
    rows = []
    for one in phases:
        organisation = known.get(one.place.casefold())
        locality = "" if organisation else one.place
        rows.append(ChangePhase(change=change, organisation=organisation, locality=locality, starts_on=one.starts_on))
    ChangePhase.objects.bulk_create(rows)


def _reason(why: str) -> str:
    clean = " ".join(storable(why).split())
    if not clean:
        raise ChangeIncomplete("Say why, in a sentence.")
    return clean[:500]
