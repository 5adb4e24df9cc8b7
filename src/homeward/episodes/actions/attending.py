"""Noting who came to a team meeting, and in which role."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.meeting_holding import held_while_open
from homeward.episodes.models.meetings import Attendance, Meeting
from homeward.episodes.queries.meetings import present_roles, roles_of
from homeward.episodes.rules.meetings import has_quorum
from homeward.kit.text import storable
from homeward.partnership.models import Member


class RoleNotAgreed(ValueError):
    """Somebody was to attend in a role that the meeting's service model does not know."""


class DecisionsRestOnThem(ValueError):
    """Somebody was to be noted as absent, or in another role, without whom decisions could not have been made."""


@transaction.atomic
def note_attendance(
    *,
    meeting: Meeting,
    role: str,
    member: Member | None = None,
    name: str = "",
    present: bool = True,
    by: Member,
    now: datetime,
) -> Attendance:
    """Note that a member, or somebody of another organisation by name, came or did not come; the last note holds.

    Raises MeetingClosed, RoleNotAgreed, NothingWritten without a member or a name, and DecisionsRestOnThem when
    something was decided that needed them.
    """
    meeting = held_while_open(meeting)
    if role not in {one.code for one in roles_of(meeting)}:
        raise RoleNotAgreed("Choose one of the roles of this meeting.")
    name = "" if member else storable(name).strip()[:120]
    if member is None and not name:
        raise NothingWritten("Say who: choose a member, or write a name.")
    who = {"member": member} if member else {"member": None, "name__iexact": name, "role": role}
    known = meeting.attendance.filter(**who).first()
    if known is None:
        return Attendance.objects.create(
            meeting=meeting, role=role, member=member, name=name, present=present, by=by, at=now
        )
    if (known.role, known.present) == (role, present):
        return known
    _check_decisions_stand(meeting, known)
    known.role, known.present, known.by, known.at = role, present, by, now
    known.save()
    return known


def _check_decisions_stand(meeting: Meeting, without: Attendance) -> None:
    """Raises DecisionsRestOnThem when there was no quorum at the first decision but for this person."""
    first = meeting.items.filter(decided_at__isnull=False).order_by("decided_at").first()
    if first is None:
        return
    others = meeting.attendance.exclude(pk=without.pk)
    if not has_quorum(meeting.quorum, present_roles(others, at=first.decided_at)):
        raise DecisionsRestOnThem(
            "Decisions were made with them there. If they left early, say so in the words about whoever came next."
        )
