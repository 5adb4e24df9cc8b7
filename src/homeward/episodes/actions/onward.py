"""Care for after our help is asked for, and answered."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from homeward.episodes.actions.holding import held, held_open
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.leaving import OnwardRequest, RequestAnswer
from homeward.episodes.models.written import Funder
from homeward.episodes.reading.code_lists import code_list
from homeward.kit.text import storable
from homeward.partnership.models import Member

HOURS_IN_A_WEEK = 168


class RequestIncomplete(ValueError):
    """A request for onward care that does not say what, for how long or of whom; `field` says which part."""

    def __init__(self, field: str, said: str) -> None:
        self.field = field
        super().__init__(said)


class AnsweredAlready(ValueError):
    """A request was to be answered that has another answer."""


@transaction.atomic
def request_onward(
    *,
    episode: Episode,
    service: str,
    details: str,
    hours_per_week: Decimal,
    weekly_cost: Decimal | None,
    funded_by: str,
    starts_on: date,
    sent_to: str,
    by: Member,
    now: datetime,
) -> OnwardRequest:
    """Ask somebody for care after our help. The same request sent twice, while it waits, is one.

    `service` is a code of the list `onward_service`, `weekly_cost` in pounds. Raises EpisodeClosed after the end, and
    RequestIncomplete.
    """
    episode = held_open(episode)
    sent_to, details = storable(sent_to).strip()[:120], storable(details).strip()
    if code_list("onward_service").value(service) is None:
        raise RequestIncomplete("service", "Kind of care: choose one.")
    if not sent_to:
        raise RequestIncomplete("sent_to", "Who is asked: give a name or a team.")
    if not 0 <= hours_per_week <= HOURS_IN_A_WEEK:
        raise RequestIncomplete("hours_per_week", "Hours a week: give a number from 0 to 168.")
    if weekly_cost is not None and weekly_cost < 0:
        raise RequestIncomplete("weekly_cost", "Cost a week: this is less than nothing. Check it.")
    asked = {
        "service": service,
        "details": details,
        "hours_per_week": hours_per_week,
        "weekly_cost": weekly_cost,
        "funded_by": Funder(funded_by),
        "starts_on": starts_on,
        "sent_to": sent_to,
    }
    same = episode.onward_requests.filter(answer=RequestAnswer.WAITING, **asked).first()
    return same or OnwardRequest.objects.create(episode=episode, by=by, at=now, **asked)


@transaction.atomic
def answer_onward(
    *,
    request: OnwardRequest,
    answer: str,
    provider: str = "",
    weekly_cost: Decimal | None = None,
    note: str = "",
    by: Member,
    now: datetime,
) -> OnwardRequest:
    """Write down the answer to a request; also after our help has ended. The same answer twice changes nothing.

    `weekly_cost`, where given, is what it costs in fact. Raises RequestIncomplete when it is arranged and nobody says
    with whom, or refused without a word; AnsweredAlready when somebody wrote down another answer.
    """
    held(request.episode)
    request.refresh_from_db()
    answer, provider, note = RequestAnswer(answer), storable(provider).strip()[:120], storable(note).strip()
    if request.answer != RequestAnswer.WAITING:
        if request.answer == answer and request.provider == provider:
            return request
        said = request.get_answer_display().lower()
        raise AnsweredAlready(f"{request.answered_by} has written down an answer already: {said}. Make a new request.")
    if answer == RequestAnswer.WAITING:
        raise RequestIncomplete("answer", "Answer: choose what became of it.")
    if answer == RequestAnswer.ARRANGED and not provider:
        raise RequestIncomplete("provider", "Who will help: give the provider's name.")
    if answer == RequestAnswer.REFUSED and not note:
        raise RequestIncomplete("note", "Note: say why it was refused, so that somebody can ask elsewhere.")
    request.answer, request.provider, request.note = answer, provider, note
    request.answered_by, request.answered_at = by, now
    if weekly_cost is not None:
        if weekly_cost < 0:
            raise RequestIncomplete("weekly_cost", "Cost a week: this is less than nothing. Check it.")
        request.weekly_cost = weekly_cost
    request.save()
    return request
