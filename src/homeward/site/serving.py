"""Making ready and serving: used by `serve` and by `demo`."""

import errno
import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

UNUSED_STATIC = ["htmx-4*", "htmax*", "*-4.js", "*-4.min.js", "*.md", "django-htmx.js"]


def bring_database_up_to_date() -> int:
    """Apply what is missing of the migrations and make the table for shared counts; how many were applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return len(plan)


def collect_static_files() -> bool:
    """Copy stylesheets, scripts and pictures to where they are served from, unless they are there; True if copied."""
    stamp, fingerprint = settings.STATIC_ROOT / "collected", _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED_STATIC)
    stamp.write_text(fingerprint)
    return True


def serve(*, port: int, host: str = "127.0.0.1", workers: int = 2) -> int:
    """Make ready, then become the web server on this port; returns 1, having said why, when the port cannot be had."""
    trouble = why_not(host, port)
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    bring_database_up_to_date()
    collect_static_files()
    connection.close()
    os.environ.update(HOMEWARD_BIND=f"{host}:{port}", HOMEWARD_WORKERS=str(workers))
    sys.stdout.flush()
    server = [sys.executable, "-m", "gunicorn", "-c", "python:homeward.site.web_server", "homeward.site.wsgi"]
    return os.execv(sys.executable, server)


def why_not(host: str, port: int) -> str:
    """A sentence that says why this port cannot be listened on, and what to do; "" when it can."""
    if not 1 <= port <= 65535:
        return f"{port} is not a port: choose one from 1 to 65535 with --port."
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use. Stop what is using it, or choose another port with --port {port + 1}."
            if error.errno == errno.EACCES:
                return f"Port {port} needs more rights than you have. Choose one above 1023 with --port."
            return f"It is not possible to listen on {host}:{port}: {error.strerror}."
    return ""


def _fingerprint() -> str:
    """A hash over the name, size and time of every static file and this release's version."""
    digest = hashlib.sha256(settings.HOMEWARD_VERSION.encode())
    for name, path in sorted(_static_files()):
        found = path.stat()
        digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list(UNUSED_STATIC):
            yield name, Path(storage.path(name))
