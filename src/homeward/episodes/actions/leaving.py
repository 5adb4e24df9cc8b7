"""Leaving well: what happens afterwards is agreed first, then help ends with an outcome; somebody asks again later."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from homeward.episodes.actions.ending import end_episode, outcome_of, take_back_end
from homeward.episodes.actions.holding import EpisodeClosed, held, held_open
from homeward.episodes.actions.planning import close_plan
from homeward.episodes.actions.summaries import draft_summaries
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, LeavingChangeKind
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.rules.follow_ups import follow_up_due_on
from homeward.episodes.rules.leaving import asks_for, check_outcome
from homeward.kit.editing import put_together
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability, Role
from homeward.pathways.queries import service_model_on

TRANSITION_FIELDS = {
    "transition_plan": "What happens after we leave",
    "agreed_with": "Agreed with",
    "ends_on": "Last day of our help",
}
"""What two people may change at once, each with its name on the page."""


class TransitionMovedOn(ValueError):
    """Somebody else changed the plan for afterwards meanwhile: `fields` says which part, with what it says now."""

    def __init__(self, fields: Mapping[str, str], leaving: Leaving) -> None:
        self.fields, self.leaving = dict(fields), leaving
        named = ", ".join(TRANSITION_FIELDS[field].lower() for field in fields)
        super().__init__(f"{leaving.by} changed this while you had the page open: {named}.")


class NoPlanWritten(ValueError):
    """A plan for afterwards without words."""


class TransitionNotAgreed(ValueError):
    """Help was to end as planned, and nobody has agreed what happens afterwards."""


class DayWrong(ValueError):
    """A day of death or admission that is missing, or cannot be."""


class NothingEnded(ValueError):
    """An outcome was to be corrected of help of which none was noted."""


class NotTheirsToUndo(ValueError):
    """Somebody else ended the help, and the member does not lead the service."""


class NoReasonToUndo(ValueError):
    """An end was to be taken back without saying why."""


def transition_of(leaving: Leaving | None) -> dict[str, str]:
    """The plan for afterwards as text by field, as a form is opened with it; all empty where there is none."""
    if leaving is None:
        return dict.fromkeys(TRANSITION_FIELDS, "")
    return {
        "transition_plan": leaving.transition_plan,
        "agreed_with": leaving.agreed_with,
        "ends_on": leaving.ends_on.isoformat() if leaving.ends_on else "",
    }


@transaction.atomic
def agree_transition(
    *,
    episode: Episode,
    transition_plan: str,
    agreed_with: str,
    ends_on: date | None,
    opened: Mapping[str, str],
    by: Member,
    now: datetime,
) -> Leaving:
    """Write down what happens after our help and with whom it was agreed, before the help ends (NICE QS173, 4).

    Without `agreed_with` it is a draft. `opened` is what the form was opened with (`transition_of`): what was left
    alone follows what others wrote meanwhile. Changing the words of an agreed plan agrees it anew; what it said before
    is kept. Raises EpisodeClosed, NoPlanWritten, TransitionMovedOn.
    """
    episode = held_open(episode)
    leaving = Leaving.objects.filter(episode=episode).first()
    before = transition_of(leaving)
    typed = {
        "transition_plan": _as_one_text(transition_plan),
        "agreed_with": AgreedWith(agreed_with).value if agreed_with else "",
        "ends_on": ends_on.isoformat() if ends_on else "",
    }
    was = {field: _as_one_text(opened.get(field, "")) for field in TRANSITION_FIELDS}
    wanted, clashes = put_together(opened=was, typed=typed, current=before)
    if clashes and leaving is not None:
        raise TransitionMovedOn(clashes, leaving)
    if not wanted["transition_plan"]:
        raise NoPlanWritten("Write down what happens after we leave, in a sentence or more.")
    if wanted == before and leaving is not None:
        return leaving
    if leaving is not None and leaving.transition_plan:
        LeavingChange.objects.create(episode=episode, kind=LeavingChangeKind.PLAN, before=before, by=by, at=now)
    return _write(leaving or Leaving(episode=episode), wanted, before, by, now)


def _as_one_text(text: str) -> str:
    """What was typed as it is kept: browsers send line ends of their own."""
    return storable(text).replace("\r\n", "\n").strip()


def _write(
    leaving: Leaving, wanted: Mapping[str, str], before: Mapping[str, str], by: Member, now: datetime
) -> Leaving:
    agrees_anew = any(wanted[field] != before[field] for field in ("transition_plan", "agreed_with"))
    leaving.transition_plan, leaving.agreed_with = wanted["transition_plan"], wanted["agreed_with"]
    leaving.ends_on = date.fromisoformat(wanted["ends_on"]) if wanted["ends_on"] else None
    if not leaving.agreed_with:
        leaving.agreed_at = None
    elif agrees_anew or leaving.agreed_at is None:
        leaving.agreed_at = now
    leaving.by, leaving.at = by, now
    leaving.save()
    return leaving


@transaction.atomic
def leave(
    *,
    episode: Episode,
    reason: str,
    outcome: str = "",
    sequel: str = "",
    happened_on: date | None = None,
    by: Member,
    now: datetime,
) -> Episode:
    """End help with what came of it: visits still planned are cancelled, summaries drafted, a follow-up put on its day.

    `outcome` and `sequel` are codes of the national lists; `happened_on` is the London date of the death or the
    admission. Raises what `end_episode` raises, OutcomeDoesNotFit, DayWrong, and TransitionNotAgreed for help that
    finished as planned. Open goals are no reason to refuse: they are listed beside the form.
    """
    episode = held_open(episode)
    asked = asks_for(reason)
    check_outcome(reason, outcome, sequel)
    if not asked.day:
        happened_on = None
    else:
        _check_day(happened_on, episode, asked.day, now)
    leaving = Leaving.objects.filter(episode=episode).first()
    if asked.transition_plan and (leaving is None or leaving.agreed_at is None):
        raise TransitionNotAgreed(
            "Nobody has agreed yet what happens after we leave. Agree it with the person first, then end the help."
        )
    end_episode(episode=episode, reason=reason, by=by, now=now)
    episode.refresh_from_db()
    close_plan(episode=episode, on=london_date(now), by=by, why="The help ended.", now=now)
    if asked.has_outcome:
        leaving = leaving or Leaving(episode=episode, by=by, at=now)
        leaving.outcome, leaving.sequel, leaving.happened_on = outcome, sequel, happened_on
        leaving.save()
    if asked.follow_up:
        _schedule_follow_up(episode, by, now)
    draft_summaries(episode=episode, asked=asked, by=by, now=now)
    return episode


@transaction.atomic
def correct_outcome(
    *,
    episode: Episode,
    outcome: str,
    sequel: str,
    happened_on: date | None = None,
    by: Member,
    now: datetime,
) -> Leaving:
    """Say anew what came of help that has ended: it was not known yet, or was wrong. What was said before is kept.

    Saying the same changes nothing. Raises NothingEnded where no outcome was noted, OutcomeDoesNotFit and DayWrong.
    """
    episode = held(episode)
    leaving = Leaving.objects.filter(episode=episode).exclude(outcome="").first()
    if episode.ended_at is None or leaving is None:
        raise NothingEnded("This help goes on, or nothing was noted of its end, so there is nothing to correct.")
    asked = asks_for(episode.end_reason)
    check_outcome(episode.end_reason, outcome, sequel)
    if not asked.day:
        happened_on = None
    else:
        _check_day(happened_on, episode, asked.day, now)
    before = outcome_of(leaving)
    leaving.outcome, leaving.sequel, leaving.happened_on = outcome, sequel, happened_on
    if outcome_of(leaving) != before:
        kind = LeavingChangeKind.OUTCOME
        LeavingChange.objects.create(episode=episode, kind=kind, before=before, by=by, at=now)
        leaving.save(update_fields=["outcome", "sequel", "happened_on"])
    return leaving


def _check_day(day: date | None, episode: Episode, question: str, now: datetime) -> None:
    if day is None:
        raise DayWrong(f"{question} Give the date.")
    if day > london_date(now):
        raise DayWrong(f"{question} That day is in the future. Check the date.")
    if day < london_date(episode.opened_at):
        raise DayWrong(f"{question} That day is before our help began. Check the date.")


def _schedule_follow_up(episode: Episode, by: Member, now: datetime) -> None:
    today = london_date(now)
    stay = service_model_on(today).stay
    due_on = follow_up_due_on(today, stay.follow_up_days if stay else None)
    FollowUp.objects.get_or_create(episode=episode, due_on=due_on, defaults={"by": by, "at": now})


def may_undo_leave(member: Member, episode: Episode) -> bool:
    """True for whoever ended the help, and for a head of service; both must be allowed to record care."""
    if episode.ended_at is None or not member.may(Capability.RECORD_CARE):
        return False
    return episode.ended_by_id == member.pk or member.role == Role.HEAD_OF_SERVICE


@transaction.atomic
def undo_leave(*, episode: Episode, why: str, by: Member, now: datetime) -> Episode:
    """Open an episode again that was ended by mistake, with the reason (`take_back_end` says what stays and goes).

    Doing it twice changes nothing. Raises NoReasonToUndo, NotTheirsToUndo, and EpisodeClosed where nobody was ever
    seen: then it is the referral that is opened again, so that its referrer is told.
    """
    why = storable(why).strip()
    if not why:
        raise NoReasonToUndo("Say why the help did not end after all.")
    episode = held(episode)
    if episode.ended_at is None:
        return episode
    if not may_undo_leave(by, episode):
        raise NotTheirsToUndo("Only whoever ended this help, or a head of service, can take its end back.")
    if episode.first_contact_at is None:
        raise EpisodeClosed("This was closed before anybody came. Open the referral again instead.")
    take_back_end(episode=episode, why=why, by=by, now=now)
    return episode
