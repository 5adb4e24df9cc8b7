"""Scoring an assessment: is a value one it can be, what is the score, in which band, and what is missing for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import TypeGuard

from homeward.episodes.schema.tools import TOTAL, Item, Tool, Value, exact

LONGEST_TEXT = 4_000


class AnswerWrong(ValueError):
    """A value that the item cannot have; the sentence names the item and the values it can have."""


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers add up to: no total while something it needs is missing, or where the tool gives none.

    `missing` are the codes of needed items without an answer, in the order asked.
    """

    total: Decimal | None
    band: str
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        """The total as people write it: "12", "3.5"; nothing where there is none."""
        return "" if self.total is None else in_words(self.total)


def in_words(number: float | Decimal) -> str:
    """A number without zeros that say nothing: 3.50 is "3.5", 100 is "100"."""
    plain = exact(float(number)) + 0
    return f"{plain:f}"


def score(tool: Tool, answers: Mapping[str, Value | None]) -> Score:
    """The score of these answers, by item code; None is no answer. Answers to unknown items count for nothing.

    Raises AnswerWrong for a value the item cannot have.
    """
    given = {item.code: checked(item, value) for item in tool.items if (value := answers.get(item.code)) is not None}
    whole = answers.get(TOTAL)
    if tool.scoring == "sum" and whole is not None and not given:
        total = _whole_score(tool, whole)
        return Score(total, _band(tool, total), ())
    points = {item.code: _points(item, given.get(item.code)) for item in tool.scored_items}
    missing = tuple(
        item.code for item in tool.needed if item.code not in given or points.get(item.code, Decimal(0)) is None
    )
    if tool.scoring == "none" or missing:
        return Score(None, "", missing)
    total = sum((one for one in points.values() if one is not None), Decimal(0))
    return Score(total, _band(tool, total), ())


def checked(item: Item, value: Value) -> Value:
    """The value, when the item can have it. Raises AnswerWrong with a sentence that says what it can be."""
    if item.kind == "yes_no":
        if not isinstance(value, bool):
            raise AnswerWrong(f"{item.asks}: choose yes or no.")
        return value
    if item.kind == "number":
        return _number(item, value)
    if not isinstance(value, str):
        raise AnswerWrong(f"{item.asks}: {_possible(item)}")
    if item.kind == "choice" and value not in {one.code for one in item.values}:
        raise AnswerWrong(f"{item.asks}: {_possible(item)}")
    if len(value) > LONGEST_TEXT:
        raise AnswerWrong(f"{item.asks}: keep it under {LONGEST_TEXT:,} characters.")
    return value


def typed(item: Item, text: str) -> Value | None:
    """The value that was typed or chosen on a page; None for an empty field. Raises AnswerWrong."""
    text = text.strip()
    if not text:
        return None
    if item.kind == "yes_no":
        return checked(item, {"yes": True, "no": False}.get(text, text))
    if item.kind != "number":
        return checked(item, text)
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise AnswerWrong(f"{item.asks}: {_possible(item)}") from None
    if not number.is_finite():
        raise AnswerWrong(f"{item.asks}: {_possible(item)}")
    return checked(item, float(number))


def as_typed(item: Item, value: Value | None) -> str:
    """The same value as a page's field holds it; what `typed` reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return in_words(value) if isinstance(value, int | float) else value


def shown(item: Item | None, value: Value | None) -> str:
    """An answer in words. A value that the item does not know, or whose item is gone, stays as it was written."""
    if value is None:
        return "Taken back"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{in_words(value)} {item.unit}".strip() if item else in_words(value)
    return next((one.name for one in item.values if one.code == value), value) if item else value


def change(tool: Tool, before: Score, now: Score) -> str:
    """How a score moved since the one before, in words; nothing where one of them is no score."""
    if before.total is None or now.total is None:
        return ""
    moved = now.total - before.total
    if not moved:
        return "no change"
    way = "higher" if moved > 0 else "lower"
    judged = "" if not tool.better else ", better" if way == tool.better else ", worse"
    return f"{in_words(abs(moved))} {way}{judged}"


def _points(item: Item, value: Value | None) -> Decimal | None:
    """What an answer counts for; None for no answer, and for one that is no score, such as "missing"."""
    if value is None:
        return None
    if item.kind == "number":
        return exact(float(value))
    points = next((one.score for one in item.values if one.code == value), None)
    return None if points is None else exact(points)


def _number(item: Item, value: Value) -> Value:
    low, high, step = exact(item.min or 0), exact(item.max or 0), exact(item.step)
    if not _is_number(value) or not low <= value <= high or (exact(value) - low) % step:
        raise AnswerWrong(f"{item.asks}: {_possible(item)}")
    return value


def _whole_score(tool: Tool, value: Value) -> Decimal:
    low, high = tool.range
    if not _is_number(value) or not low <= value <= high:
        raise AnswerWrong(f"{tool.name}: give a score from {in_words(low)} to {in_words(high)}.")
    if (exact(value) - low) % tool.fineness:
        raise AnswerWrong(f"{tool.name}: give a score in steps of {in_words(tool.fineness)}.")
    return exact(value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _band(tool: Tool, total: Decimal) -> str:
    looked_up = total * tool.band_times
    return next((one.name for one in tool.bands if exact(one.low) <= looked_up <= exact(one.high)), "")


def _possible(item: Item) -> str:
    """What may be answered, as a sentence."""
    if item.kind == "choice":
        return f"choose one of: {'; '.join(one.name for one in item.values)}."
    if item.kind == "text":
        return "write it in words."
    step = "whole numbers" if item.step == 1 else f"steps of {in_words(item.step)}"
    unit = f" {item.unit}" if item.unit else ""
    return f"give a number from {in_words(item.min or 0)} to {in_words(item.max or 0)}{unit}, in {step}."
