"""Counted measures as lines of text: a table to read, JSON or CSV for other programs. Pure."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from homeward.outcomes.counting import Cell, Question
from homeward.outcomes.periods import Period, is_complete
from homeward.outcomes.showing import in_words

Answers = Sequence[tuple[Question, Sequence[Cell]]]


def as_table(answers: Answers, counted_at: datetime) -> Iterator[str]:
    """A heading and a row for every cell, in columns."""
    for question, cells in answers:
        measure = question.measure
        by = "as a whole" if question.period is Period.WHOLE else f"by {question.period}"
        yield f"{measure.title} ({measure.code}, version {measure.version}), {by} of {question.dated_by}"
        codes = [figure.code for figure in measure.figures]
        rows = [[question.period.value, *question.by, "n", "d", "excluded", *codes, ""]]
        rows += [_row(question, cell, counted_at) for cell in cells]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        yield ""


def _row(question: Question, cell: Cell, counted_at: datetime) -> list[str]:
    groups = [group or "(none)" for group in cell.group]
    figures = [in_words(cell.figures[one.code], one.unit) or "-" for one in question.measure.figures]
    running = "" if _complete(question, cell, counted_at) else "still running"
    counts = [str(number) for number in (cell.numerator, cell.denominator, cell.excluded)]
    return [cell.start.isoformat(), *groups, *counts, *figures, running]


def as_json(answers: Answers, counted_at: datetime) -> Iterator[str]:
    """One object a line."""
    return (json.dumps(record, default=str) for record in _records(answers, counted_at))


def as_csv(answers: Answers, counted_at: datetime) -> Iterator[str]:
    """A heading and a line for every figure of every cell; two breakdowns are joined by a comma."""
    for number, record in enumerate(_records(answers, counted_at)):
        figures, units = record.pop("figures"), record.pop("units")
        record |= {name: ",".join(record[name]) for name in ("group_by", "group")}
        if number == 0:
            yield _csv_line([*record, "figure", "unit", "value"])
        for code, value in figures.items():
            yield _csv_line([*record.values(), code, units[code], "" if value is None else value])


PRINTED: dict[str, Callable[[Answers, datetime], Iterator[str]]] = {"table": as_table, "json": as_json, "csv": as_csv}


def _records(answers: Answers, counted_at: datetime) -> Iterator[dict[str, Any]]:
    for question, cells in answers:
        for cell in cells:
            yield {
                "measure": question.measure.code,
                "version": question.measure.version,
                "counted_at": counted_at.isoformat(),
                "dated_by": question.dated_by,
                "period": question.period.value,
                "start": cell.start.isoformat(),
                "complete": _complete(question, cell, counted_at),
                "group_by": list(question.by),
                "group": list(cell.group),
                "numerator": cell.numerator,
                "denominator": cell.denominator,
                "excluded": cell.excluded,
                "figures": dict(cell.figures),
                "units": {one.code: one.unit for one in question.measure.figures},
            }


def _complete(question: Question, cell: Cell, counted_at: datetime) -> bool:
    return question.period is Period.WHOLE or is_complete(question.period, cell.start, counted_at)


def _csv_line(values: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()
