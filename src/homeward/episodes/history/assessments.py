"""Every completed assessment that was not taken back: how much was answered, kept or asked again, and the score."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from homeward.episodes.models.assessing import AnswerSource, Assessment, AssessmentAnswer
from homeward.episodes.reading.tools import shelf
from homeward.episodes.rules.asking import Told, asked_again
from homeward.episodes.rules.scoring import AnswerWrong, score
from homeward.episodes.schema.tools import Tool
from homeward.kit.london import start_of_day


class Completed(NamedTuple):
    """That one assessment was completed, and when."""

    assessment_id: int
    episode_id: int
    completed_at: datetime


class Assessed(NamedTuple):
    """One completed assessment. `assessed_at` is when the person was asked or seen, also by another organisation.

    `answers` have a value; `kept` of them were kept from an earlier one. `repeat` when any was asked again.
    """

    assessment_id: int
    episode_id: int
    tool: str
    completed_at: datetime
    assessed_at: datetime
    accepted: bool
    answers: int
    kept: int
    repeat: bool
    score: float | None


class _Row(NamedTuple):
    pk: int
    episode_id: int
    tool: str
    version: str
    completed_at: datetime | None
    from_organisation: str
    assessed_on: date | None


class _Answer(NamedTuple):
    pk: int
    assessment_id: int
    item: str
    value: Any
    source: str
    at: datetime


_Version = tuple[str, str]
"""Code and version of a tool."""


def completed(*, chunk: int = 2000) -> Iterator[Completed]:
    """Every completed assessment in the order completed, in one query."""
    made = Assessment.objects.filter(completed_at__isnull=False, withdrawn_at=None).order_by("completed_at", "pk")
    rows: QuerySet[Any, Any] = made.values_list("pk", "episode_id", "completed_at")
    return (Completed(*row) for row in rows.iterator(chunk_size=chunk))


def assessed_of(episode_ids: Collection[int]) -> dict[int, list[Assessed]]:
    """The completed assessments of these episodes by the episode's id, in the order people were assessed. Two queries.

    Those still open are looked at too: what was asked in one of them, and is asked again, is a repeat.
    """
    made = Assessment.objects.filter(episode__in=episode_ids, withdrawn_at=None).order_by()
    rows = [_Row(*row) for row in made.values_list(*_ROW)]
    answers, tools = _answers_of([row.pk for row in rows]), _tools_of(rows)
    again = _asked_again(rows, answers, tools)
    found: dict[int, list[Assessed]] = defaultdict(list)
    for row in rows:
        if row.completed_at is not None:
            tool, given = tools[row.tool, row.version], answers.get(row.pk, {})
            found[row.episode_id].append(_assessed(row, row.completed_at, tool, given, row.pk in again))
    for of in found.values():
        of.sort(key=lambda one: (one.assessed_at, one.assessment_id))
    return dict(found)


_ROW = ("pk", "episode_id", "tool", "tool_version", "completed_at", "from_organisation", "assessed_on")


def _answers_of(assessment_ids: Collection[int]) -> dict[int, dict[str, _Answer]]:
    """The answer that holds for each item of each assessment: the one written last."""
    rows = AssessmentAnswer.objects.filter(assessment__in=assessment_ids).order_by("at", "pk")
    found: dict[int, dict[str, _Answer]] = defaultdict(dict)
    for row in rows.values_list("pk", "assessment_id", "item", "value", "source", "at"):
        found[row[1]][row[2]] = _Answer(*row)
    return found


def _tools_of(rows: Collection[_Row]) -> dict[_Version, Tool | None]:
    """The tools these assessments were made with; None for a version that is no longer here."""
    known = shelf()
    return {(tool, version): known.tool(tool, version) for tool, version in {(row.tool, row.version) for row in rows}}


def _asked_again(
    rows: Collection[_Row], answers: dict[int, dict[str, _Answer]], tools: dict[_Version, Tool | None]
) -> set[int]:
    """The assessments in which something was asked that another tool had asked before, in the same episode."""
    shared = {
        version: [(item.code, item.concept) for item in tool.items if item.concept] if tool else []
        for version, tool in tools.items()
    }
    told: dict[tuple[int, str], list[Told]] = defaultdict(list)
    asked_in: dict[int, int] = {}
    for row in rows:
        given = answers.get(row.pk, {})
        for code, concept in shared[row.tool, row.version]:
            one = given.get(code)
            if one is not None:
                asked = one.source == AnswerSource.ASKED
                told[row.episode_id, concept].append(Told(one.at, one.pk, row.tool, asked, one.value is not None))
                asked_in[one.pk] = row.pk
    return {asked_in[one.answer_id] for of in told.values() for one in asked_again(of)}


def _assessed(
    row: _Row, completed_at: datetime, tool: Tool | None, answers: dict[str, _Answer], repeat: bool
) -> Assessed:
    given = [one for one in answers.values() if one.value is not None]
    return Assessed(
        assessment_id=row.pk,
        episode_id=row.episode_id,
        tool=row.tool,
        completed_at=completed_at,
        assessed_at=start_of_day(row.assessed_on) if row.assessed_on else completed_at,
        accepted=bool(row.from_organisation),
        answers=len(given),
        kept=sum(one.source == AnswerSource.KEPT for one in given),
        repeat=repeat,
        score=_score(tool, answers),
    )


def _score(tool: Tool | None, answers: dict[str, _Answer]) -> float | None:
    """The total; None where the tool is gone or gives none, something is missing, or a value no longer fits."""
    if tool is None:
        return None
    try:
        total = score(tool, {code: one.value for code, one in answers.items()}).total
    except AnswerWrong:
        return None
    return None if total is None else float(total)
