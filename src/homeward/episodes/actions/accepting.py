"""Accepting another organisation's assessment instead of repeating it (trusted assessor)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from homeward.episodes.actions.assessing import AssessmentIncomplete, ToolUnknown, current_tool
from homeward.episodes.actions.holding import held_open
from homeward.episodes.models.assessing import AnswerSource, Assessment, AssessmentAnswer
from homeward.episodes.models.episode import Episode
from homeward.episodes.queries.assessing import answers_now
from homeward.episodes.rules.scoring import AnswerWrong, score
from homeward.episodes.schema.tools import TOTAL, Tool, Value
from homeward.kit.london import london_date
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member


class AcceptedWrong(ValueError):
    """Another organisation's assessment was to be accepted without saying whose, or from a day still to come."""


@transaction.atomic
def accept_assessment(
    *,
    episode: Episode,
    tool: str,
    answers: Mapping[str, Value],
    from_organisation: str,
    assessor: str,
    assessed_on: date,
    by: Member,
    now: datetime,
) -> Assessment:
    """Take over what another organisation assessed, instead of asking again (trusted assessor); complete at once.

    `answers` are values by item code, or for a tool that adds up, its whole score under "total". Sent twice it is taken
    once. Raises AcceptedWrong, AnswerWrong, AssessmentIncomplete, ToolUnknown, EpisodeClosed.
    """
    episode, found = held_open(episode), current_tool(tool)
    organisation, assessor = storable(from_organisation).strip(), storable(assessor).strip()
    if not organisation:
        raise AcceptedWrong("Organisation: say which organisation assessed them.")
    if assessed_on > london_date(now):
        raise AcceptedWrong("When they assessed: this is in the future. Check the date.")
    values = _values_accepted(found, answers)
    for earlier in Assessment.objects.filter(
        episode=episode, tool=tool, from_organisation=organisation, assessed_on=assessed_on, withdrawn_at=None
    ):
        if {code: one.value for code, one in answers_now(earlier).items()} == values:
            return earlier
    made = Assessment.objects.create(
        episode=episode, tool=found.code, tool_version=found.version, begun_at=now, begun_by=by, completed_at=now,
        completed_by=by, from_organisation=organisation, assessor=assessor, assessed_on=assessed_on,
    )  # fmt: skip
    AssessmentAnswer.objects.bulk_create(
        AssessmentAnswer(assessment=made, item=code, value=value, source=AnswerSource.ACCEPTED, by=by, at=now)
        for code, value in values.items()
    )
    return made


def _values_accepted(tool: Tool, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The given values, when they make a whole assessment. Raises AnswerWrong, AssessmentIncomplete, ToolUnknown."""
    values = {code: storable_json(value) for code, value in answers.items()}
    unknown = [code for code in values if tool.item(code) is None and not (code == TOTAL and tool.scoring == "sum")]
    if unknown:
        raise ToolUnknown(f"{tool.name} does not ask {', '.join(unknown)}.")
    if TOTAL in values and len(values) > 1:
        raise AnswerWrong(f"{tool.name}: give either the whole score or the answers, not both.")
    missing = score(tool, values).missing
    if missing or not values:
        names = "; ".join(found.asks for code in missing if (found := tool.item(code)))
        raise AssessmentIncomplete(f"Give what they found{f': {names}' if names else ''}.", missing)
    return values
