"""Forgetting in which hospital somebody is or was, once their whereabouts are secret."""

from django.db import transaction

from homeward.episodes.actions.hospital import KEPT_SECRET
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay, StayChange
from homeward.people.models import Person


@transaction.atomic
def forget_hospitals(person: Person) -> None:
    """Empty hospital and ward in every stay of a person, and in what those stays said before. Dates stay.

    Their episodes are held, so that whoever is writing in one is waited for.
    """
    list(Episode.objects.select_for_update(no_key=True).filter(person=person).order_by("pk"))
    stays = HospitalStay.objects.filter(episode__person=person)
    stays.update(hospital=KEPT_SECRET, ward="")
    StayChange.objects.filter(stay__in=stays, field__in=["hospital", "ward"]).delete()
