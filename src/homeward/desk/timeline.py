"""A person's record as one story: referrals, decisions, answers, visits and moves of every team, the newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from homeward.desk.queries import Helped
from homeward.episodes.models import HandOff, Visit
from homeward.episodes.queries.stages import stage_name
from homeward.episodes.rules import VISIT_KIND_NAMES, VisitKind
from homeward.episodes.rules.goals import level_name
from homeward.episodes.rules.visit_choices import in_short
from homeward.partnership.models import Member
from homeward.pathways.queries import service_model_version
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened: when, what, who, and the words that were written.

    `served` are the goals of a visit, by id, and what was done for each; `visit` is there to be withdrawn.
    """

    at: datetime
    title: str
    by: str = ""
    words: str = ""
    next_step: str = ""
    notes: tuple[str, ...] = ()
    served: tuple[tuple[int, str], ...] = ()
    visit: Visit | None = None
    withdrawn: bool = False
    referral: Referral | None = None


def timeline(referrals: Iterable[Referral], helped: Iterable[Helped]) -> list[Event]:
    """Everything that happened to a person here, the newest first. Asks the database nothing."""
    events = [event for referral in referrals for event in _of_referral(referral)]
    events += [event for one in helped for event in _of_episode(one)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def name_and_work(member: Member | None) -> str:
    """A member as a colleague of another organisation needs them: name, job, organisation."""
    if member is None:
        return ""
    work = member.job_title or member.get_role_display()
    return f"{member}, {work}, {member.organisation}"


def _of_referral(referral: Referral) -> Iterator[Event]:
    asker = ", ".join(filter(None, (referral.referrer_name, referral.referrer_organisation)))
    notes = [f"Asked by: {referral.get_source_display()}" + (f" ({asker})" if asker else "")]
    if referral.ready_at:
        notes.append("Hospital decided they were medically ready to leave")
    yield Event(
        at=referral.received_at,
        title=f"Referred ({referral.reference})",
        by=name_and_work(referral.taken_by) or "Came as a message from another system",
        words=referral.reason,
        notes=tuple(notes),
        referral=referral,
    )
    for note in referral.triage_notes.all():
        if note.said:
            yield _learnt(note)
    for decision in referral.decisions.all():
        yield _decided(decision, referral)


def _learnt(note: TriageNote) -> Event:
    return Event(at=note.at, title="Learnt at triage", by=name_and_work(note.by), words=note.said)


def _decided(decision: Decision, referral: Referral) -> Event:
    model = service_model_version(decision.model_version)
    title = f"{decision.get_kind_display()} ({referral.reference})"
    if decision.pathway:
        name = model.pathway_name(decision.pathway) if model else decision.pathway
        title = f"{decision.get_kind_display()} for {name.lower()} ({referral.reference})"
    elif decision.passed_to:
        title = f"Redirected to {decision.passed_to} ({referral.reference})"
    answer = getattr(decision, "answer", None)
    return Event(
        at=decision.at,
        title=title,
        by=name_and_work(decision.by),
        words=decision.reason,
        notes=(_answered(answer),) if answer else (),
    )


def _answered(answer: ReferrerAnswer) -> str:
    way = answer.get_channel_display()
    way = way[0].lower() + way[1:]
    told = f"Referrer told ({way})" if answer.given_at else f"Referrer not told yet ({way})"
    return f"{told}: {answer.says}"


def _of_episode(one: Helped) -> Iterator[Event]:
    episode = one.episode
    for visit in episode.visits.all():
        yield _visited(visit)
    moved = list(episode.stages.all())[1:]
    for stage in moved:
        title = f"Moved on to {stage_name(stage)[:1].lower()}{stage_name(stage)[1:]}"
        yield Event(at=stage.began_at, title=title, by=name_and_work(stage.by), words=stage.why)
    said = {(stage.began_at, stage.why) for stage in moved}
    for hand_off in episode.hand_offs.all():
        yield _handed_over(hand_off, said_already=(hand_off.at, hand_off.why) in said)
    if episode.ended_at is not None:
        yield Event(
            at=episode.ended_at,
            title=f"{one.pathway_name} ended: {episode.get_end_reason_display().lower()}",
            by=name_and_work(episode.ended_by),
        )


def _handed_over(hand_off: HandOff, *, said_already: bool) -> Event:
    """A hand-off; the reason is left out where the move that it was part of has just said it."""
    return Event(
        at=hand_off.at,
        title=f"Handed over from {hand_off.from_team} to {hand_off.to_team}",
        by=name_and_work(hand_off.by),
        words="" if said_already else hand_off.why,
        notes=(f"{hand_off.get_how_display()}. Told their story again: {hand_off.get_told_again_display().lower()}",),
    )


def _visited(visit: Visit) -> Event:
    return Event(
        at=visit.started_at,
        title=VISIT_KIND_NAMES[VisitKind(visit.kind)],
        by=name_and_work(visit.by),
        words=visit.what_happened,
        next_step=visit.next_step,
        notes=tuple(filter(None, (_planned(visit), _length_and_company(visit)))),
        served=tuple(_served(visit)),
        visit=visit,
        withdrawn=visit.withdrawn_at is not None,
    )


def _planned(visit: Visit) -> str:
    booking = getattr(visit, "booking", None)
    if booking is not None:
        return f"Promised: {booking.what_for}"
    return f"Planned: {visit.series.what_for}" if visit.series else ""


def _length_and_company(visit: Visit) -> str:
    parts = [f"Took {visit.minutes} minutes"] if visit.minutes else []
    if visit.second_worker:
        parts.append(f"Together with {name_and_work(visit.second_worker)}")
    return ". ".join(parts)


def _served(visit: Visit) -> Iterator[tuple[int, str]]:
    """Each goal the visit served, by id; what was done for it, and how far it was then."""
    levels = {rating.goal_id: level_name(rating.level) for rating in visit.ratings.all()}
    for served in visit.served.all():
        goal = in_short(served.goal.words)
        said = f"{goal.rstrip('.')}: {served.what}" if served.what else goal
        level = levels.get(served.goal_id)
        yield served.goal_id, f"{said} ({level})" if level else said
