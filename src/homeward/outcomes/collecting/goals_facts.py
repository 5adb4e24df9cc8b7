"""The table `goals`: what people wanted to be able to do, without their words, and how far they got."""

from collections.abc import Iterator

from homeward.episodes.history.goals import GoalSet, goals
from homeward.kit.london import london_date
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of
from homeward.outcomes.rules.goals import change, goal_met


def rows(context: Context) -> Iterator[Row]:
    """A row for every goal, in the order agreed. One query, and four more for each chunk of them."""
    for chunk in in_chunks(goals()):
        known = known_of(context, {one.episode_id for one in chunk})
        for one in chunk:
            yield row_of(known[one.episode_id], one)


def row_of(known: Known, one: GoalSet) -> Row:
    """One goal, at its end or as it stands now."""
    return {
        **known.groups(one.set_at),
        **at_moment("set", one.set_at),
        **at_moment("ended", one.ended_at),
        "goal_id": str(one.goal_id),
        "episode_id": str(one.episode_id),
        "end_reason": one.end_reason,
        "baseline": one.baseline,
        "level": one.level,
        "change": change(one.baseline, one.level),
        "met": goal_met(
            end_reason=one.end_reason,
            level=one.level,
            rated_on=london_date(one.rated_at) if one.rated_at else None,
            ended_on=london_date(one.ended_at) if one.ended_at else None,
        ),
    }
