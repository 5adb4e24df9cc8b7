"""How long visits took: written down nearly always, as a measure of the contacts without a length asks."""

from homeward.demo.care.case import Case
from homeward.demo.reading import figure


def timed(case: Case) -> None:
    """The minutes of each visit, but for those where nobody wrote them down."""
    for visit in case.draft.visits:
        if (
            visit.episode is case.episode
            and visit.minutes is None
            and case.rng.random() < figure("length_written_down")
        ):
            visit.minutes = max(1, min(240, round((visit.recorded_at - visit.started_at).total_seconds() / 60)))
