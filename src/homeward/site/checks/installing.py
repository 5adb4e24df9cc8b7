"""Programs the tests need beside Python's packages: found, or installed where that can be done, or named."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from homeward.site.checks.postgres import programs

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Need:
    """A program, the step that needs it, how it is found, the Debian package that has it, and what comes beside it.

    `without` is what is added to the command to leave out on purpose what needs it; `left_out_by` is that option of
    the tests, where the rest of the step runs all the same.
    """

    step: str
    name: str
    package: str
    is_there: Callable[[], bool]
    without: str
    beside: tuple[str, ...] = ()
    left_out_by: str | None = None


def browser() -> str | None:
    """The path of Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def java() -> str | None:
    """The path of Java, or None."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


NEEDS = (
    Need("browser", "Chromium", "chromium", lambda: browser() is not None, "--without browser", ("fonts-liberation",)),
    Need("postgres", "PostgreSQL", "postgresql", lambda: programs() is not None, "--without postgres"),
    Need(
        "sqlite",
        "Java",
        "default-jre-headless",
        lambda: java() is not None,
        "-- -m 'not spark'",
        left_out_by="not spark",
    ),
)


def what_is_missing(steps: list[str], extra: Sequence[str] = ()) -> str:
    """Install what these steps need, when root on Debian; a sentence that says what is still missing, or ""."""
    missing = [need for need in NEEDS if need.step in steps and need.left_out_by not in extra and not need.is_there()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([package for need in missing for package in (need.package, *need.beside)])
        missing = [need for need in missing if not need.is_there()]
    if not missing:
        return ""
    names = " and ".join(need.name for need in missing)
    without = " ".join(need.without for need in missing)
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
