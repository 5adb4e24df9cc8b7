"""Counting measures from facts: Ibis expressions, run by DuckDB or Spark. Knows no Django and decides nothing.

    count(snapshot, question, *, engine="duckdb") -> tuple[Cell, ...]
        One measure. A cell for every period, also without rows, and every group with a row anywhere in the time.
    count_all(snapshot, measures, *, first, last, period, by=(), where=(), engine="duckdb") -> dict[str, tuple[Cell, ...]]
        Many measures at once by their first event, by code: one pass over each table, or none where parts answer.
    rows_behind(snapshot, question, *, limit=50, offset=0) -> Rows
        The rows a measure is about: Rows(rows, total, counted, met); each Row has ids, on, counted, met, amount, weight
        and reason. In order of day, then of the table's key.
    excluded_by_reason(snapshot, question) -> dict[str, int]
        How many rows were left out, by the words of the measure's `reasons_from`; the most frequent first.
    write_parts(folder, *, previous=None) -> PartsWritten
        Beside the facts of a folder, what adds up of them. Call after the facts are written and before `swap_in`.
    make_ready(measures, day)
        Load what counting needs, which takes a second or two, so that the first page asked for need not wait.

In `snapshots`: `facts_at(folder)` is any folder of facts, with or without a manifest; `snapshot.rows` says how many rows
each table has. A question whose answer follows from the parts reads only those; any other reads the rows. Both give the
same. Answers are kept by snapshot, which never changes.
"""
