"""The table `ward_days`: how full each @home ward was on each day, and whether everybody was looked over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from homeward.episodes.history.ward import OnWard, on_wards, places_noted
from homeward.episodes.rules.stages import WARD
from homeward.episodes.rules.ward import (
    DIRECTIONS,
    PLANNED_PERCENT,
    Direction,
    Noted,
    counted_at,
    places_on,
)
from homeward.kit.london import london_date, start_of_day
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.grouping import kind_of_care, pathway_agreed
from homeward.outcomes.rules.ward import review_on
from homeward.partnership.queries import teams
from homeward.pathways.reading import agreed_versions

GROUPS_THAT_DO_NOT_APPLY = ("locality", "source", "need", "age_band", "ethnicity", "deprivation")


def rows(context: Context) -> Iterator[Row]:
    """A row for every ward and day, from its first patient or its first note of places to today. Five queries."""
    codes = sorted({one.code for model in agreed_versions() for one in model.pathways if one.model == WARD})
    stays, notes = on_wards(codes), places_noted()
    owners = {team.code: team.organisation.code for team in teams()}
    by_code = {code: [one for one in stays if one.pathway == code] for code in codes}
    begins = {code: _first_day(by_code[code], notes.get(code, ())) for code in codes}
    day, today = min((day for day in begins.values() if day), default=None), london_date(context.now)
    while day is not None and day <= today:
        for code in codes:
            first = begins[code]
            if first is not None and first <= day:
                there = [one for one in by_code[code] if _touches(one, day)]
                yield _row(context, code, day, there, notes, owners)
        day += timedelta(days=1)


def _first_day(stays: Sequence[OnWard], notes: Sequence[Noted]) -> date | None:
    days = [london_date(one.began_at) for one in stays] + [note.from_on for note in notes]
    return min(days, default=None)


def _touches(one: OnWard, day: date) -> bool:
    return one.began_at < start_of_day(day + timedelta(days=1)) and (
        one.ended_at is None or one.ended_at >= start_of_day(day)
    )


def _row(
    context: Context,
    code: str,
    day: date,
    there: Sequence[OnWard],
    notes: Mapping[str, Sequence[Noted]],
    owners: Mapping[str, str],
) -> Row:
    agreed = pathway_agreed(code)
    moment = counted_at(day, context.now)
    taken = [one for one in there if one.began_at <= moment and (one.ended_at is None or one.ended_at > moment)]
    reviews = [_review(context, one, day) for one in there]
    return {
        "partnership": context.partnership,
        "origin": context.origin,
        "pathway": code,
        "model": kind_of_care(code),
        "organisation": owners.get(agreed.owner, "") if agreed else "",
        **dict.fromkeys(GROUPS_THAT_DO_NOT_APPLY, ""),
        **on_day("held", day),
        "taken": len(taken),
        "places": places_on(agreed.places if agreed else None, notes.get(code, ()), day),
        "planned_percent": (agreed.places_planned_percent if agreed else None) or PLANNED_PERCENT,
        "stepped_up": sum(DIRECTIONS.get(one.came_from) is Direction.UP for one in taken),
        "reviews_due": sum(due for due, _ in reviews),
        "reviews_done": sum(done for _, done in reviews),
    }


def _review(context: Context, one: OnWard, day: date) -> tuple[bool, bool]:
    agreed = pathway_agreed(one.pathway, one.model_version)
    return review_on(
        day,
        began_at=one.began_at,
        ended_at=one.ended_at,
        reviews=one.reviews,
        every_hours=agreed.review_hours if agreed else None,
        now=context.now,
    )
