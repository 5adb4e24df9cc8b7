"""What is decided in an episode: pure rules, one module for each part of the care."""

from homeward.episodes.rules.visits import (
    MINUTES_A_WATCH_MAY_BE_FAST,
    VISIT_KIND_NAMES,
    VisitKind,
    VisitTimeWrong,
    check_visit_time,
    stops_the_clock,
)

__all__ = [
    "MINUTES_A_WATCH_MAY_BE_FAST",
    "VISIT_KIND_NAMES",
    "VisitKind",
    "VisitTimeWrong",
    "check_visit_time",
    "stops_the_clock",
]
