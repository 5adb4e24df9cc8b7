"""Programs the tests need beside Python's packages: found, or installed where that can be done, or named."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from homeward.site.checks.postgres import programs

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Need:
    """A program, how it is found, the Debian package that has it, and what is installed beside it."""

    name: str
    package: str
    is_there: Callable[[], bool]
    beside: tuple[str, ...] = ()


def browser() -> str | None:
    """The path of Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


NEEDS = {
    "browser": Need("Chromium", "chromium", lambda: browser() is not None, ("fonts-liberation",)),
    "postgres": Need("PostgreSQL", "postgresql", lambda: programs() is not None),
}


def what_is_missing(steps: list[str]) -> str:
    """Install what these steps need, when root on Debian; a sentence that says what is still missing, or ""."""
    missing = [need for step, need in NEEDS.items() if step in steps and not need.is_there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([package for need in missing for package in (need.package, *need.beside)])
        missing = [need for need in missing if not need.is_there()]
    if not missing:
        return ""
    names = " and ".join(need.name for need in missing)
    without = " ".join(f"--without {step}" for step, need in NEEDS.items() if need in missing)
    packages = " ".join(need.package for need in missing)
    return (
        f"The tests need {names}, and cannot install that here. On Debian or Ubuntu: sudo apt-get install {packages}. "
        f"To leave those tests out on purpose, add: {without}"
    )


def _install(packages: list[str]) -> None:
    print(f"Installing {' and '.join(packages)} with apt-get ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet)
