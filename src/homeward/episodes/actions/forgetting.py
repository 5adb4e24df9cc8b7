"""Forgetting in which hospital somebody is or was, and where they live, once that is secret."""

from collections.abc import Iterable

from django.db import models, transaction

from homeward.episodes.actions.hospital import KEPT_SECRET
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay, StayChange
from homeward.episodes.models.leaving import Leaving, LeavingChange, OnwardRequest, Summary
from homeward.episodes.models.plan import Booking, Plan, PlanChange, VisitSeries
from homeward.episodes.rules.plan_edits import TEXTS
from homeward.kit.whereabouts import without_whereabouts
from homeward.people.models import Person

WRITTEN_WHERE: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Plan, "episode__person", tuple(TEXTS)),
    (VisitSeries, "episode__person", ("what_for",)),
    (Booking, "episode__person", ("what_for",)),
    (Leaving, "episode__person", ("transition_plan",)),
    (OnwardRequest, "episode__person", ("details", "sent_to", "note")),
)
"""Texts that tell others where to go or are read out of the house: of what, whose, and which."""


@transaction.atomic
def forget_hospitals(person: Person) -> None:
    """Empty hospital and ward in every stay of a person, and in what those stays said before. Dates stay.

    Their episodes are held, so that whoever is writing in one is waited for.
    """
    list(Episode.objects.select_for_update(no_key=True).filter(person=person).order_by("pk"))
    stays = HospitalStay.objects.filter(episode__person=person)
    stays.update(hospital=KEPT_SECRET, ward="")
    StayChange.objects.filter(stay__in=stays, field__in=["hospital", "ward"]).delete()


@transaction.atomic
def take_out_of_care(person: Person, secrets: Iterable[str]) -> None:
    """Take what says where a person is out of their plans, what is promised and asked for, and papers not sent yet.

    And out of what those texts said before. Papers that were sent stay as they were sent. Their episodes are held, as
    above.
    """
    list(Episode.objects.select_for_update(no_key=True).filter(person=person).order_by("pk"))
    known = list(secrets)
    for model, whose, fields in WRITTEN_WHERE:
        _take_out(model._default_manager.filter(**{whose: person}), fields, known)
    _take_out(Summary.objects.filter(episode__person=person, sent_at=None), ("says",), known)
    for change in PlanChange.objects.filter(plan__episode__person=person):
        before, after = without_whereabouts(change.before, known), without_whereabouts(change.after, known)
        if before == after:
            PlanChange.objects.filter(pk=change.pk).delete()
        elif (before, after) != (change.before, change.after):
            PlanChange.objects.filter(pk=change.pk).update(before=before, after=after)
    for said in LeavingChange.objects.filter(episode__person=person):
        kept = _all_without(said.before, known)
        if kept != said.before:
            LeavingChange.objects.filter(pk=said.pk).update(before=kept)


def _take_out(rows: models.QuerySet[models.Model], fields: tuple[str, ...], secrets: list[str]) -> None:
    for row in rows:
        said = {field: without_whereabouts(getattr(row, field), secrets) for field in fields}
        changed = {field: text for field, text in said.items() if text != getattr(row, field)}
        if changed:
            # A withheld mark may be longer than what it stands for; the column cuts nothing by itself.
            most = {field: getattr(row._meta.get_field(field), "max_length", None) for field in changed}
            rows.model._default_manager.filter(pk=row.pk).update(
                **{field: text[: most[field]] for field, text in changed.items()}
            )


def _all_without(said: object, secrets: list[str]) -> object:
    """Every text in what was kept as JSON, without what says where the person is."""
    if isinstance(said, str):
        return without_whereabouts(said, secrets)
    if isinstance(said, dict):
        return {name: _all_without(value, secrets) for name, value in said.items()}
    return [_all_without(value, secrets) for value in said] if isinstance(said, list) else said
