"""How far a person's goals were reached, as facts say it. Levels and scores are ruled in `episodes.rules.goals`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeward.episodes.rules.goals import attained, change_since, t_score
from homeward.episodes.rules.leaving import is_rated_at_the_end

MET, PARTLY, NOT_POSSIBLE, CHANGED_MIND, IN_ERROR = "met", "partly", "not_possible", "changed_mind", "in_error"


def change(baseline: int, level: int | None) -> int | None:
    """Levels moved since the goal was agreed, -4 to 4; None when it was never rated."""
    return None if level is None else change_since(baseline=baseline, level=level)


def goal_met(*, end_reason: str, level: int | None, rated_on: date | None, ended_on: date | None) -> bool | None:
    """Whether a goal was met: as it was ended, else by the last rating when that is of the end.

    None while it is worked on, when the person came to want something else, and when nobody rated it at the end.
    """
    if ended_on is None or end_reason == CHANGED_MIND:
        return None
    if end_reason == MET:
        return True
    if level is not None and is_rated_at_the_end(rated_on, ended_on):
        return attained(level)
    return False if end_reason in (PARTLY, NOT_POSSIBLE) else None


@dataclass(frozen=True, slots=True)
class Attainment:
    """Goal attainment T scores of one spell of help: at the baselines, and at the last ratings."""

    first: float | None
    last: float | None


def attainment(goals: Sequence[tuple[int, int | None]]) -> Attainment:
    """The T scores of goals, each as its baseline and the level last rated (None: never).

    Once goals are rated both scores are of those alone, so that the two can be compared.
    """
    rated = [(baseline, level) for baseline, level in goals if level is not None]
    first = t_score([baseline for baseline, _ in rated or goals])
    return Attainment(first, t_score([level for _, level in rated]))
