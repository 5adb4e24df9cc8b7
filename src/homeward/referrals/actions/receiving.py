"""A request arrives, and what is learnt of it is written down."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from homeward.kit.london import london_date
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member
from homeward.partnership.queries import team_called
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Answer
from homeward.people.actions import give_reason_to_see, register
from homeward.referrals.actions.holding import UNDECIDED, held, model_for, run_until_decided
from homeward.referrals.drafting import Request, drafted, token_of
from homeward.referrals.models import Referral, TriageNote
from homeward.referrals.rules.state import triage_due_at
from homeward.referrals.secrecy import forget_whereabouts, referrals_held


@transaction.atomic
def receive(*, request: Request, by: Member | None, now: datetime) -> Referral:
    """Take in a request for help: the person registered, the front door its owner, its clock running.

    `by` is who wrote it down, or None for a message from another system. The same form sent twice is one referral; a
    form sent again with other words in it, as after the browser's back button, is another.
    """
    token = token_of(request)
    sent_before = Referral.objects.filter(form_token=token).first() if token else None
    if sent_before is not None:
        return sent_before
    model = service_model_on(london_date(now))
    front_door = team_called(model.front_door)
    person = register(details=request.details, by=by, now=now)
    if person.restricted:
        referrals_held(person)
    give_reason_to_see(person=person, team=front_door, because="Referred to the service", now=now)
    referral = drafted(model=model, request=request, person=person, front_door=front_door, taken_by=by, now=now)
    referral.save()
    TriageNote.objects.create(referral=referral, answers=storable_json(request.answers), at=now, by=by)
    if person.restricted:
        said = request.details
        forget_whereabouts(person, also=(said.address, said.postcode, said.phone, request.location))
        referral.refresh_from_db()
    return referral


@transaction.atomic
def note_triage(
    *,
    referral: Referral,
    answers: Mapping[str, Answer | None],
    need: str = "",
    said: str = "",
    location: str = "",
    by: Member | None,
    now: datetime,
) -> TriageNote:
    """Write down what was learnt. Earlier notes stay; words from the referrer end the wait for them.

    `by` is who wrote it down, or None for news that the referrer's own system sent; `location` is where they are now,
    when that is news.

    The clock that runs until a pathway is decided follows what is known: someone who turns out to need help within two
    hours is due at the front door as soon as that.
    """
    referral = held(referral, *UNDECIDED)
    said = storable(said).strip()
    note = TriageNote.objects.create(referral=referral, answers=storable_json(answers), said=said, at=now, by=by)
    referral.need = need or referral.need
    referral.location = "" if referral.person.restricted else storable(location).strip()[:250] or referral.location
    clock_before = referral.clock
    run_until_decided(referral)
    due_at = triage_due_at(model_for(referral).triage, referral.clock_code, now)
    if referral.asked_at is not None and said:
        referral.asked_at, referral.due_at = None, due_at
    elif referral.clock != clock_before:
        referral.due_at = min(referral.due_at, due_at)
    referral.save()
    return note
