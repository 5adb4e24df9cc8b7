"""The documents hold: generated pages are current, examples run, links and names lead somewhere, hazards are tested."""

import os
import re
import shutil
import subprocess
from argparse import Namespace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
import pytest
from pytest_django.live_server_helper import LiveServer

from homeward.episodes.actions import record_visit, withdraw_visit
from homeward.exchange.senders import make_sender
from homeward.partnership.models import Member
from homeward.referrals import actions
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import DecisionKind, State
from homeward.site.commandline import COMMANDS
from homeward.site.commands import docs
from homeward.site.reference import PAGES, states
from homeward.site.reference.configuration import SET_BY_COMMANDS, configuration_page
from tests.support.borough import NOW, Borough, make_borough, received

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
FOLDERS = ("src", "tests", "docs", "benchmarks", "requirements", ".ci")
DATA_FILES = ("homeward.sqlite3", "homeward.dump")
_SERVED = re.compile(r"<!-- run with a server -->\n```sh\n(.*?)```", re.DOTALL)
_EXAMPLE = re.compile(r"<!-- run -->\n```sh\n(?P<sh>.*?)```\n(?:\n```text\n(?P<says>.*?)```\n)?", re.DOTALL)


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(PROJECT)) for path in paths]


# ---------------------------------------------------------------- generated pages


def test_generated_pages_are_current() -> None:
    out_of_date = [name for name, write in PAGES.items() if (docs.FOLDER / name).read_text() != write()]
    assert out_of_date == [], "run ./homeward docs"


def test_a_page_that_is_out_of_date_is_named_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    assert docs.run(Namespace(check=True)) == 1
    assert "docs/look-up/roles.md is out of date" in capsys.readouterr().err
    assert docs.run(Namespace(check=False)) == 0
    assert docs.run(Namespace(check=True)) == 0
    (tmp_path / "roles.md").write_text("Everybody may do everything.")
    assert docs.run(Namespace(check=True)) == 1
    assert capsys.readouterr().err.splitlines() == [
        "docs/look-up/roles.md is out of date. Run ./homeward docs to write it anew."
    ]


def test_the_page_on_configuration_names_every_variable_the_program_reads() -> None:
    source = "\n".join(path.read_text() for path in [*PROJECT.glob("src/**/*.py"), PROJECT / "homeward"])
    read = set(re.findall(r"(?:environ[^\n]*?[\"']|\$\{)(HOMEWARD_[A-Z_]+)", source)) | set(SET_BY_COMMANDS)
    assert {name for name in read if f"`{name}`" not in configuration_page()} == set()
    assert "HOMEWARD_PYTHON" in read


def test_the_readme_names_every_command() -> None:
    readme = (PROJECT / "README.md").read_text()
    assert [one.name for one in COMMANDS if f"`./homeward {one.name}" not in readme] == []


# ---------------------------------------------------------------- states: the page is what the actions do


@pytest.fixture
def borough(db: None) -> Borough:
    return make_borough()


def referral_in(state: State, borough: Borough) -> Referral:
    referral, by = received(borough), borough.coordinator
    if state is State.WAITING_FOR_REFERRER:
        actions.ask(referral=referral, question="Which floor?", by=by, now=NOW)
    if state is State.CLOSED:
        actions.decline(referral=referral, reason="Lives elsewhere.", by=by, now=NOW)
    if state in (State.WAITING_FOR_FIRST_VISIT, State.SEEN):
        actions.accept(referral=referral, pathway="rapid_response", by=by, now=NOW)
    if state is State.SEEN:
        seen(again(referral), borough)
    referral = again(referral)
    assert referral.state is state
    return referral


def again(referral: Referral) -> Referral:
    return Referral.objects.select_related("episode").get(pk=referral.pk)


def seen(referral: Referral, borough: Borough) -> None:
    record_visit(
        episode=referral.episode,
        kind="face_to_face",
        started_at=NOW + timedelta(minutes=30),
        what_happened="Helped up.",
        by=borough.nurse,
        now=NOW + timedelta(minutes=50),
    )


def decide(kind: DecisionKind, referral: Referral, by: Member) -> None:
    now = NOW + timedelta(hours=1)
    if kind is DecisionKind.ACCEPT:
        actions.accept(referral=referral, pathway="rapid_response", by=by, now=now)
    elif kind is DecisionKind.ASK:
        actions.ask(referral=referral, question="Is there a keysafe?", by=by, now=now)
    elif kind is DecisionKind.REDIRECT:
        actions.redirect(referral=referral, to="999", reason="Chest pain.", by=by, now=now)
    elif kind is DecisionKind.DECLINE:
        actions.decline(referral=referral, reason="Lives elsewhere.", by=by, now=now)
    elif kind is DecisionKind.CLOSE:
        actions.close_unseen(referral=referral, because="admitted", reason="In hospital.", by=by, now=now)
    else:
        actions.reopen(referral=referral, reason="By mistake.", by=by, now=now)


@pytest.mark.parametrize("kind", DecisionKind)
@pytest.mark.parametrize("before", State)
def test_a_decision_moves_a_referral_as_the_page_says_or_is_refused(
    before: State, kind: DecisionKind, borough: Borough
) -> None:
    said = {move.after for move in states.MOVES if move.before is before and move.on is kind}
    referral = referral_in(before, borough)
    if said:
        decide(kind, referral, borough.coordinator)
        assert {again(referral).state} == said
    else:
        with pytest.raises(actions.AlreadyDecided):
            decide(kind, referral, borough.coordinator)
        assert again(referral).state is before


def test_what_is_no_decision_moves_a_referral_as_the_page_says(borough: Borough) -> None:
    def after(before: State | None, on: str) -> State:
        return next(move.after for move in states.MOVES if (move.before, move.on) == (before, on))

    assert received(borough).state is after(None, states.RECEIVED)
    asked = referral_in(State.WAITING_FOR_REFERRER, borough)
    actions.note_triage(referral=asked, answers={}, said="The second floor.", by=borough.coordinator, now=NOW)
    assert again(asked).state is after(State.WAITING_FOR_REFERRER, states.REPLY_NOTED)
    accepted = referral_in(State.WAITING_FOR_FIRST_VISIT, borough)
    seen(accepted, borough)
    assert again(accepted).state is after(State.WAITING_FOR_FIRST_VISIT, states.FIRST_CONTACT)
    visit = again(accepted).episode.visits.get()
    withdraw_visit(visit=visit, why="Another person.", by=borough.nurse, now=NOW + timedelta(hours=2))
    assert again(accepted).state is after(State.SEEN, states.CONTACT_WITHDRAWN)
    assert {move.on for move in states.MOVES if not isinstance(move.on, DecisionKind)} == {
        states.RECEIVED,
        states.REPLY_NOTED,
        states.FIRST_CONTACT,
        states.CONTACT_WITHDRAWN,
    }


# ---------------------------------------------------------------- examples


WITH_EXAMPLES = [document for document in DOCUMENTS if _EXAMPLE.search(document.read_text())]
OURS = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOMEWARD_DEMO"}}


def run_in(home: Path, commands: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "-eu", "-c", commands],
        cwd=PROJECT,
        env={**OURS, "HOMEWARD_HOME": str(home), "TMPDIR": str(home.parent)},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table, made once and copied for each page."""
    home = tmp_path_factory.mktemp("empty")
    assert run_in(home, "./homeward migrate").returncode == 0
    return home / "homeward.sqlite3"


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="examples run on SQLite, once is enough")
@pytest.mark.parametrize("document", WITH_EXAMPLES, ids=named(WITH_EXAMPLES))
def test_the_examples_of_a_page_do_what_it_says(document: Path, empty_database: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home)
    for example in _EXAMPLE.finditer(document.read_text()):
        done = run_in(home, example["sh"])
        assert done.returncode == 0, done.stdout + done.stderr
        if example["says"] is not None:
            assert done.stdout == example["says"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
def test_the_examples_over_http_do_what_their_page_says(
    transactional_db: None, borough: Borough, live_server: LiveServer
) -> None:
    _, token = make_sender(organisation=borough.organisations["gp"], name="A system", now=NOW)
    send, follow = _SERVED.findall((PROJECT / "docs" / "do" / "receive-messages.md").read_text())

    def answer(commands: str, **variables: str) -> dict[str, Any]:
        here = commands.replace("http://127.0.0.1:8000", str(live_server))
        environment = {"PATH": os.environ["PATH"], "TOKEN": token, **variables}
        done = subprocess.run(["sh", "-eu", "-c", here], cwd=PROJECT, env=environment, capture_output=True, timeout=60)
        return dict(orjson.loads(done.stdout))

    taken_in = answer(send)
    requests = [
        entry["resource"] for entry in taken_in["entry"] if entry["resource"]["resourceType"] == "ServiceRequest"
    ]
    reference = requests[0]["id"]
    assert Referral.objects.get().reference == reference
    followed = answer(follow, REFERENCE=reference)
    assert followed["id"] == reference
    assert followed["note"] == [{"text": "Waiting for triage"}]


def test_there_are_examples_that_run() -> None:
    assert len(WITH_EXAMPLES) >= 4
    texts = [document.read_text() for document in DOCUMENTS]
    marked = sum(text.splitlines().count("<!-- run -->") for text in texts)
    assert marked == sum(len(_EXAMPLE.findall(text)) for text in texts), "a mark without a block of sh below it"


# ---------------------------------------------------------------- what the documents point at


@pytest.mark.parametrize("document", DOCUMENTS, ids=named(DOCUMENTS))
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text()
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    lost = [link for link in links if link and not (document.parent / link).exists()]
    paths = re.findall(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[^`\s:*<>…]+)`", text)
    lost += [path for path in paths if not (PROJECT / path).exists()]
    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named(DOCUMENTS))
def test_names_in_the_code_exist(document: Path) -> None:
    for name in re.findall(r"`(homeward(?:\.\w+)+)`", document.read_text()):
        if name in DATA_FILES:
            continue
        assert exists(name), f"{document.name} speaks of {name}"


def exists(name: str) -> bool:
    parts = name.split(".")
    for known in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:known]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[known:]:
            fields = getattr(found, "model_fields", {})
            if not hasattr(found, attribute) and attribute not in fields:
                return False
            found = getattr(found, attribute, None)
        return True
    return False


def test_every_hazard_has_a_control_in_code_and_a_test() -> None:
    log = (PROJECT / "docs" / "understand" / "hazards.md").read_text()
    hazards = re.split(r"\n## ", log)[1:]
    assert len(hazards) >= 10
    for hazard in hazards:
        title = hazard.splitlines()[0]
        if "Not built" in title:
            continue
        assert re.search(r"\*\*Cause\.\*\* \S", hazard), title
        controls = re.findall(r"`(src/homeward/[^`]+)`", hazard)
        assert controls, title
        shown = re.findall(r"`(tests/[^`:]+\.py)::(test_\w+)`", hazard)
        assert shown, title
        for file, test in shown:
            path = PROJECT / file
            assert path.is_file(), f"{title}: {file} does not exist"
            assert f"def {test}(" in path.read_text(), f"{title}: {file} has no {test}"
