"""One plain sentence for each answer. None says more than the method can."""

from dataclasses import dataclass

from homeward.outcomes.evaluation.answer import Estimate

UNIT_WORDS: dict[str, str] = {
    "percent": "percentage points",
    "count": "",
    "minutes": "minutes",
    "days": "days",
    "hours": "hours",
    "points": "points",
    "pounds": "pounds",
    "rate": "per 100,000 people",
    "ratio": "",
}
"""What a difference in a measure's unit is called."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the number is called, and its unit."""

    title: str
    unit: str


def amount(value: float, unit: str, *, relative: bool = False) -> str:
    """A difference without its sign: "6.1 percentage points", "12.0%", "35.0 minutes"."""
    if relative:
        return f"{abs(value):.1f}%"
    return f"{abs(value):,.{_digits(value)}f} {UNIT_WORDS.get(unit, unit)}".strip()


def interval(one: Estimate) -> str:
    """The interval in the words of its direction, the nearer end first: "1.2 to 11.0", or "1.2 lower to 3.0 higher"."""
    digits = _digits(one.low, one.high)
    low, high = f"{abs(one.low):,.{digits}f}", f"{abs(one.high):,.{digits}f}"
    if one.low < 0 < one.high:
        return f"{low} lower to {high} higher"
    return f"{low} to {high}" if one.low >= 0 else f"{high} to {low}"


def _digits(*values: float) -> int:
    """One decimal, and three where all values are so small that one would say nothing."""
    return 1 if max(map(abs, values)) >= 0.1 or not any(values) else 3


def higher_or_lower(one: Estimate, unit: str, *, relative: bool) -> str:
    """A difference with its direction: "6.1 percentage points higher"."""
    return f"{amount(one.value, unit, relative=relative)} {'higher' if one.value >= 0 else 'lower'}"


def said_before_and_after(one: Estimate, named: Named, *, relative: bool) -> str:
    """What was found before and after, without anything to compare with."""
    doubt = "There may be no difference at all. " if one.includes_none else ""
    return (
        f"After the change, “{named.title}” was {higher_or_lower(one, named.unit, relative=relative)} than the trend "
        f"before suggested (95% interval {interval(one)}). {doubt}Other things changed too, so this alone does not "
        "show that the change made the difference."
    )


def said_against_others(one: Estimate, named: Named, *, relative: bool, others: str) -> str:
    """What was found against areas without the change."""
    if one.includes_none:
        end = "There may be no difference at all."
    else:
        end = "If all areas would have moved alike without it, this is the difference that it made."
    return (
        f"Since the change, “{named.title}” has been {higher_or_lower(one, named.unit, relative=relative)} than "
        f"{others} suggest (95% interval {interval(one)}). {end}"
    )
