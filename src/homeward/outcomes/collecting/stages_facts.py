"""The table `stages`: each part of a spell of help on one pathway, and whether it was longer than agreed."""

from collections.abc import Iterator

from homeward.episodes.history.moves import StageHeld, stages
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, at_moment
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of, pathway_agreed
from homeward.outcomes.rules.helping import days_between, limited


def rows(context: Context) -> Iterator[Row]:
    """A row for every stage, in the order begun. One query, and four more for each chunk of them."""
    for chunk in in_chunks(stages()):
        known = known_of(context, {one.episode_id for one in chunk})
        for one in chunk:
            yield row_of(known[one.episode_id], one)


def row_of(known: Known, one: StageHeld) -> Row:
    """One stage, at its end or as it stands now."""
    pathway = pathway_agreed(one.pathway, one.model_version)
    limit = limited(
        limit_hours=pathway.limit_hours if pathway else None,
        extended_until=one.extended_until,
        first_contact_at=known.spell.first_contact_at,
        began_at=one.began_at,
        ended_at=one.ended_at,
        is_first=one.place == 1,
        now=known.context.now,
    )
    return {
        **known.groups(one.began_at),
        **at_moment("began", one.began_at),
        **at_moment("ended", one.ended_at),
        "stage_id": str(one.stage_id),
        "episode_id": str(one.episode_id),
        "place": one.place,
        "days": days_between(one.began_at, one.ended_at),
        "limit_days": limit.days,
        "over_limit": limit.over,
        "extended": one.extended_until is not None,
    }
