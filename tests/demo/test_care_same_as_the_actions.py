"""The care is written in bulk too, and what is written is what the live service's actions would have written."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from homeward.demo import writing
from homeward.demo.care.case import Case
from homeward.demo.care.giving import HELPED_IN_THE_LAST, given, helped_lately
from homeward.demo.care.meetings import Held
from homeward.demo.drafts import Directory, Draft
from homeward.demo.making import Size, beginning, stories
from homeward.demo.playing import played
from homeward.demo.progress import quiet
from homeward.demo.stories import Ended, Story, Visited, Withdrew
from homeward.demo.writing import write_partners, write_stories
from homeward.episodes import models
from homeward.episodes.models import EndReason
from homeward.people.models import Person
from tests.demo.conftest import NOW
from tests.demo.replaying import TABLES, Telling, everything_written
from tests.demo.replaying_care import Live, acts
from tests.demo.replaying_meetings import acts_of_meetings

pytestmark = pytest.mark.django_db

OF_MEETINGS = (models.Meeting, models.Attendance, models.MeetingItem, models.Dissent, models.MeetingAction)
CARE = (
    *(model for model in apps.get_app_config("episodes").get_models(include_auto_created=True) if model not in TABLES),
)
NOT_BY_EPISODE = {models.Places, *OF_MEETINGS, models.Episode, models.Stage, models.Visit}
"""Tables that do not belong to one episode's care: each case is not asked for their rows."""

Wanted = Callable[[Case], bool]


def _any(model: Any, holds: Callable[[Any], bool] = lambda row: True) -> Wanted:
    return lambda case: any(holds(row) for row in case.of(model))


WANTED: dict[str, Wanted] = {
    **{model.__name__: _any(model) for model in CARE if model not in NOT_BY_EPISODE and not model._meta.auto_created},
    **{f"ended {reason}": lambda case, reason=reason: case.episode.end_reason == reason for reason in EndReason
       if reason not in (EndReason.OPENED_IN_ERROR, EndReason.NOT_REACHED)},
    **{f"change {kind}": _any(models.LeavingChange, lambda row, kind=kind: row.kind == kind)
       for kind in ("plan", "undone", "outcome")},
    "unwell again": _any(models.ReadyPeriod, lambda row: row.unwell_on is not None),
    "kept an answer": _any(models.AssessmentAnswer, lambda row: row.source == "kept"),
    "accepted": _any(models.Assessment, lambda row: row.from_organisation != ""),
    "score only": _any(models.Assessment, lambda row: row.tool == "eq5d5l"),
    "confusion": _any(models.Assessment, lambda row: row.tool == "four_at"),
    "two staff": lambda case: any(visit.second_worker for visit in case.draft.visits),
    "cancelled": _any(models.Booking, lambda row: row.cancelled_at is not None),
    "missed": _any(models.Booking, lambda row: not row.visit and not row.cancelled_at and row.to_at < NOW),
    "series ended": _any(models.VisitSeries, lambda row: row.ended_why.startswith("Manages")),
    "moved": lambda case: len(case.draft.stages) > 1 and case.stage.pathway == "reablement",
    "secret": lambda case: case.draft.referral.person.restricted,
    "later living": _any(models.FollowUp, lambda row: row.done_at is not None),
}  # fmt: skip


def cared_for(drafts: Sequence[Draft], directory: Directory) -> list[Case]:
    """Care that depends on the referral alone, so that a sample gets what it gets among all."""
    return [
        given(Case(Random(str(draft.referral.received_at)), draft, directory, NOW))
        for draft in drafts
        if helped_lately(draft, NOW)
    ]


def chosen(year: list[Story], directory: Directory) -> list[Story]:
    """Some stories in whose care every kind of row occurs, in the order received."""
    people: dict[int, Person] = {}
    drafts, story_of = [], {}
    for story in year:
        person = people.setdefault(id(story.request.details), writing._person(story.request.details, story.received_at))
        drafts.append(played(story, person, directory))
        story_of[id(drafts[-1])] = story
    cases = cared_for(drafts, directory)
    found = {id(case.draft): case for case in cases[::70]}
    for name, wanted in WANTED.items():
        having = [case for case in cases if wanted(case)]
        assert having, f"nobody's care has {name}"
        if not any(wanted(case) for case in found.values()):
            found[id(having[0].draft)] = having[0]
    return sorted((story_of[draft] for draft in found), key=lambda story: story.received_at)


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The cases and meetings that are written in bulk; what is done through actions anyway is left out."""
    kept: dict[str, Any] = {}
    held = writing.held

    def remember(*args: Any) -> Held:
        kept["over"] = held(*args)
        return kept["over"]

    monkeypatch.setattr(writing, "held", remember)
    monkeypatch.setattr(writing, "call_the_next", lambda *args: None)
    monkeypatch.setattr(writing, "fewer_places", lambda *args: None)
    return kept


def _everything_done(sample: list[Story], cases: list[Case], over: Held, directory: Directory) -> Iterator[Any]:
    live = Live()
    tellings = {story.received_at: Telling(story, directory) for story in sample}

    def episode(row: models.Episode) -> models.Episode:
        return models.Episode.objects.get(opened_at=row.opened_at, opened_by=row.opened_by)

    in_care = {case.draft.referral.received_at: case for case in cases}
    for story in sample:
        telling = tellings[story.received_at]
        yield story.received_at, -1, telling.receive
        left_to_care = (Visited, Withdrew, Ended) if story.received_at in in_care else ()
        for step in story.steps:
            if not isinstance(step, left_to_care):
                yield step.at, 0, lambda telling=telling, step=step: telling.do(step)
    for case in cases:
        yield from acts(case, live, lambda case=case: episode(case.episode))
    yield from acts_of_meetings(over, live, directory, episode)


def test_care_written_in_bulk_is_field_by_field_that_of_the_actions(remembered: dict[str, Any]) -> None:
    told = stories(residents=beginning(11, NOW), now=NOW, size=Size(), progress=quiet)
    year = [story for story in told if story.received_at > NOW - 1.2 * HELPED_IN_THE_LAST]
    directory = write_partners()
    sample = chosen(year, directory)

    def care(drafts: list[Draft]) -> list[Case]:
        remembered["cases"] = cared_for(drafts, directory)
        return remembered["cases"]

    at_once = transaction.savepoint()
    write_stories(sample, directory, quiet, care=care)
    tables = (*TABLES, *CARE)
    in_bulk = everything_written(tables)
    transaction.savepoint_rollback(at_once)
    assert not Person.objects.exists()
    done = _everything_done(sample, remembered["cases"], remembered["over"], directory)
    for _, _, act in sorted(done, key=lambda one: one[:2]):
        act()
    one_by_one = everything_written(tables)
    for table, rows in one_by_one.items():
        assert rows or table == "Places", f"no row of {table} was compared"
        assert in_bulk[table] == rows, table
