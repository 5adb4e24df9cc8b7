"""A plan with something in each part: texts, an agreement, visits that shrink, a promise missed and one to come."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from homeward.episodes.actions.plan_texts import agree_plan, edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.tapering import add_series, change_pace, end_series
from homeward.episodes.models import Booking, Episode, VisitSeries
from homeward.kit.london import london_date
from homeward.partnership.models import Member

TEXTS = {
    "aims": "Mabel washes and dresses at the sink; we stand by and do her feet.",
    "before_a_visit": "Key under the blue pot. The cat must not get out.",
    "if_it_gets_worse": "If she falls or is not herself, ring the team.",
    "who_to_call": "020 7946 0003 by day, 111 by night.",
}


@dataclass(frozen=True)
class Planned:
    """What was planned: visits that come back, a promise nobody kept, and one still to come."""

    series: VisitSeries
    missed: Booking
    coming: Booking

    def addresses(self) -> list[str]:
        """The pages about the plan."""
        here = f"/episodes/{self.series.episode_id}/plan"
        return [
            *(f"{here}{part}" for part in ("", "/edit", "/visits/new", "/promises/new")),
            *(f"/series/{self.series.pk}/{part}" for part in ("pace", "end")),
            f"/promises/{self.coming.pk}/cancel",
        ]


def planned(episode: Episode, *, by: Member, now: datetime) -> Planned:
    """Plan for somebody, beginning two weeks ago; changed after it was agreed."""
    today, begun = london_date(now), now - timedelta(days=14)
    edit_plan(episode=episode, opened=dict.fromkeys(TEXTS, ""), typed=TEXTS, by=by, now=begun)
    agree_plan(episode=episode, agreed_with="person", by=by, now=begun)
    series = add_series(
        episode=episode,
        what_for="Washing and dressing",
        goals=list(episode.goals.all()),
        skills=["personal_care"],
        staff=2,
        window_from=time(8),
        window_to=time(10),
        from_on=london_date(begun),
        days=[1, 2, 3, 4, 5, 6, 7],
        minutes=45,
        by=by,
        now=begun,
    )
    for days, on in (([1, 3, 5], today - timedelta(days=5)), ([2], today + timedelta(days=9))):
        change_pace(
            series=series,
            from_on=on,
            days=days,
            times_a_day=1,
            minutes=45,
            why="Does more herself.",
            by=by,
            now=now - timedelta(days=6),
        )
    end_series(series=series, on=today + timedelta(days=20), why="Manages by then.", by=by, now=now)
    missed, coming = (
        book(
            episode=episode,
            what_for=what_for,
            from_at=at,
            to_at=at + timedelta(hours=1),
            by=by,
            now=now - timedelta(days=3),
        )
        for what_for, at in (
            ("Check the rails", now - timedelta(days=2)),
            ("Joint visit with therapy", now + timedelta(days=1)),
        )
    )
    return Planned(series, missed, coming)
