"""Whose facts are counted when nobody asks: the live service's own, and no partner's extract added to them.

A partner's extract may hold what the live service holds too, and the same help would count twice. Before there is a
live service, its partners' extracts are all there is: then they are counted together.
"""
# ruff: noqa: S608 - the names in the SQL are the program's own

from dataclasses import replace
from functools import lru_cache

from homeward.outcomes.counting.asking import Question
from homeward.outcomes.counting.duck import duckdb_here, read_parquet
from homeward.outcomes.facts.groups import LIVE
from homeward.outcomes.snapshots import Snapshot

TELLS_APART = frozenset({"origin", "partnership"})
"""Whoever asks by one of these knows that there are others."""


def of_the_service(snapshot: Snapshot, question: Question) -> Question:
    """The question about the live service's rows only, unless it asks for others or the table has no other rows."""
    asked = {*question.by, *(column for column, _ in question.where)}
    if asked & TELLS_APART or not beside_live(snapshot, question.measure.table):
        return question
    return replace(question, where=(*question.where, ("origin", (LIVE,))))


@lru_cache(maxsize=256)
def beside_live(snapshot: Snapshot, table: str) -> tuple[str, ...]:
    """The extracts whose rows a table has beside those of the live service; none where the live service has no rows."""
    files = snapshot.files(table)
    if not files:
        return ()
    found = {origin for (origin,) in duckdb_here().run(f"SELECT DISTINCT origin FROM {read_parquet(files)}")}
    return tuple(sorted(found - {LIVE})) if LIVE in found else ()
