"""The facts: frozen rows of what happened, with what the rules said about it. One Arrow schema a table.

Facts carry no name, NHS number, address or date of birth. Measures count them and decide nothing. They come from the
live service, from partners' extracts, or from a simulated design, and look the same whichever they come from.
"""

from homeward.outcomes.facts.shape import ARROW, Event, Field, Kind, Table
from homeward.outcomes.facts.star import BREAKDOWNS, SCHEMA_VERSION, TABLES

__all__ = ["ARROW", "BREAKDOWNS", "SCHEMA_VERSION", "TABLES", "Event", "Field", "Kind", "Table"]
