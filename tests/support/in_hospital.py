"""Somebody in hospital, what is noted of them step by step, and all of it at once as the pages can show it."""

from datetime import date, datetime, timedelta
from typing import Any

from homeward.episodes.actions.hospital import choose_pathway, note_delay, note_stay, say_ready
from homeward.episodes.actions.leaving_hospital import leave_hospital
from homeward.episodes.actions.planning import book
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import DelayReason, HospitalStay
from homeward.episodes.models.plan import Booking
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from tests.support.borough import NOW, Borough

TODAY = date(2026, 3, 4)
"""The day of NOW."""
HOME = "home_recovery"


def held_up_in_hospital(episode: Episode, *, by: Member, now: datetime) -> HospitalStay:
    """A stay of ten days, ready for four, held up for three, to go home with help."""
    today = london_date(now)
    said = {"by": by, "now": now}
    stay = note_stay(episode=episode, hospital="Riverside", ward="Elm", admitted_on=today - timedelta(days=10), **said)
    say_ready(stay=stay, ready_on=today - timedelta(days=4), **said)
    note_delay(stay=stay, code="no_home_recovery", from_on=today - timedelta(days=3), note="Asked on Monday.", **said)
    choose_pathway(stay=stay, pathway=1, destination="home_recovery", **said)
    return stay


def days_ago(number: int) -> date:
    """The day so many days before TODAY."""
    return TODAY - timedelta(days=number)


def admitted(borough: Borough, episode: Episode, ago: int = 10) -> HospitalStay:
    """A stay that began so many days ago."""
    return note_stay(
        episode=episode, hospital="Riverside", ward="Elm", admitted_on=days_ago(ago), by=borough.nurse, now=NOW
    )


def ready(borough: Borough, stay: HospitalStay, ago: int = 5) -> None:
    """Say that they have been ready to leave for so many days."""
    say_ready(stay=stay, ready_on=days_ago(ago), by=borough.nurse, now=NOW)


def held_up(borough: Borough, stay: HospitalStay, code: str = "transport", ago: int = 3) -> DelayReason:
    """What has held them up for so many days."""
    return note_delay(stay=stay, code=code, from_on=days_ago(ago), by=borough.nurse, now=NOW)


def going_home(borough: Borough, stay: HospitalStay) -> None:
    """Say that they go home with help."""
    choose_pathway(stay=stay, pathway=1, destination=HOME, by=borough.nurse, now=NOW)


def visit_promised(borough: Borough, episode: Episode, hours: float = 4, now: datetime = NOW) -> Booking:
    """A first visit promised at `now` for so many hours after NOW."""
    begins = NOW + timedelta(hours=hours)
    return book(
        episode=episode,
        what_for="First visit at home",
        from_at=begins,
        to_at=begins + timedelta(hours=2),
        by=borough.nurse,
        now=now,
    )


def leave(borough: Borough, stay: HospitalStay, **said: Any) -> None:
    """Let them leave at NOW unless told otherwise."""
    leave_hospital(**{"stay": stay, "left_at": NOW, "by": borough.nurse, "now": NOW, **said})
