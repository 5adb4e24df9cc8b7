"""What is written for the GP and for the person: drafted from the record, changed by people, and sent."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from homeward.episodes.actions.holding import held
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.leaving import Audience, LeavingChangeKind, Summary
from homeward.episodes.queries.leaving import composed
from homeward.episodes.rules.leaving import Asked
from homeward.kit.text import storable
from homeward.partnership.models import Member


class SummaryMovedOn(ValueError):
    """Somebody else changed a summary meanwhile: `says` is what it says now."""

    def __init__(self, summary: Summary) -> None:
        self.says = summary.says
        super().__init__(f"{summary.by} changed this summary while you had the page open.")


class SummaryUnseen(ValueError):
    """A summary was to be noted as sent that says something else than whoever sent it read."""


class NothingSummed(ValueError):
    """A summary without words, or a sending that does not say how."""


def draft_summaries(*, episode: Episode, asked: Asked, by: Member, now: datetime) -> None:
    """Write the drafts that are not there yet, for those whom the end of this help is told. Held by whoever calls.

    What was sent before an end that was taken back speaks of that end, so it is written again.
    """
    wanted = {Audience.GP: asked.summary_for_gp, Audience.PERSON: asked.summary_for_person}
    undone = episode.leaving_changes.filter(kind=LeavingChangeKind.UNDONE).first()
    holds = Q(sent_at=None) | Q(sent_at__gt=undone.at) if undone else Q()
    there = set(episode.summaries.filter(holds).values_list("audience", flat=True))
    for audience, is_wanted in wanted.items():
        if is_wanted and audience not in there:
            says = composed(by, episode, audience)
            Summary.objects.create(episode=episode, audience=audience, says=says, by=by, at=now)


@transaction.atomic
def save_summary(*, episode: Episode, audience: str, says: str, opened: str, by: Member, now: datetime) -> Summary:
    """Keep what was written for the GP or the person, before it is sent; also before help ends.

    `opened` is what the form was opened with; "" where nothing was saved yet. Raises NothingSummed without words, and
    SummaryMovedOn when somebody else changed it meanwhile. After one was sent, this begins the next.
    """
    says, opened = _as_one_text(says), _as_one_text(opened)
    if not says:
        raise NothingSummed("Write at least a sentence.")
    episode = held(episode)
    draft = episode.summaries.filter(audience=Audience(audience), sent_at=None).first()
    if draft is None:
        return Summary.objects.create(episode=episode, audience=Audience(audience), says=says, by=by, at=now)
    if draft.says not in (opened, says):
        raise SummaryMovedOn(draft)
    if draft.says != says:
        draft.says, draft.by, draft.at = says, by, now
        draft.save(update_fields=["says", "by", "at"])
    return draft


@transaction.atomic
def send_summary(*, summary: Summary, how: str, seen: str | None = None, by: Member, now: datetime) -> Summary:
    """Note that a summary was sent, and how; from then on it stays as it is. Noting it twice changes nothing.

    `seen` is what it said on the page; where it is given, nobody notes words as sent that they have not read.
    Raises NothingSummed without saying how, and SummaryUnseen when it says something else now.
    """
    how = storable(how).strip()[:60]
    if not how:
        raise NothingSummed("Say how it was sent.")
    held(summary.episode)
    summary.refresh_from_db()
    if summary.sent_at is None:
        if seen is not None and _as_one_text(seen) != _as_one_text(summary.says):
            raise SummaryUnseen(
                f"{summary.by} changed this summary while you had the page open. Read it as it is now. "
                "If this is what you sent, note it again."
            )
        summary.sent_at, summary.sent_by, summary.how = now, by, how
        summary.save(update_fields=["sent_at", "sent_by", "how"])
    return summary


def _as_one_text(text: str) -> str:
    return storable(text).replace("\r\n", "\n").strip()
