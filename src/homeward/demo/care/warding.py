"""On the @home ward: where they came from, who oversees the care, and a senior review every day."""

from datetime import datetime, timedelta

from homeward.demo.care.case import Case
from homeward.demo.hours import at as in_london
from homeward.demo.reading import words
from homeward.episodes.models import SeniorReview, WardStay
from homeward.episodes.models.ward import CameFrom, ReviewOutcome
from homeward.kit.london import london_date


def on_the_ward(case: Case) -> None:
    """The stay of somebody whose stage is the @home ward, with its reviews up to now; a few are overdue."""
    stage, episode = case.stage, case.episode
    if stage.pathway != "home_ward":
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
        forgotten = day == last_on and case.rng.random() < 0.3
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
