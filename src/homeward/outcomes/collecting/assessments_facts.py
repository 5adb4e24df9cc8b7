"""The table `assessments`: what was assessed, what was kept from before, and what was asked again."""

from collections.abc import Iterator

from homeward.episodes.history.assessments import Assessed, assessed_of, completed
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of


def rows(context: Context) -> Iterator[Row]:
    """A row for every completed assessment, in the order completed. One query, and six more for each chunk of them."""
    for chunk in in_chunks(completed()):
        episodes = {one.episode_id for one in chunk}
        known = known_of(context, episodes)
        assessed = {one.assessment_id: one for of in assessed_of(episodes).values() for one in of}
        for made in chunk:
            yield row_of(known[made.episode_id], assessed[made.assessment_id])


def row_of(known: Known, one: Assessed) -> Row:
    """One completed assessment."""
    return {
        **known.groups(one.completed_at),
        **at_moment("completed", one.completed_at),
        "assessment_id": str(one.assessment_id),
        "episode_id": str(one.episode_id),
        "tool": one.tool,
        "accepted": one.accepted,
        "answers": one.answers,
        "kept_answers": one.kept,
        "repeat": one.repeat,
        "score": one.score,
    }
