"""`verify` asks every room, prints what does not hold, and says so in its exit code."""

import json
from argparse import Namespace
from collections.abc import Iterator

import pytest

from homeward.kit.problem import Problem
from homeward.referrals import verify as referrals_verify
from homeward.site.commands import verify

pytestmark = pytest.mark.django_db
BROKEN = Problem("referrals", "Every open referral has an owner", "Referral 7", "Give it an owner")


def one_problem() -> Iterator[Problem]:
    yield BROKEN


def test_an_empty_database_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.run(Namespace(format="text")) == 0
    assert capsys.readouterr().out == "Nothing is lost: 0 referrals checked.\n"


def test_a_problem_is_printed_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(referrals_verify, "problems", one_problem)
    assert verify.run(Namespace(format="text")) == 1
    said = capsys.readouterr().out
    assert "Referral 7" in said
    assert "What to do: Give it an owner" in said


def test_json_is_one_object_a_line_with_a_last_one_that_sums_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(referrals_verify, "problems", one_problem)
    assert verify.run(Namespace(format="json")) == 1
    first, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["subject"] == "Referral 7"
    assert last == {"referrals_checked": 0, "problems": 1, "holds": False}
