"""What people do at the front door. Each action is one transaction: it happens whole or not at all."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from homeward.episodes.actions import SomebodyHasBeen, end_unseen, open_episode
from homeward.episodes.models import EndReason, Episode
from homeward.kit.london import london_date
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member
from homeward.partnership.queries import team_called
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Answer, ServiceModel
from homeward.people.actions import give_reason_to_see, register
from homeward.referrals.drafting import Request, Terms, drafted, provisional_terms, terms_on, token_of, weighed
from homeward.referrals.models import Arrival, Channel, Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.rules.state import DecisionKind, State, reply_due_at, triage_due_at
from homeward.referrals.secrecy import forget_whereabouts, referrals_held
from homeward.referrals.wording import answer_words

UNDECIDED = (State.WAITING_FOR_TRIAGE, State.WAITING_FOR_REFERRER)


class AlreadyDecided(ValueError):
    """Someone else decided first, or there is nothing left to decide."""


class ReasonNeeded(ValueError):
    """A decision that needs a reason has none."""


class PathwayUnknown(ValueError):
    """A pathway that the service model in force does not have."""


@transaction.atomic
def receive(*, request: Request, by: Member | None, now: datetime) -> Referral:
    """Take in a request for help: the person registered, the front door its owner, its clock running.

    `by` is who wrote it down, or None for a message from another system. The same form sent twice is one referral; a
    form sent again with other words in it, as after the browser's back button, is another.
    """
    token = token_of(request)
    sent_before = Referral.objects.filter(form_token=token).first() if token else None
    if sent_before is not None:
        return sent_before
    model = service_model_on(london_date(now))
    front_door = team_called(model.front_door)
    person = register(details=request.details, now=now)
    if person.restricted:
        referrals_held(person)
    give_reason_to_see(person=person, team=front_door, because="Referred to the service", now=now)
    referral = drafted(model=model, request=request, person=person, front_door=front_door, taken_by=by, now=now)
    referral.save()
    TriageNote.objects.create(referral=referral, answers=storable_json(request.answers), at=now, by=by)
    if person.restricted:
        said = request.details
        forget_whereabouts(person, also=(said.address, said.postcode, said.phone, request.location))
        referral.refresh_from_db()
    return referral


@transaction.atomic
def note_triage(
    *,
    referral: Referral,
    answers: Mapping[str, Answer | None],
    need: str = "",
    said: str = "",
    location: str = "",
    by: Member | None,
    now: datetime,
) -> TriageNote:
    """Write down what was learnt. Earlier notes stay; words from the referrer end the wait for them.

    `by` is who wrote it down, or None for news that the referrer's own system sent; `location` is where they are now,
    when that is news.

    The clock that runs until a pathway is decided follows what is known: someone who turns out to need help within two
    hours is due at the front door as soon as that.
    """
    referral = held(referral, *UNDECIDED)
    said = storable(said).strip()
    note = TriageNote.objects.create(referral=referral, answers=storable_json(answers), said=said, at=now, by=by)
    referral.need = need or referral.need
    referral.location = "" if referral.person.restricted else storable(location).strip()[:250] or referral.location
    clock_before = referral.clock
    _run_until_decided(referral)
    due_at = triage_due_at(model_for(referral).triage, referral.clock_code, now)
    if referral.asked_at is not None and said:
        referral.asked_at, referral.due_at = None, due_at
    elif referral.clock != clock_before:
        referral.due_at = min(referral.due_at, due_at)
    referral.save()
    return note


@transaction.atomic
def accept(
    *,
    referral: Referral,
    pathway: str,
    reason: str = "",
    time_not_appropriate: bool = False,
    told: bool = False,
    by: Member,
    now: datetime,
) -> Referral:
    """Accept onto a pathway: its team becomes the owner, an episode opens, its clock runs from the same start.

    Raises AlreadyDecided, PathwayUnknown, and ReasonNeeded when the pathway is not the one triage suggests, or when the
    standard's time is set aside, and no reason is given.
    """
    referral = held(referral, *UNDECIDED)
    model = model_for(referral)
    if pathway not in {p.code for p in model.pathways}:
        raise PathwayUnknown(f'"{pathway}" is not a pathway of the service model in force. Choose one of the list.')
    suggested = weighed(model, referral, latest_answers(referral)).suggested or ""
    if (pathway != suggested or time_not_appropriate) and not storable(reason).strip():
        raise ReasonNeeded("Say why: this is not what the agreed criteria lead to.")
    agreed = model.pathway(pathway)
    team = team_called(agreed.owner)
    _run(referral, terms_on(agreed, referral, time_not_appropriate=time_not_appropriate))
    referral.episode = open_episode(
        person=referral.person,
        pathway=pathway,
        model_version=model.version,
        team=team,
        needed_from=referral.clock_start_at,
        by=by,
        now=now,
    )
    referral.accepted_at, referral.asked_at, referral.pathway = now, None, pathway
    referral.owning_team, referral.due_at = team, referral.breach_at
    referral.save()
    _decide(referral, model, DecisionKind.ACCEPT, by, now, told, suggested=suggested, pathway=pathway, reason=reason)
    return referral


@transaction.atomic
def ask(*, referral: Referral, question: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Ask the referrer for more. The clock runs on, and the front door is due again when the reply should have come."""
    referral = held(referral, *UNDECIDED)
    _need(question, "Say what you need to know.")
    model = model_for(referral)
    referral.asked_at, referral.due_at = now, reply_due_at(model.triage, now)
    referral.save()
    _decide(referral, model, DecisionKind.ASK, by, now, told, reason=question)
    return referral


@transaction.atomic
def redirect(*, referral: Referral, to: str, reason: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Send the person to another service that fits better, and say which and why."""
    _need(to, "Say which service they were passed to.")
    return _close(referral, UNDECIDED, DecisionKind.REDIRECT, reason, told, by, now, passed_to=to)


@transaction.atomic
def decline(*, referral: Referral, reason: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Decline a referral, with the reason the referrer is told."""
    return _close(referral, UNDECIDED, DecisionKind.DECLINE, reason, told, by, now)


@transaction.atomic
def close_unseen(
    *, referral: Referral, because: str, reason: str, told: bool = False, by: Member, now: datetime
) -> Referral:
    """Close an accepted referral before anyone saw the person; `because` is an episode's end reason."""
    _end_unseen(held(referral, State.WAITING_FOR_FIRST_VISIT).episode, because, by, now)
    return _close(referral, (State.WAITING_FOR_FIRST_VISIT,), DecisionKind.CLOSE, reason, told, by, now)


@transaction.atomic
def reopen(*, referral: Referral, reason: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Undo a decision: back to the front door for triage, with the clock running from its first start.

    An episode opened by the decision ends as opened in error. Raises AlreadyDecided when the person has been seen.
    """
    referral = held(referral, State.CLOSED, State.WAITING_FOR_FIRST_VISIT)
    _need(reason, "Say why it is opened again.")
    _end_unseen(referral.episode, EndReason.OPENED_IN_ERROR, by, now)
    model = model_for(referral)
    referral.episode = referral.accepted_at = referral.asked_at = referral.closed_at = None
    referral.pathway = ""
    _run_until_decided(referral)
    referral.owning_team = team_called(model.front_door)
    give_reason_to_see(person=referral.person, team=referral.owning_team, because="Referred to the service", now=now)
    referral.due_at = triage_due_at(model.triage, referral.clock_code, now)
    referral.save()
    _decide(referral, model, DecisionKind.REOPEN, by, now, told, reason=reason)
    return referral


@transaction.atomic
def answer_given(*, answer: ReferrerAnswer, by: Member | None, now: datetime) -> None:
    """Note that the referrer has been told. Saying so twice keeps the first time."""
    ReferrerAnswer.objects.filter(pk=answer.pk, given_at=None).update(given_at=now, given_by=by)


def held(referral: Referral, *states: State) -> Referral:
    """The referral as it is now, locked, if it is in one of these states. Raises AlreadyDecided otherwise.

    Its episode is read after the lock is had: read beside it, PostgreSQL would show an accepted referral to whoever
    had waited for the lock with the episode it had before, which is none.
    """
    locked = Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    if locked.state not in states:
        raise AlreadyDecided(
            "This referral has moved on since you opened it. Look at what was decided before you go on."
        )
    return locked


def model_for(referral: Referral) -> ServiceModel:
    """The service model in force when the referral was received: the one it is decided under."""
    return service_model_on(london_date(referral.received_at))


def latest_answers(referral: Referral) -> dict[str, Answer | None]:
    """What was last answered to each triage question: later notes over earlier ones."""
    together: dict[str, Answer | None] = {}
    for answers in referral.triage_notes.order_by("at", "pk").values_list("answers", flat=True):
        together.update(answers)
    return together


def _close(
    referral: Referral,
    states: tuple[State, ...],
    kind: DecisionKind,
    reason: str,
    told: bool,
    by: Member,
    now: datetime,
    passed_to: str = "",
) -> Referral:
    referral = held(referral, *states)
    _need(reason, "Give the reason. The referrer will be told.")
    referral.closed_at, referral.asked_at = now, None
    referral.save()
    _decide(referral, model_for(referral), kind, by, now, told, reason=reason, passed_to=passed_to)
    return referral


def _decide(
    referral: Referral,
    model: ServiceModel,
    kind: DecisionKind,
    by: Member,
    now: datetime,
    told: bool,
    *,
    suggested: str = "",
    pathway: str = "",
    reason: str = "",
    passed_to: str = "",
) -> None:
    reason, passed_to = storable(reason).strip(), storable(passed_to).strip()
    decision = Decision.objects.create(
        referral=referral,
        kind=kind,
        at=now,
        by=by,
        model_version=model.version,
        suggested=suggested,
        pathway=pathway,
        reason=reason,
        passed_to=passed_to[:120],
    )
    words = answer_words(kind=kind, referral=referral, model=model, pathway=pathway, reason=reason, passed_to=passed_to)
    ReferrerAnswer.objects.create(
        decision=decision,
        channel=channel_for(referral),
        says=words,
        made_at=now,
        given_at=now if told else None,
        given_by=by if told else None,
    )


def channel_for(referral: Referral) -> Channel:
    """How this referral's referrer is told: the way they came, or by phone."""
    return {Arrival.BARS: Channel.MESSAGE, Arrival.WEB: Channel.ON_SCREEN}.get(Arrival(referral.arrival), Channel.PHONE)


def _run(referral: Referral, terms: Terms) -> None:
    referral.clock, referral.clock_start_at, referral.breach_at = terms.clock, terms.clock_start_at, terms.breach_at


def _run_until_decided(referral: Referral) -> None:
    """Run the clock that follows from what is known, until a pathway is decided."""
    terms = provisional_terms(
        model_for(referral),
        help_within=latest_answers(referral).get("help_within"),
        needed_at=referral.needed_at,
        ready_at=referral.ready_at,
        received_at=referral.received_at,
    )
    _run(referral, terms)


def _end_unseen(episode: Episode | None, because: str, by: Member, now: datetime) -> None:
    """End the episode of a referral that is closed or opened again. Raises AlreadyDecided when someone has been."""
    if episode is None:
        return
    try:
        end_unseen(episode=episode, reason=because, by=by, now=now)
    except SomebodyHasBeen:
        raise AlreadyDecided("The person has been seen, so this can no longer be undone.") from None


def _need(words: str, otherwise: str) -> None:
    if not storable(words).strip():
        raise ReasonNeeded(otherwise)
