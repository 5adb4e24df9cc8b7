"""Which module collects which table from the live service: rows in the order of the table's month, memory flat."""

from collections.abc import Callable, Iterator
from typing import Any

from homeward.outcomes.collecting.context import Context

COLLECTED: dict[str, Callable[[Context], Iterator[dict[str, Any]]]] = {}
