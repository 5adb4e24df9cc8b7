"""The table `meeting_actions`: what team meetings asked for, and whether it was done by its day."""

from collections.abc import Iterator

from homeward.episodes.history.meetings import ActionAgreed, actions_agreed
from homeward.episodes.rules.meetings import ActionStanding, action_standing
from homeward.kit.london import london_date
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment, on_day
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of

IN_TIME: dict[ActionStanding, bool] = {
    ActionStanding.DONE_IN_TIME: True,
    ActionStanding.DONE_LATE: False,
    ActionStanding.OVERDUE: False,
}
"""What standing says whether an action was in time; the others do not say: there is time still, or it was dropped."""


def rows(context: Context) -> Iterator[Row]:
    """A row for every action, in the order agreed. One query, and four more for each chunk of them."""
    for chunk in in_chunks(actions_agreed()):
        known = known_of(context, {one.episode_id for one in chunk})
        for one in chunk:
            yield row_of(known[one.episode_id], one)


def row_of(known: Known, one: ActionAgreed) -> Row:
    """One action as it stands. The organisation is that of the team that is to do it."""
    done_on = london_date(one.done_at) if one.done_at and not one.dropped else None
    today = london_date(known.context.now)
    standing = action_standing(due_on=one.due_on, done_on=done_on, dropped=one.dropped, today=today)
    return {
        **known.groups(one.agreed_at, organisation=one.organisation),
        **at_moment("agreed", one.agreed_at),
        **on_day("due", one.due_on),
        "action_id": str(one.action_id),
        "episode_id": str(one.episode_id),
        "done_on": done_on,
        "in_time": IN_TIME.get(standing),
        "dropped": one.dropped,
    }
