"""Two people doing something at the same moment, each through a connection of their own."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connections, transaction

Call = Callable[[], Any]


def at_once(*calls: Call) -> list[Any]:
    """What each call gave back, or the exception it raised, when all begin together."""
    gate = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Call) -> None:
        gate.wait(timeout=20)
        results[place] = _outcome(call)

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "two transactions wait for each other"
    return results


def while_unfinished(first: Call, second: Call) -> Any:
    """What `second` gives back, or raises, when it begins after `first` has written and before it is committed."""
    written, done = threading.Event(), threading.Event()
    results: list[Any] = []

    def late() -> None:
        written.wait(timeout=20)
        results.append(_outcome(second))
        done.set()

    thread = threading.Thread(target=late)
    thread.start()
    with transaction.atomic():
        first()
        written.set()
        time.sleep(0.25)
        assert not done.is_set(), "the second did not wait for the first"
    thread.join(timeout=60)
    assert results, "the second never came to an end"
    return results[0]


def _outcome(call: Call) -> Any:
    try:
        return call()
    except Exception as raised:  # noqa: BLE001 - what was raised is the result
        return raised
    finally:
        connections.close_all()
