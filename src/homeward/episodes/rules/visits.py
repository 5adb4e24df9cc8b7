"""What counts as a contact, and when a visit may have happened."""

from datetime import datetime, timedelta
from enum import StrEnum


class VisitKind(StrEnum):
    """How a visit went. Only being with the person, face to face, stops a response clock."""

    FACE_TO_FACE = "face_to_face"
    PHONE_OR_VIDEO = "phone_or_video"
    NO_ACCESS = "no_access"


VISIT_KIND_NAMES: dict[VisitKind, str] = {
    VisitKind.FACE_TO_FACE: "Saw them face to face",
    VisitKind.PHONE_OR_VIDEO: "Spoke by phone or video",
    VisitKind.NO_ACCESS: "Went, but could not see them",
}

MINUTES_A_WATCH_MAY_BE_FAST = timedelta(minutes=5)


class VisitTimeWrong(ValueError):
    """A visit is said to have begun when it cannot have."""


class SecondWorkerWrong(ValueError):
    """Somebody is said to have gone with themselves."""


def stops_the_clock(kind: str) -> bool:
    """True only for a face-to-face contact.

    Source: NHS Data Model and Dictionary, WAITING TIME MEASUREMENT TYPE: the first face-to-face contact ends
    the period.
    """
    return kind == VisitKind.FACE_TO_FACE


def reaches_somebody(kind: str) -> bool:
    """True of a contact with the person, in whatever way; False of an attempt that found nobody."""
    return kind != VisitKind.NO_ACCESS


def check_visit_time(*, started_at: datetime, needed_from: datetime, now: datetime) -> None:
    """Raises VisitTimeWrong when a visit begins in the future or before help was asked for."""
    if started_at > now + MINUTES_A_WATCH_MAY_BE_FAST:
        raise VisitTimeWrong("The visit is in the future. Give the time you arrived.")
    if started_at < needed_from:
        raise VisitTimeWrong("The visit is before help was asked for. Check the date and time you arrived.")


def check_second_worker(by: int, second: int | None) -> None:
    """Raises SecondWorkerWrong when both workers, told apart by their ids, are the same."""
    if second is not None and second == by:
        raise SecondWorkerWrong("The second worker must be somebody else. Choose who went with you, or nobody.")
