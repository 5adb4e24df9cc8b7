"""Somebody in hospital, ready to leave and held up: as much as the pages about coming home can show."""

from datetime import datetime, timedelta

from homeward.episodes.actions.hospital import choose_pathway, note_delay, note_stay, say_ready
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay
from homeward.kit.london import london_date
from homeward.partnership.models import Member


def held_up_in_hospital(episode: Episode, *, by: Member, now: datetime) -> HospitalStay:
    """A stay of ten days, ready for four, held up for three, to go home with help."""
    today = london_date(now)
    said = {"by": by, "now": now}
    stay = note_stay(episode=episode, hospital="Riverside", ward="Elm", admitted_on=today - timedelta(days=10), **said)
    say_ready(stay=stay, ready_on=today - timedelta(days=4), **said)
    note_delay(stay=stay, code="no_home_recovery", from_on=today - timedelta(days=3), note="Asked on Monday.", **said)
    choose_pathway(stay=stay, pathway=1, destination="home_recovery", **said)
    return stay
