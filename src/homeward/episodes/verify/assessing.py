"""What must hold of assessments: known tools and items, a score where one is due, answers kept from the same person."""

from collections.abc import Iterator

from django.db.models import F

from homeward.episodes.models.assessing import Assessment, AssessmentAnswer
from homeward.episodes.queries.assessing import Made, made
from homeward.episodes.reading.tools import shelf
from homeward.episodes.schema.tools import TOTAL
from homeward.kit.problem import Problem

AT_ONCE = 500


def problems() -> Iterator[Problem]:
    """Tool files left out, answers nobody can read, complete assessments without a score, answers of other people."""
    for fault in shelf().faults:
        yield _problem("Every assessment tool can be used", fault, "Correct the file, then start the program again.")
    keys = list(Assessment.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        for one in made(Assessment.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")):
            yield from _problems_of(one)
    others = AssessmentAnswer.objects.filter(kept_from__isnull=False).exclude(
        assessment__episode__person=F("kept_from__assessment__episode__person")
    )
    for pk in others.values_list("pk", flat=True):
        yield _problem(
            "An answer is kept only from the same person",
            f"Answer {pk}",
            "Withdraw the assessment it is in, and ask the person again.",
        )


def _problems_of(one: Made) -> Iterator[Problem]:
    name = f"Assessment {one.assessment.pk}"
    if one.tool is None:
        yield _problem(
            "The tool of every assessment can be read",
            f'{name}: "{one.assessment.tool}" version {one.assessment.tool_version}',
            "Put the file of that version back among the tools: its answers are shown as they were written meanwhile.",
        )
        return
    unknown = [code for code in one.answers if one.tool.item(code) is None and code != TOTAL]
    if unknown:
        yield _problem(
            "Every answer is to an item of its tool",
            f"{name}: {', '.join(unknown)}",
            "Give the tool that was used its own version, with these items in it.",
        )
    complete = one.assessment.completed_at is not None and one.assessment.withdrawn_at is None
    if complete and one.tool.scoring != "none" and one.score.total is None:
        yield _problem(
            "A complete assessment with a scored tool has a score",
            name,
            "Withdraw it, and make it again with the tool.",
        )


def _problem(claim: str, subject: str, remedy: str) -> Problem:
    return Problem("episodes", claim, subject, remedy)
