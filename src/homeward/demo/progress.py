"""A progress bar for people at a terminal, and silence elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from homeward.demo.writing import Progress


def quiet(doing: str, done: int, of: int) -> None:
    """Say nothing."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar for each step, named in words; without a terminal, one line for each step."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    known: dict[str, TaskID] = {}
    with Bars(*columns, console=console, disable=not console.is_terminal) as bars:

        def advance(doing: str, done: int, of: int) -> None:
            if doing not in known:
                known[doing] = bars.add_task(doing, total=of)
                if not console.is_terminal:
                    console.print(f"{doing} ...")
            bars.update(known[doing], completed=done, total=of)

        yield advance
