"""Playing a story on rows that are not saved yet, step by step, by the rules that the live actions ask.

Each function here does to unsaved rows what the action of that name does to saved ones; a test plays the same stories
through the actions and compares every field.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from homeward.demo.drafts import Directory, Draft, StoryBreaksARule
from homeward.demo.stories import Decided, Ended, Noted, Step, Story, Told, Visited, Withdrew
from homeward.episodes.models import EndReason, Episode, Stage, Visit
from homeward.episodes.rules import check_visit_time, stops_the_clock
from homeward.kit.london import london_date
from homeward.kit.text import storable_json
from homeward.kit.whereabouts import WITHHELD, without_whereabouts
from homeward.partnership.models import Member
from homeward.pathways.queries import service_model_on
from homeward.people.models import Person
from homeward.referrals.actions import UNDECIDED, channel_for
from homeward.referrals.drafting import Request, Terms, drafted, provisional_terms, terms_on, weighed
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.rules.state import DecisionKind, State, reply_due_at, triage_due_at


def played(story: Story, person: Person, directory: Directory) -> Draft:
    """Every row of a story. Raises StoryBreaksARule where the live service would refuse a step."""
    model = service_model_on(london_date(story.received_at))
    front_door = directory.teams[model.front_door]
    organisation = directory.organisations[story.source_organisation] if story.source_organisation else None
    request = replace(story.request, source_organisation=organisation)
    by, now = directory.members.get(story.taken_by), story.received_at
    referral = drafted(model=model, request=request, person=person, front_door=front_door, taken_by=by, now=now)
    if person.restricted:
        _keep_secret(referral, request)
    draft = Draft(referral, model, dict(request.answers))
    draft.notes.append(TriageNote(referral=referral, answers=storable_json(request.answers), at=now, by=by))
    for step in story.steps:
        _STEPS[type(step)](draft, step, directory.members.get(step.by), directory)
    return draft


def _keep_secret(referral: Referral, request: Request) -> None:
    """What would say where somebody is, whose whereabouts are secret, is taken out of what was said of them."""
    said = request.details
    secrets = (said.address, said.postcode, said.phone, request.location)
    for name in ("reason", "what_matters"):
        setattr(referral, name, without_whereabouts(getattr(referral, name), secrets))
    referral.referrer_phone = without_whereabouts(referral.referrer_phone, secrets).replace(WITHHELD, "")
    referral.flags = [{**flag, "text": without_whereabouts(flag["text"], secrets)} for flag in referral.flags]


def _noted(draft: Draft, step: Noted, by: Member | None, directory: Directory) -> None:
    referral = _held(draft, *UNDECIDED)
    said = step.said.strip()
    draft.notes.append(TriageNote(referral=referral, answers=storable_json(step.answers), said=said, at=step.at, by=by))
    draft.known.update(step.answers)
    referral.need = step.need or referral.need
    clock_before = referral.clock
    _run_until_decided(draft)
    due_at = triage_due_at(draft.model.triage, referral.clock_code, step.at)
    if referral.asked_at is not None and said:
        referral.asked_at, referral.due_at = None, due_at
    elif referral.clock != clock_before:
        referral.due_at = min(referral.due_at, due_at)


def _decided(draft: Draft, step: Decided, by: Member | None, directory: Directory) -> None:
    if step.kind is not DecisionKind.ACCEPT and not step.reason.strip():
        raise StoryBreaksARule(f"{step.kind} needs a reason")
    suggested = _DECISIONS[step.kind](draft, step, by, directory) or ""
    decision = Decision(
        referral=draft.referral,
        kind=step.kind,
        at=step.at,
        by=by,
        model_version=draft.model.version,
        suggested=suggested,
        pathway=step.pathway,
        reason=step.reason.strip(),
        passed_to=step.passed_to.strip()[:120],
    )
    draft.decisions.append(decision)
    draft.answered_by_team.append(draft.referral.owning_team)
    draft.answers[step] = ReferrerAnswer(
        decision=decision,
        channel=channel_for(draft.referral),
        made_at=step.at,
        given_at=step.at if step.told else None,
        given_by=by if step.told else None,
    )


def _accept(draft: Draft, step: Decided, by: Member | None, directory: Directory) -> str:
    referral, model = _held(draft, *UNDECIDED), draft.model
    suggested = weighed(model, referral, draft.known).suggested or ""
    if (step.pathway != suggested or step.time_not_appropriate) and not step.reason.strip():
        raise StoryBreaksARule(f"{step.pathway} is not what the criteria lead to ({suggested}), and nobody says why")
    agreed = model.pathway(step.pathway)
    team = directory.teams[agreed.owner]
    _run(referral, terms_on(agreed, referral, time_not_appropriate=step.time_not_appropriate))
    referral.episode = Episode(
        person=referral.person,
        pathway=step.pathway,
        model_version=model.version,
        owning_team=team,
        needed_from=referral.clock_start_at,
        opened_at=step.at,
        opened_by=by,
    )
    draft.episodes.append(referral.episode)
    draft.stages.append(
        Stage(
            episode=referral.episode,
            pathway=step.pathway,
            model_version=model.version,
            began_at=step.at,
            by=by,
            at=step.at,
        )
    )
    referral.accepted_at, referral.asked_at, referral.pathway = step.at, None, step.pathway
    referral.owning_team, referral.due_at = team, referral.breach_at
    return suggested


def _ask(draft: Draft, step: Decided, by: Member | None, directory: Directory) -> None:
    referral = _held(draft, *UNDECIDED)
    referral.asked_at, referral.due_at = step.at, reply_due_at(draft.model.triage, step.at)


def _close(draft: Draft, step: Decided, by: Member | None, directory: Directory) -> None:
    if step.kind is DecisionKind.CLOSE:
        _end(_held(draft, State.WAITING_FOR_FIRST_VISIT).episode, step.because, step.at, by)
    else:
        _held(draft, *UNDECIDED)
    draft.referral.closed_at, draft.referral.asked_at = step.at, None


def _reopen(draft: Draft, step: Decided, by: Member | None, directory: Directory) -> None:
    referral = _held(draft, State.CLOSED)
    if referral.episode is not None:
        raise StoryBreaksARule("an acceptance is undone, which takes back who may see the record; no story tells that")
    referral.asked_at = referral.closed_at = None
    _run_until_decided(draft)
    referral.owning_team = directory.teams[draft.model.front_door]
    referral.due_at = triage_due_at(draft.model.triage, referral.clock_code, step.at)


def _told(draft: Draft, step: Told, by: Member | None, directory: Directory) -> None:
    answer = draft.answers[step.about]
    if answer.given_at is None:
        answer.given_at, answer.given_by = step.at, by


def _visited(draft: Draft, step: Visited, by: Member | None, directory: Directory) -> None:
    episode = draft.referral.episode
    if episode is None or episode.ended_at is not None:
        raise StoryBreaksARule("a visit without an open episode")
    check_visit_time(started_at=step.started_at, needed_from=episode.needed_from, now=step.at)
    draft.visits.append(
        Visit(
            episode=episode,
            kind=step.kind,
            started_at=step.started_at,
            what_happened=step.what_happened.strip(),
            next_step=step.next_step.strip(),
            by=by,
            recorded_at=step.at,
        )
    )
    _remember_first_contact(draft, episode)


def _withdrew(draft: Draft, step: Withdrew, by: Member | None, directory: Directory) -> None:
    visit = draft.visits[-1]
    visit.withdrawn_at, visit.withdrawn_by, visit.withdrawn_why = step.at, by, step.why.strip()[:250]
    _remember_first_contact(draft, visit.episode)


def _ended(draft: Draft, step: Ended, by: Member | None, directory: Directory) -> None:
    episode = draft.referral.episode
    if episode is None or episode.ended_at is not None or episode.first_contact_at is None:
        raise StoryBreaksARule("an episode ends that is not open, or that nobody has visited")
    _end(episode, step.reason, step.at, by)


_STEPS: dict[type[Step], Callable[..., None]] = {
    Noted: _noted,
    Decided: _decided,
    Told: _told,
    Visited: _visited,
    Withdrew: _withdrew,
    Ended: _ended,
}
_DECISIONS: dict[DecisionKind, Callable[..., str | None]] = {
    DecisionKind.ACCEPT: _accept,
    DecisionKind.ASK: _ask,
    DecisionKind.REDIRECT: _close,
    DecisionKind.DECLINE: _close,
    DecisionKind.CLOSE: _close,
    DecisionKind.REOPEN: _reopen,
}


def _held(draft: Draft, *states: State) -> Referral:
    if draft.referral.state not in states:
        raise StoryBreaksARule(f"the referral is {draft.referral.state}, not one of {', '.join(states)}")
    return draft.referral


def _run_until_decided(draft: Draft) -> None:
    referral = draft.referral
    terms = provisional_terms(
        draft.model,
        help_within=draft.known.get("help_within"),
        needed_at=referral.needed_at,
        ready_at=referral.ready_at,
        received_at=referral.received_at,
    )
    _run(referral, terms)


def _run(referral: Referral, terms: Terms) -> None:
    referral.clock, referral.clock_start_at, referral.breach_at = terms.clock, terms.clock_start_at, terms.breach_at


def _end(episode: Episode | None, reason: str, at: datetime, by: Any) -> None:
    if episode is not None and episode.ended_at is None:
        episode.ended_at, episode.ended_by, episode.end_reason = at, by, EndReason(reason)


def _remember_first_contact(draft: Draft, episode: Episode) -> None:
    contacts = [
        visit.started_at
        for visit in draft.visits
        if visit.episode is episode and stops_the_clock(visit.kind) and visit.withdrawn_at is None
    ]
    episode.first_contact_at = min(contacts, default=None)
