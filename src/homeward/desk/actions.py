"""What people do at their desk beyond one room's own action: a form sent twice, who may take a visit back,
and a person's details put right in every room."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from homeward.episodes.actions import record_visit, withdraw_visit
from homeward.episodes.actions.visiting import add_to_visit
from homeward.episodes.models import Episode, Visit
from homeward.episodes.queries import episodes_seen_by, visits_of
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability, Role
from homeward.people.actions import Details, correct_details
from homeward.people.models import Person
from homeward.referrals.actions.following import owned_with_its_episode
from homeward.referrals.secrecy import forget_whereabouts


class NotTheirsToWithdraw(ValueError):
    """A visit someone else recorded, and the member does not lead the service."""


def may_withdraw(viewer: Member, visit: Visit) -> bool:
    """True for whoever recorded the visit, and for a head of service; both must be allowed to record care."""
    if not viewer.may(Capability.RECORD_CARE):
        return False
    return visit.by_id == viewer.pk or viewer.role == Role.HEAD_OF_SERVICE


@transaction.atomic
def record_visit_once(
    *, episode: Episode, kind: str, started_at: datetime, what_happened: str, by: Member, now: datetime, **more: Any
) -> Visit:
    """Write down a visit; the same form sent twice is one visit, and what it says more the second time is added to it.

    Takes and raises what `record_visit` and `add_to_visit` do.
    """
    # The second of two submits at once waits here for the first, and then finds its visit.
    episodes_seen_by(by).select_for_update(of=("self",), no_key=True).filter(pk=episode.pk).first()
    words = storable(what_happened).strip()
    same = visits_of(by, episode).filter(
        by=by, kind=kind, started_at=started_at, what_happened=words, withdrawn_at=None
    )
    written = same.select_related("episode").first()
    if written is not None:
        return add_to_visit(visit=written, **more)
    return record_visit(
        episode=episode, kind=kind, started_at=started_at, what_happened=what_happened, by=by, now=now, **more
    )


@transaction.atomic
def withdraw(*, visit: Visit, why: str, by: Member, now: datetime) -> Episode:
    """Take back a visit; the episode as it is afterwards.

    Raises NotTheirsToWithdraw, and NothingWritten without a reason.
    """
    if not may_withdraw(by, visit):
        raise NotTheirsToWithdraw("Only the person who recorded a visit, or a head of service, can withdraw it.")
    with owned_with_its_episode(visit.episode):
        withdraw_visit(visit=visit, why=storable(why), by=by, now=now)
    visit.episode.refresh_from_db(fields=["first_contact_at", "ended_at"])
    return visit.episode


@transaction.atomic
def correct(
    *, person: Person, opened: Mapping[str, str], details: Details, because: str, by: Member, now: datetime
) -> Person:
    """The person after their details were corrected; when their address becomes secret, their referrals lose it too.

    Raises what `correct_details` raises.
    """
    person = correct_details(person=person, opened=opened, details=details, because=because, by=by, now=now)
    if person.no_longer_kept:
        forget_whereabouts(person)
    return person
