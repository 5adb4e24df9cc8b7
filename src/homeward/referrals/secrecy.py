"""Where a person is whose whereabouts are secret stays in none of their referrals, also not in those of before."""

from collections.abc import Iterable

from homeward.episodes.actions.forgetting import forget_hospitals, take_out_of_care
from homeward.kit.whereabouts import WITHHELD, without_whereabouts
from homeward.people.models import Person
from homeward.referrals.models import Referral, TriageNote


def forget_whereabouts(person: Person, also: Iterable[str] = ()) -> None:
    """Empty where each referral and stay in hospital says the person is, and take it out of what was written in them.

    It is taken out of the plan too, of what is promised and asked for, and of papers not sent yet. Known are what the
    record held until now, where the referrals say to go, and what `also` names (an address, a phone number). Words of
    visits and decisions stay as a member wrote them.
    """
    referrals = referrals_held(person)
    secrets = [*person.no_longer_kept, *(referral.location for referral in referrals), *also]
    for referral in referrals:
        _take_out_of(referral, secrets)
    for note in TriageNote.objects.filter(referral__person=person).exclude(said=""):
        said = without_whereabouts(note.said, secrets)
        if said != note.said:
            TriageNote.objects.filter(pk=note.pk).update(said=said)
    forget_hospitals(person)
    take_out_of_care(person, secrets)


def referrals_held(person: Person) -> list[Referral]:
    """Every referral of a person as it is now, locked: whoever is writing in one is waited for, and read.

    Whoever locks a referral and then a team's reason to see the person must not meet someone who does it the other way
    round: hold the referrals first.
    """
    return list(Referral.objects.select_for_update(no_key=True).filter(person=person).order_by("pk"))


def _take_out_of(referral: Referral, secrets: list[str]) -> None:
    kept = {
        "location": "",
        "reason": without_whereabouts(referral.reason, secrets),
        "what_matters": without_whereabouts(referral.what_matters, secrets),
        "referrer_phone": without_whereabouts(referral.referrer_phone, secrets).replace(WITHHELD, ""),
        "flags": [
            {name: without_whereabouts(said, secrets) if name == "text" else said for name, said in flag.items()}
            for flag in referral.flags
        ],
    }
    changed = {name: value for name, value in kept.items() if value != getattr(referral, name)}
    if changed:
        Referral.objects.filter(pk=referral.pk).update(**changed)
