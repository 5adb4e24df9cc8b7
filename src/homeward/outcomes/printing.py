"""Counted measures as lines of text: a table to read, JSON or CSV for other programs. Pure."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from homeward.outcomes.counting import Cell, Question
from homeward.outcomes.periods import is_complete
from homeward.outcomes.showing import in_words

Answers = Sequence[tuple[Question, Sequence[Cell]]]


def as_table(answers: Answers, counted_at: datetime) -> Iterator[str]:
    """A heading and a row for every cell, in columns."""
    for question, cells in answers:
        measure = question.measure
        by = f"by {question.period} of {question.dated_by}"
        yield f"{measure.title} ({measure.code}, version {measure.version}), {by}"
        heads = [question.period.value, *([question.by] if question.by else []), "n", "d", "excluded"]
        rows = [[*heads, *(figure.code for figure in measure.figures), ""]]
        for cell in cells:
            group = [cell.group or "(none)"] if question.by else []
            figures = [in_words(cell.figures[figure.code], measure.unit) or "-" for figure in measure.figures]
            running = "" if is_complete(question.period, cell.start, counted_at) else "still running"
            counts = [str(n) for n in (cell.numerator, cell.denominator, cell.excluded)]
            rows.append([cell.start.isoformat(), *group, *counts, *figures, running])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        yield ""


def as_json(answers: Answers, counted_at: datetime) -> Iterator[str]:
    """One object a line."""
    return (json.dumps(record, default=str) for record in _records(answers, counted_at))


def as_csv(answers: Answers, counted_at: datetime) -> Iterator[str]:
    """A heading and a line for every figure of every cell."""
    for number, record in enumerate(_records(answers, counted_at)):
        figures = record.pop("figures")
        if number == 0:
            yield _csv_line([*record, "figure", "value"])
        for code, value in figures.items():
            yield _csv_line([*record.values(), code, "" if value is None else value])


PRINTED: dict[str, Callable[[Answers, datetime], Iterator[str]]] = {"table": as_table, "json": as_json, "csv": as_csv}


def _records(answers: Answers, counted_at: datetime) -> Iterator[dict[str, Any]]:
    for question, cells in answers:
        for cell in cells:
            yield {
                "measure": question.measure.code,
                "version": question.measure.version,
                "unit": question.measure.unit,
                "counted_at": counted_at.isoformat(),
                "dated_by": question.dated_by,
                "period": question.period.value,
                "start": cell.start.isoformat(),
                "complete": is_complete(question.period, cell.start, counted_at),
                "group_by": question.by,
                "group": cell.group,
                "numerator": cell.numerator,
                "denominator": cell.denominator,
                "excluded": cell.excluded,
                "figures": dict(cell.figures),
            }


def _csv_line(values: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()
