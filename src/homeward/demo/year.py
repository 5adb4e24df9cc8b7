"""When referrals come over seventeen months, and which way each is headed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from homeward.demo.hours import at
from homeward.demo.reading import figure
from homeward.kit.london import london_date

MONTHS = 17
"""How many whole months there are beside this one: comparisons want eight on each side of a change."""
A_YEAR = 365
HOSPITAL_ROUTES = frozenset({"supported_discharge"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a referral comes and the way it is headed: a pathway, or redirect, or decline."""

    at: datetime
    route: str
    out_of_hours: bool = False


def how_many(today: date) -> int:
    """How many referrals, so that in a year as many as the figures say are for people over 65."""
    a_year = figure("referrals_over_65") / figure("share_aged_65_and_over")
    return round(a_year * len(days_until(today)) / A_YEAR)


def days_until(today: date) -> list[date]:
    """The days on which referrals come, from the first of a month on."""
    first = months_before(today, MONTHS)
    return [first + timedelta(days=after) for after in range((today - first).days + 1)]


@cache
def route_weights() -> Mapping[str, float]:
    """How often each route is taken.

    The national starts are put on this partnership's pathways: all that comes from hospital and can wait two days is
    supported discharge, and all home-based help that comes from home is reablement.
    """
    starts, step_up = figure("monthly_starts"), figure("step_up_share")
    at_home = sum(starts[model] * step_up[model] for model in ("home", "reablement"))
    from_hospital = sum(starts[model] * (1 - step_up[model]) for model in ("home", "reablement"))
    pathways = {"rapid_response": starts["crisis"], "supported_discharge": from_hospital, "reablement": at_home}
    social_work = figure("urgent_social_work_share")
    outcome = figure("front_door_outcome")
    accepted = outcome["accept"] * (1 - social_work) / sum(pathways.values())
    return {
        **{pathway: weight * accepted for pathway, weight in pathways.items()},
        "urgent_social_work": outcome["accept"] * social_work,
        "redirect": outcome["redirect"],
        "decline": outcome["decline"],
    }


def arrivals(rng: Random, now: datetime, count: int) -> list[Arrival]:
    """So many referrals over the months before now, in order of time."""
    days = days_until(london_date(now))
    running = {route: list(accumulate(_weight(route, day) for day in days)) for route in route_weights()}
    routes = rng.choices(list(route_weights()), list(route_weights().values()), k=count)
    found: list[Arrival] = []
    for route in routes:
        while True:
            arrival = _on(rng, rng.choices(days, cum_weights=running[route])[0], route)
            if arrival.at < now:
                break
        found.append(arrival)
    return sorted(found, key=lambda one: (one.at, one.route))


def _weight(route: str, day: date) -> float:
    name = "hospital_discharges_a_day_by_month" if route in HOSPITAL_ROUTES else "urgent_referrals_by_month"
    by_month = figure(name)[day.month - 1]
    if route not in HOSPITAL_ROUTES:
        by_month = by_month / _length_of_month(day.month)
    return float(by_month * figure("arrivals_by_weekday")[day.weekday()])


def _length_of_month(month: int) -> int:
    return {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


def _on(rng: Random, day: date, route: str) -> Arrival:
    late = route == "rapid_response" and rng.random() < figure("arrives_out_of_hours")
    hour = rng.choice([20, 21, 22, 23, 0, 2, 5]) if late else rng.choices(range(24), figure("arrivals_by_hour"))[0]
    if not late and hour < 8:
        hour = 8 if route == "rapid_response" else hour
    return Arrival(at(day, hour, rng.randrange(60), rng.randrange(60)), route, late)


@cache
def front_door_began(today: date) -> date:
    """The first of the month in which the joint front door opened."""
    return months_before(today, figure("months_since_the_joint_front_door"))


def months_before(day: date, months: int) -> date:
    """The first of the month so many months before a day's; below 0, after it."""
    counted = day.year * 12 + day.month - 1 - months
    return date(counted // 12, counted % 12 + 1, 1)


def settled(moment: datetime, today: date) -> float:
    """How far the joint front door has settled: 0 before it opened, then up to 1 over two months."""
    days = (moment - datetime.combine(front_door_began(today), datetime.min.time(), tzinfo=UTC)).days
    return min(max(days / 60, 0.0), 1.0)


def between(name_before: str, name_after: str, share: float) -> float:
    """A figure on its way from what it was to what it became."""
    before, after = figure(name_before), figure(name_after)
    return float(before + (after - before) * share)
