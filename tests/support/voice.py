"""Askings, forms and answers, for tests of what people say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from homeward.episodes.models import Episode
from homeward.partnership.models import Member
from homeward.voice.actions import give_form, record_answers
from homeward.voice.drafting import Asking, Said
from homeward.voice.models import AnswerSheet

AGREE: Mapping[str, str] = {
    "p_doing": "4",
    "p_told": "5",
    "p_family": "not_applicable",
    "p_once": "2",
    "p_ring": "3",
    "p_listened": "rather_not",
}
"""What one person answered to each statement at the end of their help."""


def asking(episode: Episode, **changes: Any) -> Asking:
    """The person, asked at the end of their help, face to face."""
    return Asking(episode, **{"audience": "person", "timing": "at_the_end", "mode": "in_person", **changes})


def answered(episode: Episode, *, by: Member, now: datetime, said: Said | None = None, **changes: Any) -> AnswerSheet:
    """A sheet with the answers of one person."""
    return record_answers(asking=asking(episode, **changes), said=said or Said(AGREE), by=by, now=now)


def form(episode: Episode, *, by: Member, now: datetime, by_post: bool = False, **changes: Any) -> str:
    """The code of a form that somebody answers by themselves."""
    changes = {"mode": "on_paper" if by_post else "own_device", **changes}
    return give_form(asking=asking(episode, **changes), by_post=by_post, by=by, now=now)
