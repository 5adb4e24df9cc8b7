"""Assessing: begin, answer, keep what was answered before, complete, and take back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import EpisodeClosed, held, held_open
from homeward.episodes.models.assessing import AnswerSource, Assessment, AssessmentAnswer
from homeward.episodes.models.episode import Episode
from homeward.episodes.queries.assessing import answers_now, reusable_answers
from homeward.episodes.reading.tools import shelf
from homeward.episodes.rules.scoring import AnswerWrong, checked, score
from homeward.episodes.schema.tools import Item, Tool, Value
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member


class ToolUnknown(ValueError):
    """A tool, or an item of one, that is not here."""


class AssessmentClosed(ValueError):
    """Something was to be changed in an assessment that is complete or taken back."""


class AssessmentIncomplete(ValueError):
    """An assessment was to be completed without what it needs. `missing` are item codes."""

    def __init__(self, said: str, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(said)


class AnswerMovedOn(ValueError):
    """Somebody else answered the item meanwhile. Theirs stays; whoever wrote `mine` sees both, and chooses.

    `theirs` is their answer; `mine` the value and `note` the words that were not written.
    """

    def __init__(self, item: Item, theirs: AssessmentAnswer, mine: Value | None, note: str) -> None:
        self.item, self.theirs, self.mine, self.note = item, theirs, mine, note
        super().__init__(f"{item.asks}: {theirs.by} answered this while you had it open. Choose which answer holds.")


class NothingToKeep(ValueError):
    """An answer was to be kept, and no earlier one fits."""


class NoReason(ValueError):
    """An assessment was to be taken back without a reason."""


@transaction.atomic
def begin_assessment(*, episode: Episode, tool: str, by: Member, now: datetime) -> Assessment:
    """Begin an assessment with the current version of a tool; one of that tool that is still open is gone on with.

    Raises ToolUnknown, and EpisodeClosed.
    """
    episode = held_open(episode)
    found = current_tool(tool)
    going_on = Assessment.objects.filter(episode=episode, tool=tool, completed_at=None, withdrawn_at=None).first()
    return going_on or Assessment.objects.create(
        episode=episode, tool=found.code, tool_version=found.version, begun_at=now, begun_by=by
    )


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given on a page: None takes it back. `opened` is the id of the answer seen there, or None."""

    value: Value | None
    note: str = ""
    opened: int | None = None


def answer(
    *,
    assessment: Assessment,
    item: str,
    value: Value | None,
    note: str = "",
    opened: int | None,
    by: Member,
    now: datetime,
) -> AssessmentAnswer | None:
    """Write one answer, as `answer_many` does; the row, or None when nothing changed. Raises AnswerMovedOn too."""
    written, moved_on = answer_many(assessment=assessment, given={item: Given(value, note, opened)}, by=by, now=now)
    if moved_on:
        raise moved_on[0]
    return written[0] if written else None


@transaction.atomic
def answer_many(
    *, assessment: Assessment, given: Mapping[str, Given], by: Member, now: datetime
) -> tuple[list[AssessmentAnswer], list[AnswerMovedOn]]:
    """Write answers by item code, each changed one as a new row, which then holds; what was written, and what was not.

    What is as it was when the page was opened is not written. Where somebody else has answered differently since,
    theirs stays, and AnswerMovedOn carries both; one's own later answer holds. Raises AnswerWrong, ToolUnknown,
    AssessmentClosed, EpisodeClosed, and then writes nothing.
    """
    assessment = _held_open(assessment)
    rows = list(assessment.answers.select_related("by"))
    latest, by_id = {row.item: row for row in rows}, {row.pk: row for row in rows}
    written: list[AssessmentAnswer] = []
    moved_on: list[AnswerMovedOn] = []
    for code, one in given.items():
        asked, last = _item(assessment, code), latest.get(code)
        value = None if one.value is None else checked(asked, storable_json(one.value))
        note = storable(one.note).strip()
        seen = by_id.get(one.opened or 0)
        if _says(last, value, note) or _says(seen, value, note):
            continue
        if last is not None and last.pk != one.opened and last.by_id != by.pk:
            moved_on.append(AnswerMovedOn(asked, last, value, note))
            continue
        written.append(
            AssessmentAnswer.objects.create(
                assessment=assessment, item=code, value=value, note=note, by=by, at=_after(last, now)
            )
        )
    return written, moved_on


@transaction.atomic
def keep_answer(*, assessment: Assessment, item: str, by: Member, now: datetime) -> AssessmentAnswer:
    """Keep the latest answer to the same question from any earlier assessment of this person, by any profession.

    It says in `kept_from` who was first told. Keeping it twice writes once. Raises NothingToKeep where there is no
    such answer or it does not fit the item, ToolUnknown, AssessmentClosed, EpisodeClosed.
    """
    assessment = _held_open(assessment)
    asked = _item(assessment, item)
    found = reusable_answers(assessment).get(item)
    if found is None or found.value is None:
        raise NothingToKeep(f"{asked.asks}: there is no earlier answer to keep. Ask them.")
    try:
        value = checked(asked, found.value)
    except AnswerWrong:
        raise NothingToKeep(f"{asked.asks}: the earlier answer does not fit this question. Ask them.") from None
    first_told = found.kept_from or found
    latest = assessment.answers.filter(item=item).last()
    if latest is not None and latest.kept_from_id == first_told.pk and latest.value == value:
        return latest
    return AssessmentAnswer.objects.create(
        assessment=assessment, item=item, value=value, note=found.note, source=AnswerSource.KEPT,
        kept_from=first_told, by=by, at=_after(latest, now),
    )  # fmt: skip


@transaction.atomic
def complete_assessment(*, assessment: Assessment, by: Member, now: datetime) -> Assessment:
    """Complete an assessment; one that is complete stays as it is.

    Raises AssessmentIncomplete naming what is still needed or that nothing is answered, AssessmentClosed for one that
    was taken back, EpisodeClosed.
    """
    assessment = _held(assessment)
    if assessment.completed_at is not None and assessment.withdrawn_at is None:
        return assessment
    assessment = _held_open(assessment)
    answers = {code: one.value for code, one in answers_now(assessment).items()}
    tool = _tool(assessment)
    missing = score(tool, answers).missing
    if missing:
        names = "; ".join(found.asks for code in missing if (found := tool.item(code)))
        raise AssessmentIncomplete(f"Still to be answered before {tool.name} can be completed: {names}.", missing)
    if all(value is None for value in answers.values()):
        raise AssessmentIncomplete("Nothing is answered yet. Answer what you can, then complete it.", ())
    assessment.completed_at, assessment.completed_by = now, by
    assessment.save(update_fields=["completed_at", "completed_by"])
    return assessment


@transaction.atomic
def withdraw_assessment(*, assessment: Assessment, why: str, by: Member, now: datetime) -> None:
    """Take back an assessment made in error, with the reason; it stays to be read. A second time changes nothing.

    Raises NoReason, and EpisodeClosed.
    """
    assessment, why = _held(assessment), storable(why).strip()
    if assessment.episode.ended_at is not None:
        raise EpisodeClosed("This episode has ended, so nothing can be changed in it.")
    if not why:
        raise NoReason("Why is it taken back: write a few words.")
    if assessment.withdrawn_at is not None:
        return
    assessment.withdrawn_at, assessment.withdrawn_by, assessment.withdrawn_why = now, by, why
    assessment.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def current_tool(code: str) -> Tool:
    """The version of a tool that is in use. Raises ToolUnknown."""
    tool = shelf().current().get(code)
    if tool is None:
        raise ToolUnknown(f'There is no assessment tool "{code}".')
    return tool


def _says(row: AssessmentAnswer | None, value: Value | None, note: str) -> bool:
    """Does the row say just this? No row says nothing at all."""
    return (value is None and not note) if row is None else (row.value, row.note) == (value, note)


def _after(latest: AssessmentAnswer | None, now: datetime) -> datetime:
    """Now, but never before the answer that it follows: clocks of two web servers may differ by a little."""
    return max(now, latest.at) if latest is not None else now


def _held(assessment: Assessment) -> Assessment:
    """The assessment as it is now, its episode locked, so that two people's answers follow each other."""
    held(assessment.episode)
    return Assessment.objects.select_related("episode").get(pk=assessment.pk)


def _held_open(assessment: Assessment) -> Assessment:
    held_open(assessment.episode)
    assessment = _held(assessment)
    if assessment.withdrawn_at is not None:
        raise AssessmentClosed("This assessment was taken back, so nothing can be changed in it.")
    if assessment.completed_at is not None:
        raise AssessmentClosed("This assessment is complete. Begin a new one: what still holds can be kept.")
    return assessment


def _tool(assessment: Assessment) -> Tool:
    tool = shelf().tool(assessment.tool, assessment.tool_version)
    if tool is None:
        raise ToolUnknown(
            f'Version {assessment.tool_version} of the tool "{assessment.tool}" is not here any more. '
            "Begin a new assessment with the current one."
        )
    return tool


def _item(assessment: Assessment, code: str) -> Item:
    tool = _tool(assessment)
    item = tool.item(code)
    if item is None:
        raise ToolUnknown(f'{tool.name} has no item "{code}".')
    return item
