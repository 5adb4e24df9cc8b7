"""Making the borough, all of it or none; knowing that it was made; and clearing it away to start again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from random import Random

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from homeward.demo.care.giving import give_care
from homeward.demo.edge_cases import edge_cases
from homeward.demo.marking import mark_changes
from homeward.demo.messages import receive_messages
from homeward.demo.models import MadeUpBorough
from homeward.demo.residents import Residents
from homeward.demo.stories import Story
from homeward.demo.telling import told
from homeward.demo.today import many_open, open_now
from homeward.demo.voicing import say_how_it_was
from homeward.demo.writing import Progress, Written, write_partners, write_stories
from homeward.demo.year import arrivals, how_many
from homeward.kit.london import in_utc, london_date
from homeward.partnership.queries import demo_members
from homeward.partnership.rules import Role

KEPT_WHEN_CLEARED = frozenset({"django_content_type", "auth_permission"})


class NotAMadeUpBorough(ValueError):
    """The database holds something that this did not make, so it will not write or clear there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many referrals to make in seventeen months (None for as many as the figures say), and open ones on top."""

    referrals: int | None = None
    also_open: int = 0


def made() -> MadeUpBorough | None:
    """The mark of the borough that is in the database, or None."""
    return MadeUpBorough.objects.first()


def stories(*, residents: Residents, now: datetime, size: Size, progress: Progress) -> list[Story]:
    """Every story as far as it has come by now, in the order received. The same for the same seed, time and size."""
    now, rng = in_utc(now), residents.rng
    coming = arrivals(rng, now, how_many(london_date(now)) if size.referrals is None else size.referrals)
    found: list[Story] = []
    for place, arrival in enumerate(coming):
        found.append(told(rng, arrival, residents))
        if place % 500 == 0:
            progress("Thinking up people and their year", place, len(coming))
    progress("Thinking up people and their year", len(coming), len(coming))
    found += edge_cases(rng, now, residents) + open_now(rng, now, residents)
    found += many_open(rng, now, residents, size.also_open)
    return sorted((story.until(now) for story in found), key=lambda story: story.received_at)


def beginning(seed: int, now: datetime) -> Residents:
    """The borough before anybody was referred; all chance comes from its generator."""
    return Residents(Random(seed), london_date(now))


def make(*, seed: int, now: datetime, size: Size, progress: Progress) -> Written:
    """Make the borough in an empty database, in one transaction.

    Raises NotAMadeUpBorough when somebody works here already.
    """
    with transaction.atomic(), _no_rests():
        _refuse_unless_empty()
        directory, residents = write_partners(), beginning(seed, now)
        told_by_now = stories(residents=residents, now=now, size=size, progress=progress)
        care = partial(give_care, residents.rng, directory=directory, now=in_utc(now))
        written = write_stories(told_by_now, directory, progress, care=care)
        came = receive_messages(residents.rng, in_utc(now), residents, directory)
        written = replace(written, people=written.people + came, referrals=written.referrals + came)
        progress("Asking how it was", 0, 1)
        say_how_it_was(residents.rng, in_utc(now), mark_changes(in_utc(now)))
        progress("Asking how it was", 1, 1)
        MadeUpBorough.objects.create(seed=seed, made_at=now, referrals=written.referrals)
        _count_the_tables()
    return written


def _count_the_tables() -> None:
    """Let the database see how full its tables are: until it does, PostgreSQL goes through all rows for each row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _no_rests() -> Iterator[None]:
    """Do not look for rubbish meanwhile: a hundred thousand rows are made, all of them kept until the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@transaction.atomic
def clear() -> None:
    """Take everything out of a database that is marked as made up. Raises NotAMadeUpBorough for any other."""
    if made() is None:
        _refuse_unless_empty()
        return
    connection.check_constraints()  # PostgreSQL empties no table in which something is still to be checked
    there = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [table for table in there if table not in KEPT_WHEN_CLEARED]
    for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=False):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _refuse_unless_empty() -> None:
    members = apps.get_model("partnership", "Member")
    if members._default_manager.exists():
        raise NotAMadeUpBorough(
            "This database is in use and was not made by the demo. "
            "Choose an empty folder: HOMEWARD_HOME=some/other/folder ./homeward demo"
        )


SEES: dict[str, str] = {
    Role.COORDINATOR: "the worklist, triage, answers to referrers",
    Role.PRACTITIONER: "their team's people and visits",
    Role.HEAD_OF_SERVICE: "everything the teams see, and the measures with the people behind them",
    Role.COMMISSIONER: "the measures, and nobody's name",
    Role.ANALYST: "the measures, and nobody's name",
    Role.REFERRER: "their own referrals and what became of them",
    Role.PRIVACY_OFFICER: "the service model, and nobody's record",
}


def who_to_be() -> list[tuple[str, str, str]]:
    """For each member a visitor may sign in as: name, job title, and what they see."""
    return [(str(member), member.job_title, SEES[member.role]) for member in demo_members()]
