"""The steps of a stay in hospital: for each, its form, what it does and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from homeward.episodes.actions import hospital as actions
from homeward.episodes.actions import leaving_hospital as leaving
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.planning import book
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages import hospital_forms as forms
from homeward.episodes.queries.hospital import InHospital
from homeward.episodes.rules.bookings import PromiseWrong
from homeward.episodes.rules.hospital import DateImpossible
from homeward.partnership.models import Member

REFUSALS = (
    EpisodeClosed,
    NothingWritten,
    DateImpossible,
    PromiseWrong,
    actions.StayOver,
    actions.NotReady,
    actions.ReadyAlready,
    actions.DestinationWrong,
    actions.ReasonUnknown,
    leaving.NoWhereTo,
    leaving.NoFirstVisit,
    leaving.InHospitalAgain,
)
"""Sentences that say why a step could not be taken."""
FIELDS: dict[type[Exception], str] = {
    NothingWritten: "why",
    PromiseWrong: "from_at",
    actions.DestinationWrong: "destination",
    actions.ReasonUnknown: "code",
    leaving.NoFirstVisit: "no_first_visit_why",
}
"""Which field such a sentence is about; a date that cannot be is about the date of the step."""

Does = Callable[[InHospital, dict[str, Any], dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to note: its heading, button and form, the field its dates are in, and what is said when it is done."""

    heading: str
    button: str
    form: Callable[[QueryDict | None, InHospital | None, datetime], Any]
    does: Does
    done: str
    date_field: str = ""
    of_a_left_stay: bool = False

    def field_of(self, refused: Exception) -> str | None:
        """The field of the form that a refusal is about, or None for the form as a whole."""
        return (self.date_field or None) if isinstance(refused, DateImpossible) else FIELDS.get(type(refused))


def note_stay(episode: Episode, typed: dict[str, Any], by: Member, now: datetime) -> None:
    """Note where they are; the only step that needs no stay before it."""
    actions.note_stay(episode=episode, by=by, now=now, **typed)


def _end_delay(one: InHospital, typed: dict[str, Any], by_now: dict[str, Any]) -> None:
    if one.delay is not None:
        actions.end_delay(delay=one.delay, **typed, **by_now)


def _of_stay(action: Callable[..., object]) -> Does:
    return lambda one, typed, by_now: action(stay=one.stay, **typed, **by_now)


STEPS: dict[str, Step] = {
    "stay": Step(
        "Where are they in hospital?",
        "Save the stay",
        forms.StayForm,
        lambda one, typed, by_now: actions.note_stay(episode=one.episode, **typed, **by_now),
        "It is noted that {name} is in hospital.",
        "admitted_on",
    ),
    "ready": Step(
        "They are ready to leave",
        "Save the day",
        forms.ReadyForm,
        _of_stay(actions.say_ready),
        "It is noted that {name} is ready to leave. Note what holds them up, if anything does.",
        "ready_on",
    ),
    "correct-ready": Step(
        "Correct the day they were ready",
        "Save the day",
        forms.CorrectReadyForm,
        _of_stay(actions.correct_ready),
        "The day from which {name} was ready is corrected.",
        "ready_on",
    ),
    "unwell": Step(
        "They need the hospital again",
        "Save",
        forms.UnwellForm,
        _of_stay(actions.unwell_again),
        "It is noted that {name} needs the hospital again. The wait ends there.",
        "on",
    ),
    "pathway": Step(
        "Where they go after hospital",
        "Save where they are going",
        forms.PathwayForm,
        _of_stay(actions.choose_pathway),
        "It is noted where {name} is going.",
    ),
    "delay": Step(
        "What holds them up?",
        "Save what holds them up",
        forms.DelayForm,
        _of_stay(actions.note_delay),
        "It is noted what holds {name} up.",
        "from_on",
    ),
    "delay-over": Step(
        "It does not hold them up any more",
        "Save",
        forms.DelayOverForm,
        _end_delay,
        "It is noted that this does not hold {name} up any more.",
        "until_on",
    ),
    "visit": Step(
        "Book the first visit",
        "Book the visit",
        forms.FirstVisitForm,
        lambda one, typed, by_now: book(episode=one.episode, **typed, **by_now),
        "The first visit to {name} is booked.",
    ),
    "leave": Step(
        "They have left hospital",
        "Save that they left",
        forms.LeaveForm,
        _of_stay(leaving.leave_hospital),
        "It is noted that {name} has left hospital.",
        "left_at",
    ),
    "died": Step(
        "They died in hospital",
        "Save",
        forms.DiedForm,
        _of_stay(leaving.note_death_in_hospital),
        "It is noted that {name} died in hospital. End this help too, under Leaving.",
        "died_at",
    ),
    "put-back": Step(
        "Take back that they left",
        "Take it back",
        forms.PutBackForm,
        _of_stay(leaving.put_back),
        "It is taken back: {name} is in hospital still.",
        of_a_left_stay=True,
    ),
}
"""Each step by its name in the address."""
