"""The icons of a chart: what each is called, what it means, and what a board does with it.

In the spirit of NHS England's Making Data Count, drawn and worded here.
"""

from dataclasses import dataclass

from homeward.outcomes.spc.parts import Assurance, Kind, Xmr


@dataclass(frozen=True, slots=True)
class Icon:
    """One icon. `letter` is drawn in it, "" for the wave of common cause; `tone` is its colour's name in the style."""

    code: str
    about: str
    letter: str
    tone: str
    name: str
    means: str
    to_do: str


_FIND_OUT = (
    "Find out what helped, keep it, and tell others. When it has lasted, draw the limits anew from when it began."
)
_ASK = "Ask what happened and since when, and agree what to do about it."
_LOOK = "Find out why. It may change what other measures mean."

ICONS = (
    Icon(
        "common_cause",
        "variation",
        "",
        "common",
        "Common cause: no change",
        "Nothing has changed. It goes up and down as it always does.",
        "Do not ask about single ups and downs. If the usual level is not good enough, the way of working must change.",
    ),
    Icon(
        "improvement_high",
        "variation",
        "H",
        "better",
        "Getting better: high",
        "It is higher or rising more than chance explains, and higher is better.",
        _FIND_OUT,
    ),
    Icon(
        "improvement_low",
        "variation",
        "L",
        "better",
        "Getting better: low",
        "It is lower or falling more than chance explains, and lower is better.",
        _FIND_OUT,
    ),
    Icon(
        "concern_high",
        "variation",
        "H",
        "worse",
        "Getting worse: high",
        "It is higher or rising more than chance explains, and lower is better.",
        _ASK,
    ),
    Icon(
        "concern_low",
        "variation",
        "L",
        "worse",
        "Getting worse: low",
        "It is lower or falling more than chance explains, and higher is better.",
        _ASK,
    ),
    Icon(
        "neutral_high",
        "variation",
        "H",
        "neutral",
        "Changed: high",
        "It is higher or rising more than chance explains. Neither higher nor lower is better.",
        _LOOK,
    ),
    Icon(
        "neutral_low",
        "variation",
        "L",
        "neutral",
        "Changed: low",
        "It is lower or falling more than chance explains. Neither higher nor lower is better.",
        _LOOK,
    ),
    Icon(
        "consistent_pass",
        "assurance",
        "P",
        "better",
        "Meets the target",
        "The target lies beyond the limits: as things run, it is met every time.",
        "Look at it less often. Ask whether the target still asks enough.",
    ),
    Icon(
        "consistent_fail",
        "assurance",
        "F",
        "worse",
        "Does not meet the target",
        "The target lies beyond the limits: as things run, it is never met.",
        "Trying harder will not do. The way of working must change.",
    ),
    Icon(
        "inconsistent",
        "assurance",
        "?",
        "common",
        "Hit or miss",
        "The target lies inside the limits: it is met one time and missed the next, by chance.",
        "Neither praise nor blame for one month. To meet it every time, the usual level must move, or vary less.",
    ),
)
_BY_CODE = {icon.code: icon for icon in ICONS}


def variation_icon(chart: Xmr) -> Icon | None:
    """Whether the measure changes, by its latest point; None without a point."""
    if chart.last is None:
        return None
    kind = chart.last.kind
    if kind in (Kind.IMPROVEMENT, Kind.CONCERN):
        return _BY_CODE[f"{kind}_{'high' if chart.last.cause.direction > 0 else 'low'}"]
    return _BY_CODE[kind.value]


def assurance_icon(chart: Xmr) -> Icon | None:
    """Whether the target is met; None without a target, without limits, or where neither direction is better."""
    if chart.assurance is None or chart.last is None or chart.last.lower is None:
        return None
    return _BY_CODE[Assurance(chart.assurance).value]
