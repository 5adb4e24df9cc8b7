"""What this room promises: every answer can still be read, and no sheet was sent without one."""

from collections.abc import Iterator

from homeward.kit.problem import Problem
from homeward.voice.models import Answer, AnswerSheet
from homeward.voice.reading import shelf


def problems() -> Iterator[Problem]:
    """Files that were left out, sheets whose statements are no longer here, and answered sheets that say nothing."""
    found = shelf()
    for fault in found.faults:
        yield Problem("voice", "Every file of statements can be used", fault, "Correct the file, and start again.")
    known = [version.version for version in found.versions]
    gone = AnswerSheet.objects.exclude(statements_version__in=known).values_list("statements_version", flat=True)
    for version in sorted(set(gone)):
        yield Problem(
            "voice",
            "What was answered can be read together with what was asked",
            f'Statements, version "{version}"',
            "Put the file of this version back.",
        )
    answered = AnswerSheet.objects.filter(answered_month__isnull=False, comment="")
    for sheet in answered.exclude(pk__in=Answer.objects.values("sheet")).values_list("pk", flat=True):
        yield Problem(
            "voice", "A sheet that was answered says something", f"Sheet {sheet}", "Ask whoever keeps the program."
        )
