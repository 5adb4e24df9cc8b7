"""When staff are asked, and who may still answer."""

from datetime import date

from django.conf import settings

from homeward.partnership.models import Member
from homeward.voice.models import StaffRound
from homeward.voice.reading import shelf
from homeward.voice.rules.months import month_of
from homeward.voice.rules.rounds import is_open, mark_of


def round_is_open(today: date) -> bool:
    """True when staff are asked this month: as agreed in the statements, or because a head of service opened it."""
    month = month_of(today)
    opened = StaffRound.objects.filter(month=month, opened_at__isnull=False).values_list("month", flat=True)
    return is_open(today, shelf().on(today).staff_months, set(opened))


def has_answered(viewer: Member, today: date) -> bool:
    """True when the viewer has answered this month's round."""
    found = StaffRound.objects.filter(month=month_of(today)).first()
    return found is not None and mark_of(viewer.pk, found.month, settings.SECRET_KEY) in found.answered_by
