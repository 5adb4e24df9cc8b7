"""Letting a system send, from the command line."""

from argparse import ArgumentParser

import pytest

from homeward.exchange.senders import sender_with
from homeward.site.commands import sender as command
from tests.support.borough import make_borough

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> int:
    parser = ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def test_a_system_may_send_with_the_token_printed_until_it_is_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    make_borough()
    assert run("list") == 0
    assert "No system" in capsys.readouterr().out
    assert run("add", "Y00001", "Practice system", "--reply-url", "https://practice.example/fhir") == 0
    token = capsys.readouterr().out.strip()
    sender = sender_with(token)
    assert sender is not None
    assert run("list") == 0
    said = capsys.readouterr().out
    assert "Practice system, Weir Street Surgery: may send, answers to https://practice.example/fhir" in said
    assert token not in said
    assert run("stop", str(sender.pk)) == 0
    assert sender_with(token) is None


def test_an_organisation_or_a_system_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "NOBODY", "A system") == 1
    assert '"NOBODY"' in capsys.readouterr().err
    assert run("stop", "77") == 1
    assert "sender list" in capsys.readouterr().err


def test_an_address_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("add", "Y00001", "Practice system", "--reply-url", "practice.example")
    assert ended.value.code == 2
    assert "not a web address" in capsys.readouterr().err
