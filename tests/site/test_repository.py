"""What is committed speaks only of the project: no package registry, no folder of somebody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# Written in pieces, so that this file does not name them either.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js", "np" + "mjs.org", "npm" + "js.com"]
OPTIONS = ["--index" + "-url", "--extra-index" + "-url", "--find" + "-links"]
FOLDERS = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "file" + ":///", "/tmp/" + "team"]
NAMED = re.compile("|".join(map(re.escape, HOSTS + OPTIONS + FOLDERS)), re.IGNORECASE)


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of committed files")
    return [PROJECT / name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def test_no_committed_file_names_a_package_registry_or_a_local_folder() -> None:
    found = []
    for path in committed_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(PROJECT)}: {match[0]}" for match in NAMED.finditer(text)]
    assert found == []


def test_every_locked_package_has_a_hash() -> None:
    for lock in ("run.txt", "test.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", (PROJECT / "requirements" / lock).read_text())
        without = [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
        assert without == []


def test_what_the_tests_install_holds_everything_the_service_runs_on() -> None:
    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+==\S+)", (PROJECT / "requirements" / lock).read_text(), re.MULTILINE))

    assert pinned("run.txt") - pinned("test.txt") == set()


def test_the_stylesheet_fetches_nothing_from_elsewhere() -> None:
    static = PROJECT / "src" / "homeward" / "site" / "static"
    for sheet in static.rglob("*.css"):
        addresses = re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet.read_text())
        assert [address for address in addresses if "//" in address and not address.startswith("data:")] == []
        assert all((sheet.parent / address).exists() for address in addresses if not address.startswith("data:"))
