"""What became better for people: goals, independence, hours of care, and where they live."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import amounts, answered

if TYPE_CHECKING:
    import ibis.expr.types as ir


def goals_met(goals: "ir.Table") -> Parts:
    """Ended goals that were rated at the end, and those met."""
    return answered(goals.ended_on.notnull(), goals.met)


def attainment_change(episodes: "ir.Table") -> Parts:
    """Ended help with goals rated twice: how the T score changed; those met kept it or raised it."""
    return _change(episodes, episodes.attainment_last - episodes.attainment_first)


def barthel_change(episodes: "ir.Table") -> Parts:
    """Ended help with two Barthel scores: how the score changed; those met kept it or raised it."""
    return _change(episodes, episodes.barthel_last - episodes.barthel_first)


def frailty_change(episodes: "ir.Table") -> Parts:
    """Ended help with two levels of frailty: how the level changed; those met kept it or lowered it."""
    change = episodes.frailty_last - episodes.frailty_first
    return amounts(episodes.ended_on.notnull(), change, change <= 0)


def hours_at_start(episodes: "ir.Table") -> Parts:
    """Help with visits planned in its first week, and their hours."""
    return amounts(episodes.episode_id.notnull(), episodes.hours_at_start)


def hours_now(episodes: "ir.Table") -> Parts:
    """Help that goes on, and the hours of visits planned a week."""
    return amounts(episodes.ended_on.isnull(), episodes.hours_now)


def hours_at_end(episodes: "ir.Table") -> Parts:
    """Ended help, and the hours of visits planned in its last week."""
    return amounts(episodes.ended_on.notnull(), episodes.hours_at_end)


def hours_after(episodes: "ir.Table") -> Parts:
    """Ended help, and the hours of care a week that follow; those met need none."""
    return amounts(episodes.ended_on.notnull(), episodes.hours_after, episodes.hours_after == 0)


def hours_saved(episodes: "ir.Table") -> Parts:
    """Ended help: hours a week at its start less those after it; those met need fewer hours after."""
    saved = episodes.hours_at_start - episodes.hours_after
    return amounts(episodes.ended_on.notnull(), saved, saved > 0)


def at_home_at_end(discharges: "ir.Table") -> Parts:
    """Help that ended with an outcome and a known place, and that after which people lived at home."""
    return answered(discharges.discharge_id.notnull(), discharges.at_home)


def at_home_12_weeks(discharges: "ir.Table") -> Parts:
    """Help after which somebody knows where the person lived twelve weeks on, and that of those at home."""
    return answered(discharges.discharge_id.notnull(), discharges.at_home_12_weeks)


def asked_12_weeks(discharges: "ir.Table") -> Parts:
    """Help that ended twelve weeks ago, and that after which somebody asked."""
    return answered(discharges.discharge_id.notnull(), discharges.followed_up)


def _change(episodes: "ir.Table", change: "ir.NumericValue") -> Parts:
    return amounts(episodes.ended_on.notnull(), change, change >= 0)
