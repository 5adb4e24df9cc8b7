"""How far something has got, on the error stream of a terminal, once it takes longer than a moment."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

A_MOMENT = 1.0
"""Seconds before anything is shown."""


@contextmanager
def rows_so_far() -> Iterator[Callable[[str, int], None]]:
    """What to call with the name of a table and how many rows of it were written; it shows nothing to a file."""
    if not sys.stderr.isatty():
        yield lambda table, rows: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True)
    began, task = time.monotonic(), shown.add_task("Collecting facts")

    def told(table: str, rows: int) -> None:
        if time.monotonic() - began > A_MOMENT:
            shown.start()
            shown.update(task, description=f"Collecting facts: {rows:,} {table}")

    try:
        yield told
    finally:
        shown.stop()
