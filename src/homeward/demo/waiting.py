"""How long people wait: for a decision at the front door, and for someone to come."""

from datetime import date, datetime, timedelta
from random import Random

from homeward.demo.chance import lognormal
from homeward.demo.hours import daytime, hour_in_london, minutes, when_open
from homeward.demo.reading import figure
from homeward.demo.year import between, settled
from homeward.kit.london import london_date

LATEST = 22
"""Nobody sets out after this hour; whoever has not been seen is seen in the morning."""


def share_met(moment: datetime, today: date) -> float:
    """The share of two-hour referrals that are seen in time, for referrals of this moment."""
    share = between("two_hours_met_before", "two_hours_met_after", settled(moment, today))
    share += figure("two_hours_met_in_winter").get(str(moment.month), 0.0)
    return share / (1 - figure("arrives_out_of_hours"))


def first_seen_urgently(rng: Random, start: datetime, today: date) -> datetime:
    """When rapid response arrives: within two hours as often as the figures say, a few at 120 minutes exactly."""
    if rng.random() < share_met(start, today):
        waited = 120 if rng.random() < 0.008 else 22 + round(97 * rng.betavariate(2.6, 1.9))
        return start + timedelta(minutes=waited)
    late = start + timedelta(minutes=121 + round(min(rng.expovariate(1 / 70), 600)))
    return late if 7 <= hour_in_london(late) < LATEST else when_open(rng, late) + minutes(rng.randrange(10, 60))


def decided_urgently(rng: Random, received: datetime, first: datetime, today: date) -> datetime:
    """When the front door decides about an urgent referral, always with time left to travel."""
    median = between_minutes("urgent", received, today)
    needed = max((first - received).total_seconds() / 60, 2)
    return received + timedelta(minutes=min(max(lognormal(rng, mean=median * 1.25, median=median), 2), needed * 0.6))


def decided_otherwise(rng: Random, received: datetime, today: date) -> datetime:
    """When the front door decides about a referral that can wait."""
    median = between_minutes("other", received, today)
    return when_open(rng, received + timedelta(minutes=max(lognormal(rng, mean=median * 1.3, median=median), 6)))


def between_minutes(sort: str, moment: datetime, today: date) -> float:
    """The median minutes to a decision at this moment."""
    before_and_after = figure("triage_minutes")
    before, after = before_and_after[f"{sort}_before"], before_and_after[f"{sort}_after"]
    return float(before + (after - before) * settled(moment, today))


def first_seen_after_hospital(rng: Random, start: datetime, today: date) -> datetime:
    """When someone first comes after a stay in hospital: counted in midnights from the hospital's decision."""
    share = settled(start, today)
    if rng.random() < between("delayed_by_capacity", "delayed_by_capacity_after", share):
        mean = between("days_waited_when_delayed", "days_waited_when_delayed_after", share)
        nights = 3 + int(rng.expovariate(1 / max(mean - 2.5, 0.4)))
    else:
        nights = rng.choices([0, 1, 2], [0.2, 0.45, 0.35])[0]
    return daytime(rng, london_date(start) + timedelta(days=nights), last=17)


def first_seen_for_reablement(rng: Random, start: datetime, today: date) -> datetime:
    """When reablement begins: a mean of days that falls as the joint front door settles."""
    mean = between("reablement_wait_days_before", "reablement_wait_days_after", settled(start, today))
    nights = round(lognormal(rng, mean=mean, median=mean * 0.8))
    return daytime(rng, london_date(start) + timedelta(days=min(nights, 40)), last=16)


def first_seen_by_a_social_worker(rng: Random, start: datetime) -> datetime:
    """When a social worker comes: within this partnership's promise as often as the figures say."""
    within = rng.random() < figure("social_work_within_promise")
    hours = rng.uniform(3, 20) if within else rng.uniform(25, 70)
    moment = start + timedelta(hours=hours)
    if 8 <= hour_in_london(moment) < 20:
        return moment.replace(second=0, microsecond=0)
    if within:
        return max(start + timedelta(hours=2), when_open(rng, moment - timedelta(hours=12)))
    return when_open(rng, moment)
