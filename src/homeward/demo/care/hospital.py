"""The stay in hospital before supported discharge: ready from a day, held up or not, and home with a visit promised."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from homeward.demo.care.case import Case
from homeward.demo.chance import pick
from homeward.demo.hours import at as in_london
from homeward.demo.reading import figure, words
from homeward.episodes.actions.hospital import KEPT_SECRET
from homeward.episodes.models import Booking, DelayReason, HospitalStay, ReadyPeriod, StayChange, Visit
from homeward.kit.london import london_date

TWO_DAYS = 2


def was_in_hospital(case: Case) -> None:
    """The stay of somebody accepted for supported discharge, up to now."""
    referral, episode = case.draft.referral, case.episode
    if case.first_pathway != "supported_discharge":
        return
    accepted_at, by = episode.opened_at, case.somebody(case.directory.teams["supported-discharge"])
    ready_on, visits = london_date(min(referral.ready_at or accepted_at, accepted_at)), case.seen()
    on_time = _leaves_on_the_ready_day(case, visits, ready_on)
    ready_on = london_date(accepted_at) if on_time else ready_on
    stay = case.add(
        HospitalStay(
            episode=episode,
            hospital=KEPT_SECRET if referral.person.restricted else words("care")["hospital"]["name"],
            ward="" if referral.person.restricted else case.rng.choice(words("organisations")["wards_in_hospital"]),
            admitted_on=ready_on - timedelta(days=case.rng.choice([3, 5, 6, 8, 9, 12, 16, 21])),
            pathway=1,
            destination="home_recovery" if case.rng.random() < 0.85 else "home_other_help",
            by=by,
            at=accepted_at,
        )
    )
    _ready(case, stay, ready_on)
    if case.rng.random() < 0.4:
        stay.expected_on = max(ready_on, london_date(stay.at)) + timedelta(days=case.rng.randrange(1, 4))
    if visits:
        _home(case, stay, visits[0], ready_on, on_time=on_time)
    else:
        _held_up(case, stay, ready_on, london_date(case.now), ended=False)


def _leaves_on_the_ready_day(case: Case, visits: Sequence[Visit], ready_on: date) -> bool:
    """Most of those for whom somebody comes within the two days leave as soon as they are ready."""
    if not visits or (london_date(visits[0].started_at) - ready_on).days > TWO_DAYS:
        return False
    return case.rng.random() < figure("leaves_on_the_ready_day")


def _ready(case: Case, stay: HospitalStay, ready_on: date) -> None:
    """Ready from a day; a few were ready before, and unwell again."""
    before = ready_on - timedelta(days=3)
    if case.rng.random() < 0.08 and before >= stay.admitted_on:
        unwell_on = before + timedelta(days=1)
        why = case.say("hospital", "unwell")
        case.add(ReadyPeriod(stay=stay, ready_on=before, unwell_on=unwell_on, unwell_why=why, by=stay.by, at=stay.at))
    case.add(ReadyPeriod(stay=stay, ready_on=ready_on, by=stay.by, at=stay.at))


def _home(case: Case, stay: HospitalStay, first: Visit, ready_on: date, *, on_time: bool) -> None:
    """They left on the day they were ready, or else some hours before the first visit, which was promised before."""
    if on_time:
        left_at = max(in_london(ready_on, case.rng.randrange(11, 19)), stay.at + timedelta(minutes=20))
        late = left_at >= first.started_at or london_date(left_at) > ready_on
        left_at = stay.at + (first.started_at - stay.at) * 0.05 if late else left_at
    else:
        left_at = _before_the_visit(case, stay, first, ready_on)
    _left(case, stay, first, left_at.replace(microsecond=0), ready_on)


def _before_the_visit(case: Case, stay: HospitalStay, first: Visit, ready_on: date) -> datetime:
    left_at = max(first.started_at - timedelta(hours=case.rng.choice([1, 2, 3, 18])), stay.at + timedelta(minutes=6))
    if left_at >= first.started_at or london_date(left_at) < ready_on:
        left_at = stay.at + (first.started_at - stay.at) * 0.9
    return left_at


def _left(case: Case, stay: HospitalStay, first: Visit, left_at: datetime, ready_on: date) -> None:
    if london_date(left_at) < ready_on:
        return
    promised_at = stay.at + (left_at - stay.at) * 0.5
    stay.left_at, stay.left_by = left_at, stay.by
    if case.rng.random() < figure("first_visit_promised"):
        case.add(_promise(case, first, promised_at, left_at))
    else:
        stay.no_first_visit_why = case.word(
            ["Left the ward early, before we knew.", "{Their} daughter wanted to see first."]
        )
    _held_up(case, stay, ready_on, london_date(left_at), ended=True)


def _promise(case: Case, first: Visit, promised_at: datetime, left_at: datetime) -> Booking:
    """A window of up to two hours, after they left, that the first visit kept."""
    begins = first.started_at.replace(minute=0, second=0, microsecond=0)
    return Booking(
        episode=case.episode,
        what_for="First visit at home",
        from_at=max(begins, first.started_at - timedelta(minutes=59), left_at),
        to_at=begins + timedelta(hours=2),
        minutes=60,
        visit=first,
        by=first.by,
        at=promised_at,
    )


def _held_up(case: Case, stay: HospitalStay, ready_on: date, until: date, *, ended: bool) -> None:
    """What held them up between the day they were ready and the day they left, or today."""
    first_day = max(ready_on, london_date(stay.at))
    if until <= first_day:
        return
    days = [first_day]
    if (until - first_day).days > 3 and case.rng.random() < 0.3:
        days.append(first_day + timedelta(days=case.rng.randrange(1, (until - first_day).days)))
    rows = [_because(case, stay, day) for day in days]
    rows = [row for place, row in enumerate(rows) if not place or row.code != rows[0].code]
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        row.until_on = following.from_on if following else until if ended else None
        case.add(row)
    _expected_later(case, stay, rows[-1].at)


def _because(case: Case, stay: HospitalStay, day: date) -> DelayReason:
    at = min(max(in_london(day, 11), stay.at), case.now)
    return DelayReason(stay=stay, code=pick(case.rng, figure("delay_reasons")), from_on=day, by=stay.by, at=at)


def _expected_later(case: Case, stay: HospitalStay, at: datetime) -> None:
    """Who is held up is expected to leave later than was said; what was said before is kept."""
    if stay.expected_on is None:
        return
    before, stay.expected_on = stay.expected_on, stay.expected_on + timedelta(days=2)
    by, after = case.another(stay.by, case.first_team), str(stay.expected_on)
    case.add(StayChange(stay=stay, field="expected_on", before=str(before), after=after, by=by, at=at))
