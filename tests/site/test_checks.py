"""`./homeward test` stops at what does not pass, and never leaves something out in silence."""

from argparse import ArgumentParser

import pytest
from django.conf import settings
from django.db import connection

from homeward.site.checks import installing, steps
from homeward.site.commands import test as command


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Chromium, PostgreSQL or Java where one is not root."""
    monkeypatch.setattr(installing.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(installing, "browser", lambda: None)
    monkeypatch.setattr(installing, "programs", lambda: None)
    monkeypatch.setattr(installing, "java", lambda: None)


def run(*arguments: str) -> int:
    parser = ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


@pytest.mark.usefixtures("nothing_installed")
def test_what_is_missing_is_named_and_the_check_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    said = capsys.readouterr().err
    assert "Chromium and PostgreSQL and Java" in said
    assert "apt-get install chromium postgresql default-jre-headless" in said
    assert "--without browser --without postgres -- -m 'not spark'" in said


@pytest.mark.usefixtures("nothing_installed")
def test_only_what_the_chosen_steps_need_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(command, "run_steps", lambda chosen, extra: ran.append([*chosen, *extra]) or 0)
    assert run("--only", "lint", "--", "-k", "clock") == 0
    assert run("--without", "browser", "--without", "postgres", "--", "-m", "not spark") == 0
    assert run("--without", "browser", "--without", "postgres") == 1
    assert ran == [["lint", "-k", "clock"], ["lint", "sqlite", "-m", "not spark"]]


def test_the_first_step_that_does_not_pass_ends_it_with_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []
    codes = {"lint": 0, "sqlite": 5, "postgres": 0, "browser": 0}
    for name, code in codes.items():
        monkeypatch.setitem(steps._STEPS, name, lambda extra, into, name=name, code=code: ran.append(name) or code)
    assert steps.run_steps(list(steps.STEPS), []) == 5
    assert (ran[0], sorted(ran[1:])) == ("lint", ["postgres", "sqlite"])
    assert "sqlite did not pass (exit code 5)" in capsys.readouterr().out


def test_the_two_databases_run_side_by_side_and_everything_else_in_turn() -> None:
    assert steps._in_turn(list(steps.STEPS)) == [["lint"], ["sqlite", "postgres"], ["browser"]]
    assert steps._in_turn(["lint", "postgres"]) == [["lint"], ["postgres"]]
    assert steps._in_turn(["browser"]) == [["browser"]]


def test_what_a_step_prints_beside_another_is_shown_when_it_is_done(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in steps.DATABASES:
        words = [steps.PYTHON, "-c", f"print('{name} ran')"]
        monkeypatch.setitem(steps._STEPS, name, lambda extra, into, words=words: steps._timed("Made up", words, into))
    assert steps.run_steps(["sqlite", "postgres"], []) == 0
    said = capfd.readouterr().out
    assert said.index("sqlite ran") < said.index("postgres ran") < said.index("All passed")


def test_paths_given_to_pytest_are_instead_of_all_the_tests() -> None:
    assert "tests" in steps._pytest("tests", "--ignore=tests/browser", extra=["-k", "clock"])
    narrowed = steps._pytest("tests", "--ignore=tests/browser", extra=["tests/kit", "-x"])
    assert "tests" not in narrowed
    assert narrowed[-2:] == ["tests/kit", "-x"]


def test_each_step_has_a_data_folder_of_its_own_and_no_database_of_ours(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ours")
    monkeypatch.setenv("HOMEWARD_HOME", "/ours")
    shown = "import os; print(os.environ['HOMEWARD_HOME'], os.environ.get('DATABASE_URL'))"
    assert steps._timed("Made up", [steps.PYTHON, "-c", shown]) == 0
    said = capfd.readouterr().out
    assert "homeward-test-" in said
    assert "ours" not in said


def test_the_tests_run_on_their_own_settings_whatever_the_environment_says() -> None:
    assert settings.SETTINGS_MODULE == "tests.settings"
    assert "mode=memory" not in str(connection.settings_dict["NAME"])
