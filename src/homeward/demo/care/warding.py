"""On the @home ward: where they came from, who oversees the care, and a senior review every day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from homeward.demo.care.case import Case
from homeward.demo.cast import of_team
from homeward.demo.drafts import Directory
from homeward.demo.hours import at as in_london
from homeward.demo.reading import words
from homeward.episodes.actions.ward import set_places
from homeward.episodes.models import SeniorReview, WardStay
from homeward.episodes.models.ward import CameFrom, ReviewOutcome
from homeward.episodes.rules.ward import has_room
from homeward.kit.london import london_date
from homeward.pathways.queries import service_model_on

WARD_CODE = "home_ward"


def on_the_ward(case: Case) -> None:
    """The stay of somebody whose stage is the @home ward, with its reviews up to now; a few are overdue."""
    stage, episode = case.stage, case.episode
    if stage.pathway != WARD_CODE:
        return
    said = words("care")["stages"]
    came_from = CameFrom.STEP_UP_COMMUNITY if case.first_pathway == "rapid_response" else CameFrom.STEP_DOWN_WARD
    stay = case.add(
        WardStay(
            stage=stage,
            came_from=came_from,
            senior=case.rng.choice(said["seniors"]),
            monitoring=case.say("stages", "monitoring"),
            by=stage.by,
            at=stage.at,
        )
    )
    last_on = london_date(episode.ended_at or case.now)
    day = london_date(stage.began_at) + timedelta(days=1)
    while day <= last_on:
        at = in_london(day, case.rng.choice([9, 10, 11]), case.rng.randrange(0, 60, 5))
        over = episode.ended_at is not None and at > episode.ended_at
        forgotten = day == last_on and case.rng.random() < 0.5
        if at < case.now and not over and not forgotten:
            _review(case, stay, at, last=day == last_on and episode.ended_at is not None)
        day += timedelta(days=1)


def _review(case: Case, stay: WardStay, at: datetime, *, last: bool) -> None:
    case.add(
        SeniorReview(
            ward_stay=stay,
            reviewed_at=at,
            reviewer=stay.senior,
            outcome=ReviewOutcome.LEAVE if last else ReviewOutcome.STAY,
            plan=case.say("stages", "last_reviews" if last else "reviews"),
            by=stay.by,
            at=at,
        )
    )


FEWER = 10
"""So many places the ward has for some days while colleagues are ill."""


def fewer_days(now: datetime) -> tuple[date, date]:
    """From which day the ward had fewer places, and from which it had all again."""
    today = london_date(now)
    return today - timedelta(days=24), today - timedelta(days=19)


def fewer_places(directory: Directory, now: datetime) -> None:
    """Say that the ward had fewer places for some days, as its people say it."""
    by = directory.members[of_team("home-ward")[0]]
    agreed, (less, again) = _places_agreed(now), fewer_days(now)
    if agreed is None:
        return
    for day, places, why in ((less, FEWER, "Two nurses are ill."), (again, agreed, "Everybody is back.")):
        set_places(pathway=WARD_CODE, from_on=day, places=places, why=why, by=by, now=in_london(day, 8))


def say_why_over(cases: Sequence[Case]) -> None:
    """Whoever came when every place was taken has a reason noted."""
    stays = sorted((row for case in cases for row in case.of(WardStay)), key=lambda row: row.at)
    if not stays:
        return
    now = cases[0].now
    agreed, (less, again) = _places_agreed(now), fewer_days(now)
    until = {id(case.stage): case.episode.ended_at or now for case in cases}
    for place, stay in enumerate(stays):
        there = sum(until[id(other.stage)] > stay.at for other in stays[:place])
        places = FEWER if less <= london_date(stay.at) < again else agreed
        if not has_room(there, places):
            stay.over_capacity_why = "The consultant agrees: staying in hospital would be worse."


def _places_agreed(now: datetime) -> int | None:
    return next((one.places for one in service_model_on(london_date(now)).pathways if one.code == WARD_CODE), None)
