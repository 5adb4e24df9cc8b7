"""Made-up facts of any size, out of core: to try the framework on a nation before a nation has any."""

from homeward.outcomes.making.writing import Size, make

__all__ = ["Size", "make"]
