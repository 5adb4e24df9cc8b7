"""Drawing by chance, always from a generator that the caller seeded, and wording what was drawn."""

import math
import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
_ONE_OF = re.compile(r"\[([^\[\]]*)\]")
_PRONOUN = re.compile(r"\{(\w+)\}")

PRONOUNS: dict[str, dict[str, str]] = {
    "female": {"they": "she", "them": "her", "their": "her", "themself": "herself"},
    "male": {"they": "he", "them": "him", "their": "his", "themself": "himself"},
}


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """One key, as often as its weight says; weights need not add up to one."""
    return rng.choices(list(weights), list(weights.values()))[0]


def lognormal(rng: Random, *, mean: float, median: float) -> float:
    """A skewed positive number with this mean and median (mean above median)."""
    return rng.lognormvariate(math.log(median), math.sqrt(2 * math.log(mean / median)))


def worded(rng: Random, sentences: Sequence[str], slots: Mapping[str, str]) -> str:
    """One of the sentences, with one of each [a|b|c], and each {slot} filled; {Slot} begins with a capital."""
    text = rng.choice(sentences)
    if "[" in text:
        text = _ONE_OF.sub(lambda found: rng.choice(found[1].split("|")), text)
    if "{" not in text:
        return text
    return _PRONOUN.sub(lambda found: _filled(found[1], slots), text)


def _filled(slot: str, slots: Mapping[str, str]) -> str:
    if slot[0].isupper():
        word = slots[slot.lower()]
        return word[:1].upper() + word[1:]
    return slots[slot]


def slots_for(gender: str, given_name: str) -> dict[str, str]:
    """How a person is spoken of: she, he, or by their name where neither was said."""
    by_name = {"they": given_name, "them": given_name, "their": f"{given_name}'s", "themself": given_name}
    return dict(PRONOUNS.get(gender, by_name))
