"""A PostgreSQL server that lives as long as a `with` block, in a folder of its own, reached by a socket in it.

Run as root it becomes another user, because PostgreSQL refuses root. Nothing it writes is kept: it waits for no disk.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=40"]


class PostgresNotFound(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


class PostgresDidNotStart(RuntimeError):
    """The server ended, or did not answer in time; the message carries what it wrote."""


def programs() -> Path | None:
    """The folder with initdb and postgres, the newest version's; None when there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: float(found.parts[-3]))
    on_path = shutil.which("initdb")
    found = installed[-1] if installed else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a server and give its address as DATABASE_URL takes it; stop it and delete everything at the end."""
    found = programs()
    if found is None:
        raise PostgresNotFound(
            "PostgreSQL is not installed: initdb was found neither on the PATH nor by Debian's rules."
        )
    who = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="homeward-pg-"))
    if who:
        os.chown(folder, who.pw_uid, who.pw_gid)
    data, log = folder / "data", folder / "log"
    as_user: dict[str, Any] = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
    settings = [part for setting in [*FAST, f"unix_socket_directories={folder}"] for part in ("-c", setting)]
    server = None
    try:
        _run([found / "initdb", "-D", data, "-U", "homeward", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], as_user)
        with log.open("wb") as output:
            server = subprocess.Popen(
                [found / "postgres", "-D", data, *settings],
                stdout=output,
                stderr=output,
                cwd="/",
                preexec_fn=_die_with_parent,
                **as_user,
            )
        _wait_until_it_answers(server, found, folder, log)
        yield f"postgres://homeward@{quote(str(folder), safe='')}/postgres"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to become when root; None for anybody else, who stays themselves."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _run(command: list[str | Path], as_user: dict[str, Any]) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd="/", **as_user)
    if done.returncode:
        raise PostgresDidNotStart(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", found: Path, folder: Path, log: Path) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise PostgresDidNotStart(f"PostgreSQL ended at once:\n{log.read_text()}")
        asked: list[str | Path] = [found / "pg_isready", "-q", "-h", folder, "-U", "homeward", "-d", "postgres"]
        if subprocess.run(asked, capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    raise PostgresDidNotStart(f"PostgreSQL did not answer within 20 seconds:\n{log.read_text()}")


def _die_with_parent() -> None:
    """Ask Linux to stop the server when the process that started it is killed (PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
