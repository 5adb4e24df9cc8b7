"""The command that takes in messages from files."""

import io
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from homeward.exchange.models import Message
from homeward.referrals.models import Referral
from homeward.site.commands import receive
from tests.exchange.messages import as_bytes, message
from tests.support.borough import make_borough

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> int:
    parser = ArgumentParser()
    receive.add_arguments(parser)
    return receive.run(parser.parse_args(list(arguments)))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fall.json"
    path.write_bytes(as_bytes(message()))
    return path


def test_one_line_says_the_referral_and_its_clock(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_borough()
    assert run(str(file)) == 0
    referral = Referral.objects.get()
    assert capsys.readouterr().out == (
        f"{file}: taken in as {referral.reference} (referral {referral.pk}), clock 05 (2 hours) started "
        "04 Mar 2026, 09:50, runs out 04 Mar 2026, 11:50 London time.\n"
    )
    assert Message.objects.get().file_name == str(file)[-200:]


def test_each_file_is_one_object_in_json(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_borough()
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert run(str(file), str(file), str(broken), str(tmp_path / "none.json"), "--format", "json") == 1
    first, again, refused, missing = lines(capsys)
    referral = Referral.objects.get()
    assert first == {
        "file": str(file),
        "outcome": "received",
        "referral": referral.pk,
        "reference": referral.reference,
        "clock": "05",
        "clock_start_at": "2026-03-04T09:50:00+00:00",
        "breach_at": "2026-03-04T11:50:00+00:00",
        "quarantine": None,
        "because": None,
    }
    assert again == {**first, "outcome": "duplicate"}
    assert (refused["outcome"], refused["referral"]) == ("refused", None)
    assert refused["quarantine"] == Message.objects.get(referral=None).pk
    assert "line 1" in refused["because"]
    assert (missing["outcome"], missing["quarantine"]) == ("refused", None)
    assert missing["because"] == "It cannot be read: No such file or directory. Check its name and place."


def test_a_refusal_says_where_the_message_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_borough()
    path = tmp_path / "empty.json"
    path.touch()
    assert run(str(path)) == 1
    kept = Message.objects.get()
    assert capsys.readouterr().out == (
        f"{path}: refused. The message is empty. Send a FHIR Bundle as JSON. "
        f"Kept as message {kept.pk}, at /messages/{kept.pk}.\n"
    )


def test_before_there_is_a_front_door_the_message_is_kept_and_the_way_on_is_said(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(file)) == 1
    assert "Run ./homeward demo first" in capsys.readouterr().out
    make_borough()
    assert run(str(file)) == 0
    assert Message.objects.get().referral == Referral.objects.get()


def test_a_message_is_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_borough()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(as_bytes(message()))))
    assert run("-", "--format", "json") == 0
    assert lines(capsys)[0]["outcome"] == "received"


def test_a_folder_is_no_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path)) == 1
    assert "Is a directory" in capsys.readouterr().out
