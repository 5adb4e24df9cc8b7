"""Every table from a small made-up borough: facts name nobody, and agree with each other."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from homeward.demo.making import Size, make
from homeward.demo.progress import quiet
from homeward.episodes.models import Goal, Leaving, Visit
from homeward.episodes.reading.code_lists import code_list
from homeward.kit import nhs_number
from homeward.kit.postcode import tidied
from homeward.outcomes.collecting.tables import COLLECTED
from homeward.outcomes.facts import TABLES, Kind
from homeward.people.models import Person
from homeward.referrals.models import Referral
from tests.outcomes.collecting.telling import Row, told

NOW = datetime(2026, 11, 18, 14, 37, tzinfo=UTC)
Facts = dict[str, list[Row]]


@pytest.fixture(scope="module")
def facts(django_db_setup: None, django_db_blocker: Any) -> Iterator[Facts]:
    """Every table of a made-up borough of a few hundred referrals, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        make(seed=7, now=NOW, size=Size(referrals=400), progress=quiet)
        yield {table: told(table, NOW) for table in COLLECTED}
        transaction.set_rollback(True)


def texts(facts: Facts) -> set[str]:
    """Every text in every table, once each."""
    kinds = {table: [one.name for one in TABLES[table].fields if one.kind is Kind.TEXT] for table in facts}
    return {row[name] for table, rows in facts.items() for row in rows for name in kinds[table]}


def test_every_table_of_the_flow_and_the_care_has_rows(facts: Facts) -> None:
    care = ("referrals", "episodes", "stages", "contacts", "assessments", "goals", "discharges")
    assert all(facts[table] for table in care)


def test_facts_hold_codes_and_numbers_and_nobodys_words(facts: Facts) -> None:
    """No sentence, name of two words, address or phone number has the shape of a code. Families have national names."""
    families = {one.family for one in code_list("delay_reason").values}
    said = {text for text in texts(facts) if not re.fullmatch(r"[A-Za-z0-9_.:/-]{0,80}", text)}
    assert said <= families


def test_facts_name_nobody(facts: Facts) -> None:
    held = {text.casefold() for text in texts(facts)}
    assert Person.objects.count() > 100
    for person in Person.objects.all():
        known = {person.family_name, person.given_name, person.nhs_number, person.phone, person.address}
        assert not {one.casefold() for one in known if one} & held
    assert not [text for text in held if tidied(text) or (len(text) == 10 and nhs_number.is_valid(text))]
    words = [*Goal.objects.values_list("words", flat=True), *Visit.objects.values_list("what_happened", flat=True)]
    words += [*Referral.objects.values_list("reason", flat=True), *Leaving.objects.values_list("transition_plan")]
    assert words
    assert not held & {str(one).casefold() for one in words if one}


def test_no_day_in_the_facts_is_one_of_birth(facts: Facts) -> None:
    days = {value for rows in facts.values() for row in rows for value in row.values() if isinstance(value, date)}
    assert min(day if not isinstance(day, datetime) else day.date() for day in days) > date(2024, 1, 1)


def test_every_value_is_within_what_its_field_allows(facts: Facts) -> None:
    for table, rows in facts.items():
        for field in TABLES[table].fields:
            values = {row[field.name] for row in rows} - {None}
            assert not field.codes or values <= set(field.codes), (table, field.name)
            assert all(field.least is None or value >= field.least for value in values), (table, field.name)
            assert all(field.most is None or value <= field.most for value in values), (table, field.name)


def test_no_key_stands_twice(facts: Facts) -> None:
    for table, rows in facts.items():
        keys = [tuple(row[name] for name in TABLES[table].key) for row in rows]
        assert len(set(keys)) == len(keys), table


def test_what_an_episode_adds_up_agrees_with_its_rows(facts: Facts) -> None:
    for one in facts["episodes"]:
        contacts = [row for row in facts["contacts"] if row["episode_id"] == one["episode_id"]]
        assert one["contacts"] == sum(row["reached"] for row in contacts)
        assert [row["held_on"] for row in contacts if row["first"]] == ([one["began_on"]] if one["began_on"] else [])
        assert one["stages"] == sum(row["episode_id"] == one["episode_id"] for row in facts["stages"])
        assessments = [row for row in facts["assessments"] if row["episode_id"] == one["episode_id"]]
        assert one["assessments"] == len(assessments)
        assert one["repeat_assessments"] == sum(row["repeat"] for row in assessments)
        assert one["goals"] == sum(row["episode_id"] == one["episode_id"] for row in facts["goals"])
