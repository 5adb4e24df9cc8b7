"""Doing a made-up story through the live service's actions, and reading rows in a form that two databases share."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model

from homeward.demo.drafts import Directory
from homeward.demo.stories import Decided, Ended, Noted, Story, Told, Visited, Withdrew
from homeward.episodes.actions import end_episode, record_visit, withdraw_visit
from homeward.episodes.models import Episode, Stage, Visit
from homeward.people.models import Person, Relationship
from homeward.referrals import actions
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.rules.state import DecisionKind

TABLES = (Person, Relationship, Episode, Stage, Referral, TriageNote, Decision, ReferrerAnswer, Visit)


def replay(story: Story, directory: Directory) -> None:
    """Receive a story's request and do each of its steps, as people at their desks would."""
    told = Telling(story, directory)
    told.receive()
    for step in story.steps:
        told.do(step)


class Telling:
    """One story being done through the actions."""

    def __init__(self, story: Story, directory: Directory) -> None:
        self.story, self.directory = story, directory
        self.decisions: dict[Decided, Decision] = {}

    def receive(self) -> None:
        """Write the request down."""
        story, directory = self.story, self.directory
        organisation = directory.organisations.get(story.source_organisation)
        request = replace(story.request, source_organisation=organisation)
        by = directory.members.get(story.taken_by)
        self.pk = actions.receive(request=request, by=by, now=story.received_at).pk

    @property
    def referral(self) -> Referral:
        """The referral as it is now."""
        return Referral.objects.get(pk=self.pk)

    def do(self, step: Any) -> None:
        """Do one step."""
        referral = self.referral
        who: dict[str, Any] = {"by": self.directory.members.get(step.by), "now": step.at}
        match step:
            case Noted():
                actions.note_triage(referral=referral, answers=step.answers, need=step.need, said=step.said, **who)
            case Decided():
                _decide(referral, step, who)
                self.decisions[step] = Decision.objects.filter(referral=referral).latest("pk")
            case Told():
                actions.answer_given(answer=self.decisions[step.about].answer, **who)
            case Visited():
                record_visit(
                    episode=referral.episode,
                    kind=step.kind,
                    started_at=step.started_at,
                    what_happened=step.what_happened,
                    next_step=step.next_step,
                    **who,
                )
            case Withdrew():
                withdraw_visit(visit=Visit.objects.latest("pk"), why=step.why, **who)
            case Ended():
                end_episode(episode=referral.episode, reason=step.reason, **who)
            case _:
                raise AssertionError(f"no action for {step}")


def _decide(referral: Referral, step: Decided, who: dict[str, Any]) -> None:
    who = {"referral": referral, "told": step.told, **who}
    match step.kind:
        case DecisionKind.ACCEPT:
            actions.accept(
                pathway=step.pathway, reason=step.reason, time_not_appropriate=step.time_not_appropriate, **who
            )
        case DecisionKind.ASK:
            actions.ask(question=step.reason, **who)
        case DecisionKind.REDIRECT:
            actions.redirect(to=step.passed_to, reason=step.reason, **who)
        case DecisionKind.DECLINE:
            actions.decline(reason=step.reason, **who)
        case DecisionKind.CLOSE:
            actions.close_unseen(because=step.because, reason=step.reason, **who)
        case DecisionKind.REOPEN:
            actions.reopen(reason=step.reason, **who)


def everything_written(tables: Iterable[type[Model]] = TABLES) -> dict[str, list[tuple[Any, ...]]]:
    """Every field of every row, without ids: rows point at each other by what they are, and are sorted."""
    known: dict[tuple[type[Model], Any], Any] = {}
    return {
        model.__name__: sorted((_row(one, known) for one in model._default_manager.all()), key=repr) for model in tables
    }


def _row(one: Model, known: dict[tuple[type[Model], Any], Any]) -> tuple[Any, ...]:
    found = []
    for field in one._meta.concrete_fields:
        if field.primary_key:
            continue
        value = getattr(one, field.attname)
        if field.is_relation and value is not None:
            key = (field.related_model, value)
            if key not in known:
                known[key] = _name(getattr(one, field.name), known)
            value = known[key]
        found.append((field.name, _plain(value)))
    return tuple(found)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    return re.sub(r"HW-\d+", "HW-number", value) if isinstance(value, str) else value


def _name(one: Model, known: dict[tuple[type[Model], Any], Any]) -> Any:
    """A row by what tells it from others, whatever its id."""
    match one:
        case Person():
            return f"{one} {one.nhs_number} {one.born_on} {one.registered_at}"
        case Episode():
            return f"{_name(one.person, known)} {one.opened_at}"
        case Referral():
            return f"{_name(one.person, known)} {one.received_at}"
        case Decision():
            return f"{_name(one.referral, known)} {one.kind} {one.at}"
    return _row(one, known) if one._meta.app_label == "episodes" else str(one)
