"""Writing down what a team meeting said and decided about somebody, and who did not agree."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.meeting_holding import held_item
from homeward.episodes.models.meetings import Dissent, MeetingItem
from homeward.episodes.queries.meetings import missing_now
from homeward.kit.editing import put_together
from homeward.kit.text import storable
from homeward.partnership.models import Member

WRITTEN: dict[str, str] = {"discussion": "What was said", "decision": "What was decided"}
"""What several people may write at once about one person: field and what it is called on screen."""


class NoQuorum(ValueError):
    """Something was to be decided without somebody in every role the meeting needs."""


class NotDecidedYet(ValueError):
    """Somebody was to disagree with a decision that was not made."""


class WrittenMeanwhile(ValueError):
    """Somebody else wrote the same meanwhile: `fields` says which, with what it says now."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        named = " and ".join(WRITTEN[field].lower() for field in fields)
        super().__init__(f"Somebody else wrote {named} while you had the page open.")


def written_of(item: MeetingItem) -> dict[str, str]:
    """What is written about somebody now: what a form to write it is opened with."""
    return {field: getattr(item, field) for field in WRITTEN}


@transaction.atomic
def discuss(
    *, item: MeetingItem, discussion: str, opened: Mapping[str, str] | None = None, by: Member, now: datetime
) -> MeetingItem:
    """Write down what was said about somebody; it needs no quorum.

    `opened` is what the form was opened with (`written_of`). Raises MeetingClosed, TakenOff and WrittenMeanwhile.
    """
    item = held_item(item)
    typed = {"discussion": storable(discussion).strip()}
    item.discussion = _together(item, typed, opened)["discussion"]
    item.save(update_fields=["discussion"])
    return item


@transaction.atomic
def decide(
    *,
    item: MeetingItem,
    discussion: str,
    decision: str,
    opened: Mapping[str, str] | None = None,
    by: Member,
    now: datetime,
) -> MeetingItem:
    """Write down what was decided about somebody, beside what was said. It can be put in other words until the close.

    `opened` as above. Raises MeetingClosed, TakenOff, WrittenMeanwhile, NothingWritten without a decision, and
    NoQuorum, which names the roles that are missing.
    """
    item = held_item(item)
    typed = {"discussion": storable(discussion).strip(), "decision": storable(decision).strip()}
    together = _together(item, typed, opened)
    if not together["decision"]:
        raise NothingWritten("Say what was decided, in a sentence.")
    if together["decision"] != item.decision:
        if missing := missing_now(item.meeting):
            raise NoQuorum(f"This meeting cannot decide yet. Nobody is there for {_listed(missing)}.")
        item.decision, item.decided_at, item.decided_by = together["decision"], now, by
    item.discussion = together["discussion"]
    item.save()
    return item


@transaction.atomic
def dissent(*, item: MeetingItem, who: str, says: str, by: Member, now: datetime) -> Dissent:
    """Keep beside a decision that somebody did not agree, and why; the same said twice stands once.

    Raises MeetingClosed, TakenOff, NotDecidedYet, and NothingWritten without a name or words.
    """
    item = held_item(item)
    who, says = storable(who).strip()[:120], storable(says).strip()
    if not who or not says:
        raise NothingWritten("Say who did not agree, and why.")
    if item.decided_at is None:
        raise NotDecidedYet("Nothing has been decided about them yet. Write the decision first.")
    known = item.dissents.filter(who=who, says=says).first()
    return known or Dissent.objects.create(item=item, who=who, says=says, by=by, at=now)


def _together(item: MeetingItem, typed: Mapping[str, str], opened: Mapping[str, str] | None) -> dict[str, str]:
    """What follows when a form opened on `opened` is sent as `typed`. Raises WrittenMeanwhile."""
    current = written_of(item)
    together, clashes = put_together(opened=current if opened is None else opened, typed=typed, current=current)
    if clashes:
        raise WrittenMeanwhile(clashes)
    return together


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
