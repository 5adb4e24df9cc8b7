"""The year is written in bulk, and what is written is what the live service's actions would have written."""

import random

import pytest
from django.db import transaction

from homeward.demo.drafts import StoryBreaksARule
from homeward.demo.making import Size, beginning, stories
from homeward.demo.playing import played
from homeward.demo.progress import quiet
from homeward.demo.stories import Decided, Ended, Noted, Story, Told, Visited, Withdrew
from homeward.demo.writing import write_partners, write_stories
from homeward.people.models import Person
from homeward.referrals.rules.state import DecisionKind
from tests.demo.conftest import NOW
from tests.demo.replaying import everything_written, replay

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sample() -> list[Story]:
    """Some fifty stories in which every step and every decision happens, in the order received."""
    year = stories(residents=beginning(11, NOW), now=NOW, size=Size(referrals=1500), progress=quiet)
    chosen = {id(story): story for story in random.Random(3).sample(year, 30)}
    for wanted in (*DecisionKind, "restricted", Withdrew):
        found = [story for story in year if _has(story, wanted)][:2]
        assert found, f"no story has {wanted}"
        chosen |= {id(story): story for story in found}
    again = next(story for story in year if sum(o.request.details is story.request.details for o in year) > 1)
    chosen |= {id(s): s for s in year if s.request.details is again.request.details}
    return sorted(chosen.values(), key=lambda story: story.received_at)


def _has(story: Story, wanted: object) -> bool:
    if wanted == "restricted":
        return story.request.details.restricted
    return any(step.kind == wanted if isinstance(step, Decided) else type(step) is wanted for step in story.steps)


def test_rows_written_in_bulk_are_field_by_field_those_of_the_actions(sample: list[Story]) -> None:
    directory = write_partners()
    at_once = transaction.savepoint()
    write_stories(sample, directory, quiet)
    in_bulk = everything_written()
    transaction.savepoint_rollback(at_once)
    assert not Person.objects.exists()
    for story in sample:
        replay(story, directory)
    one_by_one = everything_written()
    assert {type(step) for story in sample for step in story.steps} == {Noted, Decided, Told, Visited, Withdrew, Ended}
    for table, rows in one_by_one.items():
        assert len(rows) >= 30
        assert in_bulk[table] == rows, table


def test_a_story_that_the_service_would_refuse_is_refused(sample: list[Story]) -> None:
    directory = write_partners()
    story = next(one for one in sample if any(isinstance(step, Ended) for step in one.steps))
    twice = Story(
        request=story.request,
        received_at=story.received_at,
        taken_by=story.taken_by,
        source_organisation=story.source_organisation,
        steps=(*story.steps, story.steps[-1]),
    )
    person = Person(family_name="Ashpole", born_on=story.request.details.born_on)
    with pytest.raises(StoryBreaksARule, match="not open"):
        played(twice, person, directory)


def test_the_same_seed_and_time_tell_the_same_year_and_another_seed_another() -> None:
    def year(seed: int) -> list[Story]:
        return stories(residents=beginning(seed, NOW), now=NOW, size=Size(referrals=200), progress=quiet)

    assert year(5) == year(5)
    assert year(5) != year(6)
