"""What is written for the GP, and for the person, when help ends: composed in plain words, to be read and changed.

Neither names where the person lives, nor other people. What somebody typed is quoted as it is; of a person whose
address is secret, postcodes are taken out of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from homeward.kit.whereabouts import without_whereabouts

WHAT_HAPPENED, CONTINUES, ASSESSMENTS = "What happened", "What continues", "Assessments"
THEY_WANTED = "What they wanted to be able to do, in their words"
HELP_YOU_HAD, YOU_WANTED, HAPPENS_NOW = "The help you had", "What you wanted to be able to do", "What happens now"
WHO_TO_CALL = "Who to call"
HEADINGS = frozenset(
    {WHAT_HAPPENED, CONTINUES, ASSESSMENTS, THEY_WANTED, HELP_YOU_HAD, YOU_WANTED, HAPPENS_NOW, WHO_TO_CALL}
)
"""The lines that are headings where they stand first in a part; a part that was rewritten has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """What a summary is composed from. Days are London dates; lines are whole sentences."""

    name: str
    nhs_number: str = ""
    born_on: date | None = None
    restricted: bool = False
    team: str
    organisation: str
    stages: tuple[tuple[str, date], ...]
    """Name of each pathway and the day it began."""
    began_on: date | None
    ended_on: date | None = None
    """None while the help goes on."""
    why_ended: str = ""
    happened_on: date | None = None
    visits: int = 0
    asked_because: str = ""
    goals: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    comes_after: str = ""
    transition_plan: str = ""
    agreed_with: str = ""
    onward: tuple[str, ...] = ()
    who_to_call: str = ""
    follow_up_on: date | None = None


def uk_day(day: date) -> str:
    """A day as people here write it: 4 March 2026."""
    return f"{day.day} {day:%B %Y}"


def gp_summary(facts: SummaryFacts) -> str:
    """The summary for the GP: short parts with a heading each; a part with nothing to say is left out."""
    number = f", NHS number {facts.nhs_number}" if facts.nhs_number else ""
    born = f", born {uk_day(facts.born_on)}" if facts.born_on else ""
    parts = [
        ("", [f"{facts.name}{born}{number}."]),
        (WHAT_HAPPENED, [*_what_happened(facts), *_how_it_ended(facts)]),
        (THEY_WANTED, [f"- {goal}" for goal in facts.goals]),
        (ASSESSMENTS, [f"- {score}" for score in facts.scores]),
        (CONTINUES, _continues(facts)),
        (WHO_TO_CALL, [facts.who_to_call or f"{facts.team}, {facts.organisation}."]),
    ]
    return _put(parts, facts.restricted)


def person_summary(facts: SummaryFacts) -> str:
    """The summary for the person, said to them in short sentences."""
    until = f" until {uk_day(facts.ended_on)}" if facts.ended_on else ""
    since = f" from {uk_day(facts.began_on)}" if facts.began_on else ""
    visits = f" We saw you {_times(facts.visits)}." if facts.visits else ""
    parts = [
        (HELP_YOU_HAD, [f"You had help from {facts.team}{since}{until}.{visits}"]),
        (YOU_WANTED, [f"- {goal}" for goal in facts.goals]),
        (HAPPENS_NOW, _continues(facts, theirs=True)),
        (WHO_TO_CALL, [facts.who_to_call or f"Ask for {facts.team} at {facts.organisation}."]),
    ]
    return _put(parts, facts.restricted)


def as_shown(text: str, *, restricted: bool) -> str:
    """The text; without postcodes where the person's whereabouts are secret, also when they became so later."""
    return without_whereabouts(text, ()) if restricted else text


def parts_of(says: str) -> list[tuple[str, str]]:
    """The parts of a summary as it was saved, each with its heading, or "" where it has none."""
    found = []
    for part in says.split("\n\n"):
        first, _, rest = part.partition("\n")
        found.append((first, rest) if first in HEADINGS else ("", part))
    return found


def _what_happened(facts: SummaryFacts) -> list[str]:
    stages = "; ".join(f"{name} from {uk_day(began)}" for name, began in facts.stages)
    lines = [f"Help by {facts.team}, {facts.organisation}: {stages}."]
    if facts.began_on:
        lines.append(f"First seen on {uk_day(facts.began_on)}, and seen face to face {_times(facts.visits)}.")
    return lines


def _how_it_ended(facts: SummaryFacts) -> list[str]:
    if facts.ended_on is None:
        return []
    day = f" on {uk_day(facts.happened_on)}" if facts.happened_on else ""
    return [f"Our help ended on {uk_day(facts.ended_on)}: {facts.why_ended.lower()}{day}."]


def _continues(facts: SummaryFacts, *, theirs: bool = False) -> list[str]:
    lines = [facts.transition_plan] if facts.transition_plan else []
    if not theirs and facts.comes_after:
        lines.append(f"What follows our help: {facts.comes_after[0].lower()}{facts.comes_after[1:]}.")
    lines += [f"- {line}" for line in facts.onward]
    if facts.follow_up_on:
        lines.append(f"We will ask how {'you are' if theirs else 'they are'} about {uk_day(facts.follow_up_on)}.")
    return lines


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _put(parts: Iterable[tuple[str, list[str]]], restricted: bool) -> str:
    text = "\n\n".join("\n".join(filter(None, [heading, *lines])) for heading, lines in parts if any(lines))
    return as_shown(text, restricted=restricted)
