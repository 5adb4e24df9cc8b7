"""What people, carers and staff said of the help over the year: sheets, answers and comments, drawn by chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings

from homeward.demo.chance import pick
from homeward.demo.hours import at as in_london
from homeward.demo.marking import head_of_service
from homeward.demo.reading import figure, words
from homeward.demo.year import front_door_began, months_before, settled
from homeward.episodes.models import EndReason, Episode
from homeward.kit.london import london_date
from homeward.partnership.models import Member, PhasedChange
from homeward.partnership.queries import members_by_organisation
from homeward.partnership.rules import Capability
from homeward.voice.actions import record_many, say_and_do
from homeward.voice.drafting import Asking, Said, answer_on, sheet_of, staff_sheet
from homeward.voice.models import AnswerSheet, StaffRound
from homeward.voice.reading import shelf
from homeward.voice.rules.asking import TWELVE_WEEKS, Mode, Proxy
from homeward.voice.rules.months import month_of
from homeward.voice.rules.rounds import mark_of
from homeward.voice.schema import Audience, Statements, Timing

Answered = tuple[AnswerSheet, Said]
ROUNDS = 3
MODES: dict[str, float] = {Mode.IN_PERSON: 0.34, Mode.PHONE: 0.2, Mode.ON_PAPER: 0.28, Mode.OWN_DEVICE: 0.18}
LATER_MODES: dict[str, float] = {Mode.PHONE: 0.8, Mode.ON_PAPER: 0.2}
BY_THEMSELVES = frozenset({Mode.ON_PAPER, Mode.OWN_DEVICE})
"""Ways in which somebody answers when nobody of ours is there: later, or not at all."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody who may be asked about their help, and the moment."""

    episode: Episode
    audience: Audience
    timing: Timing
    at: datetime


def say_how_it_was(rng: Random, now: datetime, marked: dict[str, PhasedChange]) -> int:
    """Ask people and carers about their help, and staff in rounds; say how many sheets there are.

    Episodes must be saved. What was said and done is written as well.
    """
    sheets = record_many(rows=(_answered(rng, one, now) for one in _asked(rng, now)))
    sheets += record_many(rows=_of_staff(rng, london_date(now)))
    _say_and_do(now, marked)
    return sheets


def _asked(rng: Random, now: datetime) -> Iterator[_Asked]:
    """Who is asked about help that has ended. Nobody is asked who has died; those who cared for them still may be."""
    ended = Episode.objects.filter(ended_at__lt=now, first_contact_at__isnull=False)
    for one in ended.select_related("person", "owning_team__organisation").order_by("ended_at", "pk"):
        assert one.ended_at is not None
        at = min(one.ended_at + timedelta(minutes=rng.randrange(5, 600)), now)
        later = one.ended_at + TWELVE_WEEKS + timedelta(days=rng.randrange(-3, 6))
        if one.first_contact_at is not None and rng.random() < figure("asked_how_it_was")["during"]:
            halfway = one.first_contact_at + (one.ended_at - one.first_contact_at) * rng.uniform(0.3, 0.8)
            yield _Asked(one, Audience.PERSON, Timing.DURING, halfway)
        died = one.end_reason == EndReason.DIED
        if not died and rng.random() < figure("asked_how_it_was")["person"]:
            yield _Asked(one, Audience.PERSON, Timing.AT_THE_END, at)
            if later < now and rng.random() < figure("asked_how_it_was")["later"]:
                yield _Asked(one, Audience.PERSON, Timing.TWELVE_WEEKS, later)
        if one.person.carer and rng.random() < figure("asked_how_it_was")["carer"]:
            yield _Asked(one, Audience.CARER, Timing.AT_THE_END, at)


def _answered(rng: Random, one: _Asked, now: datetime) -> Answered:
    mode = Mode(pick(rng, LATER_MODES if one.timing is Timing.TWELVE_WEEKS else MODES))
    alone = mode in BY_THEMSELVES
    proxy = pick(rng, figure("answers_for_them")) if one.audience is Audience.PERSON else ""
    apart = alone and rng.random() < figure("answers_kept_apart")
    statements = shelf().on(london_date(one.at))
    proxy = proxy if proxy != Proxy.STAFF or not alone else ""
    sheet = sheet_of(Asking(one.episode, one.audience, one.timing, mode, proxy, apart), statements, one.at)
    if rng.random() < figure("would_rather_not_answer"):
        sheet.declined = True
        return sheet, Said()
    at = one.at + timedelta(days=rng.uniform(0.5, 12)) if alone and mode is Mode.ON_PAPER else one.at
    if at > now or (alone and rng.random() < figure("does_not_send_it_back")):
        return sheet, Said()
    said = _said(rng, statements, one.audience, one.timing, settled(one.at, london_date(now)))
    answer_on(sheet, said, at)
    return sheet, said


def _said(rng: Random, statements: Statements, audience: Audience, timing: Timing, share: float) -> Said:
    """An answer to each statement, and now and then a comment; `share` is how far the joint front door has settled."""
    before, after = figure("agree_before"), figure("agree_after")
    answers = {}
    for one in statements.asked(audience, timing):
        agree = before[one.code] + (after[one.code] - before[one.code]) * share
        answers[one.code] = _place(rng, agree)
    comment = rng.choice(words("voice")["comments"][audience]) if rng.random() < figure("writes_a_comment") else ""
    return Said(answers, comment)


def _place(rng: Random, agree: float) -> str:
    none = pick(rng, figure("no_place_on_the_scale"))
    if none:
        return none
    if rng.random() < agree:
        return "5" if rng.random() < 0.45 else "4"
    return pick(rng, {"3": 0.5, "2": 0.35, "1": 0.15})


def _of_staff(rng: Random, today: date) -> Iterator[Answered]:
    """The latest rounds in months that are over: most members answer, and nothing leads from an answer to a member."""
    members = Member.objects.select_related("organisation").order_by("pk")
    taking_part = [one for one in members if one.may(Capability.ANSWER_STAFF_ROUND)]
    for month in _rounds(today):
        day = date(month // 100, month % 100, 15)
        answering = [one for one in taking_part if rng.random() < figure("staff_who_answer")]
        marks = sorted(mark_of(one.pk, month, settings.SECRET_KEY) for one in answering)
        StaffRound.objects.create(month=month, asked=members_by_organisation(), answered_by=marks)
        statements, share = shelf().on(day), settled(in_london(day, 12), today)
        for one in answering:
            said = _said(rng, statements, Audience.STAFF, Timing.STAFF_ROUND, share)
            yield staff_sheet(organisation=one.organisation, statements=statements, month=month, said=said), said


def _rounds(today: date) -> list[int]:
    agreed = shelf().on(today).staff_months
    before = [months_before(today.replace(day=1), back) for back in range(1, 25)]
    return [month_of(day) for day in before if day.month in agreed][:ROUNDS][::-1]


def _say_and_do(now: datetime, marked: dict[str, PhasedChange]) -> None:
    """What was done about what people said, as far as it has been done by now."""
    began, by = front_door_began(london_date(now)), head_of_service()
    for told in words("voice")["said_and_done"]:
        since = months_before(began, -told["months"])
        change = marked[told["change"]] if "change" in told else None
        at = in_london(since + timedelta(days=2), 11)
        if at < now:
            say_and_do(said=told["said"], done=told["done"], since=since, change=change, by=by, now=at)
