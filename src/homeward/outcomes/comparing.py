"""Published figures beside our own, over whole years: England's first, then every other place's."""

from dataclasses import dataclass

from homeward.outcomes.definitions import Definition, Figure
from homeward.outcomes.references import ReferenceFigure, figures_for
from homeward.outcomes.showing import Shown, in_words
from homeward.outcomes.wording import day_and_month

ENGLAND = "England"


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure in words: where and among whom, over which days, and who published it.

    `confirmed` is false where only a summary or a quotation of the publication was at hand.
    """

    area: str
    when: str
    words: str
    source: str
    note: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a measure: what it is called, ours over the time shown, and what was published of it."""

    name: str
    ours: str
    england: tuple[Published, ...]
    elsewhere: tuple[Published, ...]


def compared(measure: Definition, whole: Shown, *, exact: bool) -> list[Compared]:
    """Every figure of a measure for which something was published over more than a month, beside ours.

    Counts and totals depend on how many people live somewhere, and are not set beside each other.
    """
    published = [one for one in figures_for(measure.code) if not one.is_month]
    found = []
    for figure in measure.figures:
        of_it = [one for one in published if one.figure == figure.code]
        if of_it and figure.kind not in ("count", "total"):
            ours = in_words(whole.figures[figure.code], figure.unit, exact=exact)
            england = tuple(_published(one, figure) for one in of_it if one.area == ENGLAND)
            rest = sorted((one for one in of_it if one.area != ENGLAND), key=lambda one: (-one.value, one.area))
            found.append(Compared(figure.name, ours, england, tuple(_published(one, figure) for one in rest)))
    return found


def _published(one: ReferenceFigure, figure: Figure) -> Published:
    area = f"{one.area}: {one.among[0].lower()}{one.among[1:]}" if one.among else one.area
    when = (
        day_and_month(one.first)
        if one.first == one.last
        else f"{day_and_month(one.first)} to {day_and_month(one.last)}"
    )
    source = f"{one.publication}, {one.published}"
    return Published(area, when, in_words(one.value, figure.unit), source, one.note, one.confirmed)
