"""`demo`: making the borough once, keeping it, starting again, and refusing to touch anything else."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from homeward.demo import making
from homeward.demo.making import Size, clear, made, make
from homeward.demo.progress import quiet
from homeward.partnership.models import Member, Organisation
from homeward.people.models import Person
from homeward.referrals.models import Referral
from homeward.referrals.queries import IS_OPEN
from homeward.referrals.verify import problems
from homeward.site.commands import demo
from tests.demo.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(settings: Any, tmp_path: Path) -> Path:
    settings.HOMEWARD_HOME = tmp_path
    return tmp_path / "facts"


def run(*words: str) -> int:
    parser = ArgumentParser()
    demo.add_arguments(parser)
    return demo.run(parser.parse_args([*words, "--no-serve"]))


def test_run_twice_it_keeps_what_is_there(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--referrals", "40") == 0
    said = capsys.readouterr().out
    assert "Made " in said
    assert "Marcia Delacroix-Obi" in said
    assert facts.exists()
    person = Person.objects.first()
    Person.objects.filter(pk=person.pk).update(language="Kept")
    there = Referral.objects.count()
    assert run() == 0
    assert "Keeping the borough" in capsys.readouterr().out
    assert Referral.objects.count() == there
    assert Person.objects.filter(language="Kept").count() == 1


def test_fresh_starts_again_with_another_seed(facts: Path) -> None:
    run("--referrals", "30", "--seed", "1")
    before = set(Person.objects.values_list("nhs_number", flat=True))
    assert run("--referrals", "30", "--seed", "2", "--fresh") == 0
    mark = made()
    assert mark is not None
    assert mark.seed == 2
    assert set(Person.objects.values_list("nhs_number", flat=True)) != before
    assert list(problems()) == []


def test_a_database_that_is_in_use_is_neither_written_nor_cleared(
    facts: Path, make_member: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    make_member()
    for words in ((), ("--fresh",)):
        assert run(*words) == 1
        assert "HOMEWARD_HOME" in capsys.readouterr().err
    assert Member.objects.count() == 1
    assert made() is None


def test_a_demo_that_dies_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "receive_messages", dies)
    with pytest.raises(KeyboardInterrupt):
        make(seed=1, now=NOW, size=Size(referrals=20), progress=quiet)
    assert not Organisation.objects.exists()
    assert not Referral.objects.exists()


def test_many_more_can_be_open_and_every_promise_still_holds() -> None:
    make(seed=1, now=NOW, size=Size(referrals=0, also_open=400), progress=quiet)
    assert Referral.objects.filter(IS_OPEN).count() >= 400
    assert list(problems()) == []


def test_it_can_be_made_at_night_and_when_clocks_have_just_changed() -> None:
    for now in (NOW.replace(month=3, day=29, hour=1, minute=30), NOW.replace(hour=3), NOW - timedelta(days=600)):
        make(seed=4, now=now, size=Size(referrals=150), progress=quiet)
        assert list(problems()) == []
        clear()
        assert not Referral.objects.exists()


def test_a_number_that_is_none_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--referrals", "many")
    assert "whole number" in capsys.readouterr().err
