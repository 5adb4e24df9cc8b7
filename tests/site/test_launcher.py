"""The launcher, run from a copy of the project whose set-up is replaced by a recording."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The launcher and its locks in a folder whose name has a space, with a stand-in for uv on the PATH.

    The stand-in writes down what it was asked to do, and makes a `.venv` whose python prints its arguments.
    """
    folder = tmp_path / "a place" / "homeward"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(PROJECT / "homeward", folder)
    for lock in ("run.txt", "test.txt"):
        (folder / "requirements" / lock).write_text(f"made-up {lock}\n")
    programs = tmp_path / "bin"
    programs.mkdir()
    write_program(
        programs / "uv",
        f"""echo "$@" >> '{tmp_path}/asked'
[ "$1" = venv ] || exit 0
sleep 0.3
mkdir -p '{folder}/.venv/bin'
printf '#!/bin/sh\\n[ "$1" = -c ] || echo "ran $*"\\n' > '{folder}/.venv/bin/python'
chmod +x '{folder}/.venv/bin/python'
""",
    )
    return folder


def write_program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def environment(copy: Path) -> dict[str, str]:
    programs = copy.parents[1] / "bin"
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "HOMEWARD_PYTHON": sys.executable}


def launch(copy: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [copy / "homeward", *arguments],
        cwd="/",
        capture_output=True,
        text=True,
        env={**environment(copy), **changes},
    )


def asked(copy: Path) -> list[str]:
    record = copy.parents[1] / "asked"
    return record.read_text().splitlines() if record.exists() else []


def test_it_sets_up_from_any_folder_and_runs_the_command(copy: Path) -> None:
    done = launch(copy, "serve", "--port", "8123")
    assert done.stdout.strip() == "ran -m homeward serve --port 8123"
    assert "Setting up Homeward" in done.stderr
    assert asked(copy)[-1].startswith("pip sync --require-hashes")
    assert asked(copy)[-1].endswith("run.txt")


def test_it_sets_up_once_until_the_lock_changes(copy: Path) -> None:
    launch(copy, "serve")
    before = len(asked(copy))
    launch(copy, "serve")
    assert len(asked(copy)) == before
    (copy / "requirements" / "run.txt").write_text("another lock\n")
    launch(copy, "serve")
    assert len(asked(copy)) == before + 1


def test_what_the_tests_installed_serves_for_running_too(copy: Path) -> None:
    launch(copy, "test")
    assert asked(copy)[-1].endswith("test.txt")
    before = len(asked(copy))
    launch(copy, "serve")
    assert len(asked(copy)) == before


def test_two_at_once_set_up_one_after_the_other(copy: Path) -> None:
    command = [copy / "homeward", "serve"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(copy))
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=30) for process in both]
    assert [output[0].strip() for output in outputs] == ["ran -m homeward serve"] * 2
    assert sum(line.startswith("pip sync") for line in asked(copy)) == 1
    assert not (copy / ".tools" / "setting-up").exists()


def test_a_set_up_that_was_killed_does_not_block_the_next(copy: Path) -> None:
    (copy / ".tools" / "setting-up").mkdir(parents=True)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (copy / ".tools" / "setting-up" / "pid").write_text(f"{gone.pid}\n")
    assert launch(copy, "serve").stdout.strip() == "ran -m homeward serve"


def test_a_python_that_is_too_old_is_named_with_what_to_do(copy: Path) -> None:
    programs = copy.parents[1] / "bin"
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        write_program(programs / name, "exit 1\n")
    done = launch(copy, "serve", HOMEWARD_PYTHON="python3")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr


def run_homeward(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), **changes}
    known.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "homeward", *arguments], capture_output=True, text=True, env=known, timeout=60
    )


def test_help_names_every_command() -> None:
    shown = run_homeward("--help").stdout
    assert all(f"  {name} " in shown for name in ("demo", "serve", "receive", "verify", "measure", "bench", "test"))


def test_an_unknown_command_is_refused_with_the_known_ones() -> None:
    done = run_homeward("dmeo")
    assert done.returncode == 2
    assert "'demo'" in done.stderr


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_homeward("serve", "--port", str(port), HOMEWARD_HOME=str(tmp_path / "data"))
    assert done.returncode == 1
    assert done.stderr.strip().startswith(f"Port {port} is in use.")


def test_verify_without_a_database_says_how_to_make_one(tmp_path: Path) -> None:
    done = run_homeward("verify", HOMEWARD_HOME=str(tmp_path / "data"), DATABASE_URL="")
    assert done.returncode == 1
    assert "./homeward demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_data_folder_and_the_key_are_for_their_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "data"
    run_homeward("migrate", HOMEWARD_HOME=str(home), DATABASE_URL="")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
