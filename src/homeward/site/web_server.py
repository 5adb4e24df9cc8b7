"""How gunicorn serves: few processes with a few threads each, and the address printed once it answers."""

import os
from threading import Thread
from typing import Any

bind = os.environ.get("HOMEWARD_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("HOMEWARD_WORKERS", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 20
loglevel = "warning"
# Its control socket lives in the user's home folder, where two servers would meet.
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeat files, as gunicorn advises


def when_ready(server: Any) -> None:
    """Say where to look, now that somebody will answer."""
    host, _, port = bind.rpartition(":")
    shown = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104 - only how it is printed
    print(f"Homeward is at http://{shown}:{port} (stop it with Ctrl+C)", flush=True)


def post_worker_init(worker: Any) -> None:
    """Load what counting measures needs beside the first requests, so that nobody's first page waits for it."""
    from homeward.outcomes.pages.framework import make_ready_to_count

    Thread(target=make_ready_to_count, daemon=True).start()
