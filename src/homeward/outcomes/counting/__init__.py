"""Counting measures from facts: Ibis expressions, run by DuckDB or Spark. Knows no Django and decides nothing.

count(snapshot, question)              one measure: a cell for every period and group
count_all(snapshot, measures, …)       many measures at once, each by its first event, by code
count_together(snapshot, questions)    many questions at once, which differ in measure and event only
rows_behind(snapshot, question, …)     the rows a measure is about, and whether each counts and is met
excluded_by_reason(snapshot, question) how many rows were left out, and why
write_parts(folder, previous=…)        keeps beside the facts what adds up of them
full_count(facts, …)                   every measure from every row, in one pass over each table and event

In `snapshots`, `facts_at(folder)` is any folder of facts, with or without a manifest, and `snapshot.rows` says how many
rows each table has. A question that the parts can answer reads only those; any other reads the rows. They agree.
Answers are kept by snapshot, which never changes. Nothing heavy is loaded before the first question.
"""

from homeward.outcomes.counting.answering import count, count_all, count_together, make_ready
from homeward.outcomes.counting.asking import Cell, Question, Sums
from homeward.outcomes.counting.behind import Row, Rows, excluded_by_reason, rows_behind
from homeward.outcomes.counting.engines import ENGINES, EngineMissing
from homeward.outcomes.counting.full import full_count
from homeward.outcomes.counting.parts.writing import PartsWritten, write_parts

__all__ = [
    "ENGINES",
    "Cell",
    "EngineMissing",
    "PartsWritten",
    "Question",
    "Row",
    "Rows",
    "Sums",
    "count",
    "count_all",
    "count_together",
    "excluded_by_reason",
    "full_count",
    "make_ready",
    "rows_behind",
    "write_parts",
]
