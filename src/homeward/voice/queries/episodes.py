"""Who was asked in an episode and when; what they answered is not shown beside their name."""

from django.conf import settings
from django.db.models import Q, QuerySet

from homeward.episodes.models import Episode
from homeward.episodes.queries.afterwards import follow_ups_seen_by
from homeward.episodes.queries.care import episodes_seen_by
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.voice.models import AnswerSheet, SheetCode
from homeward.voice.reading import shelf
from homeward.voice.rules.codes import key_in
from homeward.voice.schema import Statement


def sheets_seen_by(viewer: Member) -> QuerySet[AnswerSheet]:
    """The sheets of people the viewer may see, with their codes; none of those that are kept apart from a record."""
    return AnswerSheet.objects.filter(episode__in=episodes_seen_by(viewer)).select_related("code")


def askings_of(viewer: Member, episode: Episode) -> list[AnswerSheet]:
    """When somebody in an episode was asked, the last first. `comment` and answers are left out."""
    return list(sheets_seen_by(viewer).filter(episode=episode).defer("comment"))


def has_died(viewer: Member, episode: Episode) -> bool:
    """True when the record says that the person has died: help ended so, or somebody found it out afterwards."""
    person = episode.person_id
    if episodes_seen_by(viewer).filter(person_id=person, end_reason="died").exists():
        return True
    later = follow_ups_seen_by(viewer).filter(episode__person_id=person)
    return later.filter(Q(has_died=True) | Q(living_at="died")).exists()


def form_for(viewer: Member, code: str) -> SheetCode | None:
    """The form or address with this code, for members who write down care; one about a person only by relationship.

    None where the code is wrong, was used, or the person is not theirs to see.
    """
    found = form_with(code)
    if found is None or not viewer.may(Capability.RECORD_CARE):
        return None
    if found.sheet.episode_id is None:
        return found
    return found if sheets_seen_by(viewer).filter(pk=found.sheet_id).exists() else None


def form_with(code: str) -> SheetCode | None:
    """The form or address with this code, whoever holds it; None where its signature does not hold or it was used."""
    key = key_in(code, settings.SECRET_KEY)
    return SheetCode.objects.select_related("sheet").filter(key=key).first() if key else None


def asked_on(sheet: AnswerSheet) -> tuple[Statement, ...]:
    """The statements of a sheet, as they were worded when it was given; none where that version is no longer here."""
    version = shelf().version(sheet.statements_version)
    return version.asked(sheet.audience, sheet.timing) if version else ()
