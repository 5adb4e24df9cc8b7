"""Admitting to the @home ward, looking over those on it, and saying how many places there are."""

from datetime import date, datetime
from zlib import crc32

from django.db import connection, transaction

from homeward.episodes.actions.holding import held_open
from homeward.episodes.actions.staging import current_stage, move_stage
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import HowHandedOver, ToldAgain
from homeward.episodes.models.ward import CameFrom, Places, ReviewOutcome, SeniorReview, WardStay
from homeward.episodes.queries.ward import pathway_of, places_notes, places_taken, wards_on
from homeward.episodes.rules.stages import WARD
from homeward.episodes.rules.visits import MINUTES_A_WATCH_MAY_BE_FAST
from homeward.episodes.rules.ward import has_room, places_on
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member, Team
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Pathway

MOST_PLACES = 2000
"""More places than any ward of one borough has: a number above it was typed wrongly."""

_PLACES_OF_A_WARD = crc32(b"places of a ward") - 2**31


class NoWard(ValueError):
    """Somebody was to be on an @home ward, and the agreed service model has none, or their stage is another."""


class WardFull(ValueError):
    """Somebody was to come to a ward whose places are all taken, and nobody said why they come all the same."""


class WordsMissing(ValueError):
    """A fact about the ward without a name, a plan or a reason. `field` says which."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        super().__init__(says)


class AlreadySettled(ValueError):
    """Somebody else settled the person on the ward meanwhile, and wrote something else."""


class ReviewTimeWrong(ValueError):
    """A review is said to have been when it cannot have been."""


class PlacesWrong(ValueError):
    """A number of places that no pathway has, or for a pathway nobody agreed."""


@transaction.atomic
def admit_to_ward(
    *,
    episode: Episode,
    came_from: str,
    senior: str,
    monitoring: str,
    why: str,
    over_capacity_why: str = "",
    hand_to: Team | None = None,
    how: str = HowHandedOver.TOGETHER,
    told_again: str = ToldAgain.NOT_KNOWN,
    by: Member,
    now: datetime,
) -> WardStay:
    """Move an episode on to the @home ward of the service model in force, and give the person a place there.

    Two who are admitted at once follow each other, so that the last place is given once. Raises NoWard, WardFull,
    WordsMissing, EpisodeClosed, and what `move_stage` raises.
    """
    wards = wards_on(london_date(now))
    if not wards:
        raise NoWard("The agreed service model has no @home ward.")
    ward = wards[0]
    _wait_for_others_on(ward.code)
    episode = held_open(episode)
    if episode.pathway != ward.code:
        move_stage(
            episode=episode,
            to=ward.code,
            why=why,
            hand_to=hand_to,
            how=how,
            told_again=told_again,
            with_place=True,
            by=by,
            now=now,
        )
    return _settled(held_open(episode), came_from, senior, monitoring, over_capacity_why, by, now)


@transaction.atomic
def settle_on_ward(
    *,
    episode: Episode,
    came_from: str,
    senior: str,
    monitoring: str,
    over_capacity_why: str = "",
    by: Member,
    now: datetime,
) -> WardStay:
    """Give a place to somebody whose stage is the @home ward already, as when the front door accepted them for it.

    Raises NoWard, WardFull, WordsMissing, AlreadySettled and EpisodeClosed. Sent twice, it is written once.
    """
    _wait_for_others_on(episode.pathway)
    return _settled(held_open(episode), came_from, senior, monitoring, over_capacity_why, by, now)


@transaction.atomic
def review(
    *, ward_stay: WardStay, reviewed_at: datetime, reviewer: str, outcome: str, plan: str, by: Member, now: datetime
) -> SeniorReview:
    """Write down that a senior clinician looked over somebody, what it led to and what the plan is.

    Raises EpisodeClosed, NoWard after they left the ward, ReviewTimeWrong and WordsMissing. Sent twice, it is written
    once.
    """
    stage = ward_stay.stage
    episode = held_open(stage.episode)
    if current_stage(episode).pk != stage.pk:
        raise NoWard("They are not on the @home ward any more, so no review can be added.")
    if reviewed_at > now + MINUTES_A_WATCH_MAY_BE_FAST:
        raise ReviewTimeWrong("The review is in the future. Give the time it was.")
    if reviewed_at < stage.began_at.replace(second=0, microsecond=0):
        raise ReviewTimeWrong("The review is before they came to the ward. Check the date and time.")
    said = {
        "reviewed_at": reviewed_at,
        "reviewer": _words("reviewer", reviewer, "Say who looked over them.")[:120],
        "outcome": ReviewOutcome(outcome),
        "plan": _words("plan", plan, "Write what the plan is, in a sentence."),
    }
    same = ward_stay.reviews.filter(**said).first()
    return same or SeniorReview.objects.create(ward_stay=ward_stay, **said, by=by, at=now)


@transaction.atomic
def set_places(*, pathway: str, from_on: date, places: int, why: str, by: Member, now: datetime) -> Places:
    """Say how many people a pathway has room for from a day on, and why that is not what was agreed.

    Raises PlacesWrong for a pathway nobody agreed or an unlikely number, and WordsMissing without a reason. Those who
    have a place keep it, also when there are fewer places than people. Sent twice, it is written once.
    """
    if pathway not in {one.code for one in service_model_on(from_on).pathways}:
        raise PlacesWrong("The service model of that day has no such pathway.")
    if not 0 <= places <= MOST_PLACES:
        raise PlacesWrong(f"Give a number of places from 0 to {MOST_PLACES:,}.")
    why = _words("why", why, "Say why the number of places changes.")[:200]
    _wait_for_others_on(pathway)
    last = Places.objects.filter(pathway=pathway, from_on=from_on).order_by("at", "pk").last()
    if last is not None and (last.places, last.why) == (places, why):
        return last
    return Places.objects.create(pathway=pathway, from_on=from_on, places=places, why=why, by=by, at=now)


def _settled(
    episode: Episode, came_from: str, senior: str, monitoring: str, over_why: str, by: Member, now: datetime
) -> WardStay:
    """The stay of the current stage, as it is written now; the ward is held already."""
    stage = current_stage(episode)
    agreed = pathway_of(stage.model_version, stage.pathway)
    if agreed is None or agreed.model != WARD:
        raise NoWard("They are not on the @home ward. Admit them to it first.")
    said = {
        "came_from": CameFrom(came_from),
        "senior": _words("senior", senior, "Name the senior clinician who oversees the care.")[:120],
        "monitoring": storable(monitoring).strip(),
    }
    stay: WardStay | None = WardStay.objects.filter(stage=stage).first()
    if stay is not None:
        if all(getattr(stay, name) == value for name, value in said.items()):
            return stay
        raise AlreadySettled(f"{stay.by} has written how they came to the ward meanwhile. It was not written over.")
    over_why = storable(over_why).strip()[:250]
    over = _is_over(agreed, now)
    if over and not over_why:
        raise WardFull("Every place of the @home ward is taken. Say why they come all the same, or find another place.")
    return WardStay.objects.create(stage=stage, **said, over_capacity_why=over_why if over else "", by=by, at=now)


def _is_over(ward: Pathway, now: datetime) -> bool:
    """True when more people are on the ward than it has places, the one who is just coming among them."""
    today = london_date(now)
    agreed = next((one.places for one in service_model_on(today).pathways if one.code == ward.code), ward.places)
    places = places_on(agreed, places_notes().get(ward.code, []), today)
    return not has_room(places_taken().get(ward.code, 0) - 1, places)


def _words(field: str, text: str, otherwise: str) -> str:
    text = storable(text).strip()
    if not text:
        raise WordsMissing(field, otherwise)
    return text


def _wait_for_others_on(pathway: str) -> None:
    """Let those who take a place on one pathway follow each other until each is committed.

    Otherwise two at once both see the last place free. PostgreSQL needs to be told; SQLite lets only one transaction
    write anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_PLACES_OF_A_WARD, crc32(pathway.encode()) - 2**31])
