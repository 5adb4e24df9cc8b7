"""Turning an asking and its answers into rows, for the actions and for whoever writes many at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from homeward.episodes.models import Episode
from homeward.kit.london import london_date
from homeward.kit.postcode import district
from homeward.kit.text import storable
from homeward.partnership.models import Organisation
from homeward.voice.models import Answer, AnswerSheet
from homeward.voice.reading import shelf
from homeward.voice.rules.answers import taken_apart
from homeward.voice.rules.asking import Mode
from homeward.voice.rules.months import month_of
from homeward.voice.schema import Audience, Statements, Timing

MOST_COMMENT = 2_000


class AskedOtherwise(ValueError):
    """An answer to a statement that this audience is not asked at this time."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who is asked about their help: how, when in it, and whether the answers stay apart from their record."""

    episode: Episode
    audience: str
    timing: str
    mode: str
    proxy: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered: the code of an answer for each statement, and what should be done differently."""

    answers: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    @property
    def anything(self) -> bool:
        """True when there is an answer or a comment."""
        return bool(self.answers or self.comment.strip())


def sheet_of(asking: Asking, statements: Statements, now: datetime) -> AnswerSheet:
    """The sheet of an asking, not answered yet and not saved. Apart from the record it keeps month and district only.

    The episode needs its person and its owning team's organisation at hand.
    """
    episode = asking.episode
    return AnswerSheet(
        episode=None if asking.apart else episode,
        audience=asking.audience,
        timing=asking.timing,
        mode=asking.mode,
        proxy=asking.proxy,
        statements_version=statements.version,
        pathway=episode.pathway,
        organisation=episode.owning_team.organisation,
        district=district(episode.person.postcode) if asking.apart else "",
        asked_month=month_of(london_date(now)),
        offered_at=None if asking.apart else now,
    )


def staff_sheet(*, organisation: Organisation, statements: Statements, month: int, said: Said) -> AnswerSheet:
    """The sheet of a member of staff, answered and not saved: the organisation and the month, and nothing of them."""
    return AnswerSheet(
        audience=Audience.STAFF,
        timing=Timing.STAFF_ROUND,
        mode=Mode.ONLINE_STAFF,
        statements_version=statements.version,
        organisation=organisation,
        asked_month=month,
        answered_month=month,
        comment=comment_of(said),
    )


def answer_on(sheet: AnswerSheet, said: Said, now: datetime) -> None:
    """Write on a sheet that it was answered now; its month only, where it is apart from a record."""
    sheet.answered_month = month_of(london_date(now))
    sheet.answered_at = now if sheet.episode_id is not None else None
    sheet.comment = comment_of(said)


def answers_of(sheet: AnswerSheet, said: Said) -> Iterator[Answer]:
    """The answers of a sheet, not saved. Raises AskedOtherwise and NotAnAnswer."""
    statements = shelf().version(sheet.statements_version)
    asked = {one.code for one in statements.asked(sheet.audience, sheet.timing)} if statements else set()
    for code, answer in said.answers.items():
        if code not in asked:
            raise AskedOtherwise(f'"{code}" is not asked here. Open the page again and answer what it asks.')
        response, why = taken_apart(answer)
        yield Answer(sheet=sheet, statement=code, response=response, no_response=why)


def comment_of(said: Said) -> str:
    """The comment as it is kept: without blanks around it, cut off where it is very long."""
    return storable(said.comment).strip()[:MOST_COMMENT]
