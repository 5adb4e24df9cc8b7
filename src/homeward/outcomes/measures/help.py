"""What the help consists of: how long, how often, how well joined up."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import all_of, amounts, answered, ratio

if TYPE_CHECKING:
    import ibis.expr.types as ir


def length(episodes: "ir.Table") -> Parts:
    """Ended help that began with a visit, and its days."""
    return amounts(episodes.ended_on.notnull(), episodes.days)


def over_limit(stages: "ir.Table") -> Parts:
    """Stages with a limit, and those of them for which the rule says that they were longer."""
    return answered(stages.stage_id.notnull(), stages.over_limit)


def hand_offs(episodes: "ir.Table") -> Parts:
    """Ended help, and how often it changed teams; those met changed at least once."""
    return amounts(episodes.ended_on.notnull(), episodes.hand_offs, episodes.hand_offs > 0)


def told_again(episodes: "ir.Table") -> Parts:
    """Help that was handed over and for which an answer is known, and that in which the story had to be told again."""
    return answered(episodes.hand_offs > 0, episodes.told_again)


def asked_again(assessments: "ir.Table") -> Parts:
    """Completed assessments, and those that asked again what had been answered."""
    return all_of(assessments.assessment_id.notnull(), assessments.repeat)


def contacts(episodes: "ir.Table") -> Parts:
    """Ended help, and its contacts."""
    return amounts(episodes.ended_on.notnull(), episodes.contacts)


def ward_places_taken(ward_days: "ir.Table") -> Parts:
    """Days of @home wards for which places were agreed: places taken, divided by places there were."""
    return ratio(ward_days.held_on.notnull(), ward_days.taken, ward_days.places)


def ward_stepped_up(ward_days: "ir.Table") -> Parts:
    """Days of @home wards: of the places taken, how many by people who came up from the community."""
    return ratio(ward_days.held_on.notnull(), ward_days.stepped_up, ward_days.taken)


def ward_reviews(ward_days: "ir.Table") -> Parts:
    """Days of @home wards: senior reviews done, divided by reviews due."""
    return ratio(ward_days.held_on.notnull(), ward_days.reviews_done, ward_days.reviews_due)


def meeting_actions_in_time(meeting_actions: "ir.Table") -> Parts:
    """Actions whose time is over and that were not dropped, and those of them done in time."""
    kept = answered(~meeting_actions.dropped, meeting_actions.in_time)
    return Parts(belongs=meeting_actions.action_id.notnull(), counts=kept.counts, meets=kept.meets)
