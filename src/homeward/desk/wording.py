"""What is said after someone did something, in a sentence or two."""

from dataclasses import dataclass
from datetime import date, datetime

from homeward.desk.queries import Helped
from homeward.episodes.models import Visit
from homeward.kit.weeks import age_on
from homeward.people.models import ContactChange, Person
from homeward.referrals.rules.clock_face import ClockFace, Urgency
from homeward.referrals.rules.state import State


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a referral is, as its referrer needs to hear it: a name, what that means for them, and its tag's mark."""

    name: str
    words: str
    mark: str


WHERE_IT_IS: dict[State, Whereabouts] = {
    State.WAITING_FOR_TRIAGE: Whereabouts("Being decided", "The front door is deciding how to help.", "waiting"),
    State.WAITING_FOR_REFERRER: Whereabouts(
        "Waiting for you", "Ring the front door with the answer to its question.", "soon"
    ),
    State.WAITING_FOR_FIRST_VISIT: Whereabouts("Accepted", "Someone will visit.", "ok"),
    State.SEEN: Whereabouts("Seen", "Someone has seen them face to face.", "done"),
    State.CLOSED: Whereabouts("Closed", "Without a visit. The last answer says why.", "closed"),
}


def after_visit(one: Helped, visit: Visit, *, before: datetime | None, now: datetime) -> str:
    """What recording a visit did to the clock. `before` is the first contact as it was until then."""
    said = f"Visit recorded for {one.person.full_name}."
    face = one.clock(now)
    if face is None:
        return said
    if one.episode.first_contact_at != before:
        return f"{said} The clock ({face.name.lower()}) stopped. {face.words}{_judged(face.urgency)}."
    if one.episode.first_contact_at is None:
        return f"{said} {_running(face, 'is still running')} Only seeing them face to face stops it."
    return said


def after_withdrawal(one: Helped, *, before: datetime | None, had_ended: bool, now: datetime) -> str:
    """What withdrawing a visit did to the clock, and to help that had ended.

    `before` is the first contact as it was until then.
    """
    said = "Visit withdrawn. It stays on the record, struck through."
    face = one.clock(now)
    if face is None or before is None or one.episode.first_contact_at == before:
        return said
    if one.episode.first_contact_at is not None:
        return f"{said} Another visit was first now. {face.words}{_judged(face.urgency)}."
    again = " Nobody has seen them after all, so the help that had ended is open again." if had_ended else ""
    return f"{said}{again} {_running(face, 'is running again')}"


def _running(face: ClockFace, how: str) -> str:
    return f"The clock ({face.name.lower()}) {how}. {face.standing}: {face.words}."


def age_in_words(person: Person, today: date) -> str:
    """Someone's age as "85 years old", or that it is not known."""
    return f"{age_on(person.born_on, today)} years old" if person.born_on else "Age not known"


def _judged(urgency: Urgency) -> str:
    return {Urgency.MET: ": the standard is met", Urgency.MISSED: ": the standard is not met"}.get(urgency, "")


def earlier_words(change: ContactChange) -> str:
    """What a detail said before it was changed, as people say it."""
    if change.field == "born_on" and change.before:
        return f"{date.fromisoformat(change.before):%-d %b %Y}"
    return change.before or "not known"
