"""A measure's numbers as a CSV file, as the viewer may see them."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from homeward.outcomes.counting.asking import Question
from homeward.outcomes.showing import UNDER, Shown

HEADINGS = (
    *("measure", "version", "counted_at", "dated_by", "first_day", "last_day", "complete"),
    *("group_by", "group", "numerator", "denominator", "excluded"),
)


def numbers_as_csv(question: Question, cells: Iterable[Shown], counted_at: datetime) -> str:
    """One line a period and group; a count that is held back is "under 5", a figure "hidden"."""
    measure = question.measure
    text = io.StringIO()
    write = csv.writer(text).writerow
    figures = [figure.code for figure in measure.figures]
    write([*HEADINGS, *figures])
    for one in cells:
        complete = "yes" if one.complete else "no"
        group = (",".join(question.by), " / ".join(one.group))
        counts = [UNDER if n is None else n for n in (one.numerator, one.denominator, one.excluded)]
        values = [_plain(one, one.figures[code]) for code in figures]
        place = (question.dated_by, one.start, one.last_day, complete, *group)
        write([measure.code, measure.version, counted_at.isoformat(), *place, *counts, *values])
    return text.getvalue()


def _plain(one: Shown, value: float | None) -> object:
    if value is None:
        return "hidden" if one.figures_hidden else ""
    return int(value) if value.is_integer() else value
