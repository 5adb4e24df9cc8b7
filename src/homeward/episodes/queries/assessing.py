"""What was assessed: answers as they hold now, scores, what can be kept from before, and what was asked twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from homeward.episodes.models.assessing import AnswerSource, Assessment, AssessmentAnswer, Offer
from homeward.episodes.models.episode import Episode
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.reading.tools import shelf
from homeward.episodes.rules import asking as rules
from homeward.episodes.rules.asking import Told
from homeward.episodes.rules.scoring import AnswerWrong, Score, score
from homeward.episodes.schema.tools import Tool
from homeward.kit.london import start_of_day
from homeward.partnership.models import Member

Answers = dict[str, AssessmentAnswer]
"""The answer that holds for each item, by its code; one that was taken back has the value None."""

FRAILTY_TOOL = "cfs"


@dataclass(frozen=True, slots=True)
class Made:
    """An assessment with its tool (None where that version is gone), the answers that hold, and their score."""

    assessment: Assessment
    tool: Tool | None
    answers: Answers
    score: Score

    @property
    def name(self) -> str:
        """What people call it; the tool's code where the tool is gone."""
        return self.tool.name if self.tool else self.assessment.tool

    @property
    def at(self) -> datetime:
        """When the person was assessed: when it was completed, or the day another organisation did it, or its begin."""
        return assessed_at(self.assessment)


def assessed_at(assessment: Assessment) -> datetime:
    """When the person was assessed, as an instant; of another organisation's only the day is known."""
    if assessment.assessed_on is not None:
        return start_of_day(assessment.assessed_on)
    return assessment.completed_at or assessment.begun_at


def told_at(row: AssessmentAnswer) -> datetime:
    """When the person was last asked what an answer says: for one that was kept, when it was first told."""
    told = row.kept_from or row
    return assessed_at(told.assessment) if told.source == AnswerSource.ACCEPTED else told.at


def answers_of(assessments: Iterable[Assessment]) -> dict[int, Answers]:
    """The answers that hold in each of these assessments, by its id. One query."""
    found: dict[int, Answers] = {one.pk: {} for one in assessments}
    rows = AssessmentAnswer.objects.filter(assessment__in=list(found)).select_related(
        "by", "assessment", "kept_from__by", "kept_from__assessment"
    )
    for row in rows:
        found[row.assessment_id][row.item] = row
    return found


def answers_now(assessment: Assessment) -> Answers:
    """The answers that hold in an assessment."""
    return answers_of([assessment])[assessment.pk]


def made(assessments: Iterable[Assessment]) -> list[Made]:
    """These assessments with tool, answers and score, in the same order. One query."""
    ordered = list(assessments)
    answers = answers_of(ordered)
    return [_made(one, answers[one.pk]) for one in ordered]


def assessments_seen(viewer: Member, episode: Episode) -> list[Made]:
    """Every assessment of the person of an episode, in whichever episode, the latest first; withdrawn ones too."""
    seen = episodes_seen_by(viewer).filter(person_id=episode.person_id)
    found = Assessment.objects.filter(episode__in=seen).select_related(
        "begun_by", "completed_by", "withdrawn_by", "episode__owning_team"
    )
    return sorted(made(found), key=lambda one: (one.at, one.assessment.pk), reverse=True)


def assessment_seen(viewer: Member, pk: int) -> Assessment | None:
    """An assessment with its episode and person, or None where the viewer may not see them."""
    return (
        Assessment.objects.filter(pk=pk, episode__in=episodes_seen_by(viewer))
        .select_related(
            "episode__person", "episode__owning_team__organisation", "begun_by", "completed_by", "withdrawn_by"
        )
        .first()
    )


def before(one: Made, all_of_them: Iterable[Made]) -> Made | None:
    """The last complete assessment with the same tool before this one, by any version of it."""
    counted = (
        other
        for other in all_of_them
        if other.assessment.tool == one.assessment.tool
        and other.assessment.pk != one.assessment.pk
        and other.assessment.completed_at is not None
        and other.assessment.withdrawn_at is None
        and (other.at, other.assessment.pk) < (one.at, one.assessment.pk)
    )
    return max(counted, key=lambda other: (other.at, other.assessment.pk), default=None)


def reusable_answers(assessment: Assessment) -> Answers:
    """For each item that is a shared question, the latest answer the person gave to it in any other assessment.

    By item code of this assessment's tool; of every profession, of any episode of the person.
    """
    tool = _tool(assessment)
    wanted = {item.concept: item.code for item in tool.items if item.concept} if tool else {}
    others = Assessment.objects.filter(episode__person=assessment.episode.person_id, withdrawn_at=None).exclude(
        pk=assessment.pk
    )
    found: Answers = {}
    for other, answers in _with_answers(others):
        for concept, row in _by_concept(other, answers):
            code = wanted.get(concept)
            if code and row.value is not None and (code not in found or told_at(row) > told_at(found[code])):
                found[code] = row
    return found


def latest_scores(viewer: Member, episodes: Iterable[Episode]) -> dict[int, dict[str, tuple[Decimal, str, datetime]]]:
    """The latest score with each tool in each of these episodes: score, band and when, by tool code, by episode id.

    Only of complete assessments that were not taken back. Three queries, however many episodes.
    """
    seen = list(episodes_seen_by(viewer).filter(pk__in=[one.pk for one in episodes]).values_list("pk", flat=True))
    found: dict[int, dict[str, tuple[Decimal, str, datetime]]] = {pk: {} for pk in seen}
    complete = Assessment.objects.filter(episode__in=seen, completed_at__isnull=False, withdrawn_at=None)
    for one in sorted(made(complete), key=lambda one: (one.at, one.assessment.pk)):
        if one.score.total is not None:
            found[one.assessment.episode_id][one.assessment.tool] = (one.score.total, one.score.band, one.at)
    return found


def frailty_of(episode_ids: Collection[int]) -> dict[int, int]:
    """The latest Clinical Frailty Scale of the person of each of these episodes, 1 to 9; left out where there is none.

    For lists that have chosen their episodes already: it asks nobody's permission. Three queries.
    """
    person_of = dict(Episode.objects.filter(pk__in=episode_ids).values_list("pk", "person_id"))
    complete = Assessment.objects.filter(
        episode__person__in=set(person_of.values()), tool=FRAILTY_TOOL, completed_at__isnull=False, withdrawn_at=None
    ).select_related("episode")
    latest: dict[int, int] = {}
    for one in sorted(made(complete), key=lambda one: (one.at, one.assessment.pk)):
        if one.score.total is not None:
            latest[one.assessment.episode.person_id] = int(one.score.total)
    return {pk: latest[person] for pk, person in person_of.items() if person in latest}


def asked_again(episode_ids: Collection[int]) -> dict[int, int]:
    """How often a person was asked a shared question again, with another tool, in the same episode; by episode id.

    An answer that was kept is not counted, nor is a second assessment with the same tool: that one looks for change.
    """
    told: defaultdict[int, defaultdict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    assessments = Assessment.objects.filter(episode__in=episode_ids, withdrawn_at=None)
    for one, answers in _with_answers(assessments):
        for concept, row in _by_concept(one, answers):
            told[one.episode_id][concept].append(_told(row))
    return {pk: sum(len(rules.asked_again(rows)) for rows in told[pk].values()) for pk in episode_ids}


def offers_of(episode: Episode) -> dict[str, Offer]:
    """The latest offer of each kind in an episode."""
    rows = Offer.objects.filter(episode=episode).select_related("by").order_by("at", "pk")
    return {row.kind: row for row in rows}


def _told(row: AssessmentAnswer) -> Told:
    return Told(row.at, row.pk, row.assessment.tool, row.source == AnswerSource.ASKED, row.value is not None)


def _with_answers(assessments: QuerySet[Assessment]) -> list[tuple[Assessment, Answers]]:
    ordered = list(assessments)
    answers = answers_of(ordered)
    return [(one, answers[one.pk]) for one in ordered]


def _by_concept(assessment: Assessment, answers: Answers) -> list[tuple[str, AssessmentAnswer]]:
    tool = _tool(assessment)
    return [
        (item.concept, answers[item.code])
        for item in (tool.items if tool else ())
        if item.concept and item.code in answers
    ]


def _made(assessment: Assessment, answers: Answers) -> Made:
    tool = _tool(assessment)
    return Made(assessment, tool, answers, _score(tool, answers))


def _score(tool: Tool | None, answers: Answers) -> Score:
    """The score; none where the tool is gone, or a value no longer fits it."""
    if tool is None:
        return Score(None, "", ())
    try:
        return score(tool, {code: row.value for code, row in answers.items()})
    except AnswerWrong:
        return Score(None, "", ())


def _tool(assessment: Assessment) -> Tool | None:
    return shelf().tool(assessment.tool, assessment.tool_version)
