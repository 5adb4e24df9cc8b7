"""Reading a service model from its TOML file, with a sentence for everything that is wrong in it."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, time
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from homeward.pathways.schema import ServiceModel

AGREED = Path(__file__).parent / "agreed"
"""Where the agreed versions are kept, one file each."""


class ServiceModelWrong(ValueError):
    """A service model file that cannot be used. `faults` says, a sentence each, which field and what to do."""

    def __init__(self, where: str, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"{where} cannot be used:\n" + "\n".join(f"- {fault}" for fault in faults))


def read(path: Path) -> ServiceModel:
    """The service model in a TOML file. Raises ServiceModelWrong, naming each field at fault and its remedy."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise ServiceModelWrong(str(path), [f"The file cannot be read: {fault.strerror}. Check its name."]) from None
    except UnicodeDecodeError:
        raise ServiceModelWrong(str(path), ["The file is not UTF-8 text. Save it as UTF-8."]) from None
    return parse(text, where=path.name)


def parse(text: str, *, where: str = "The service model") -> ServiceModel:
    """The service model in a TOML text. Raises ServiceModelWrong."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ServiceModelWrong(where, [f"It is not TOML: {fault}. Correct that line."]) from None
    try:
        return ServiceModel.model_validate(content)
    except ValidationError as fault:
        raise ServiceModelWrong(where, [*_sentences(fault, content)]) from None


@cache
def agreed_versions() -> tuple[ServiceModel, ...]:
    """Every agreed version, the earliest in force first. Raises ServiceModelWrong when it is not clear which holds."""
    return in_order([read(path) for path in sorted(AGREED.glob("*.toml"))])


def in_order(versions: Iterable[ServiceModel]) -> tuple[ServiceModel, ...]:
    """Versions by the day they come into force. Raises ServiceModelWrong for none, a name or a day used twice."""
    ordered = sorted(versions, key=lambda model: model.agreement.in_force_from)
    faults = [] if ordered else ["There is no agreed version. Add one, with the date it comes into force."]
    for earlier, later in pairwise(ordered):
        if earlier.agreement.in_force_from == later.agreement.in_force_from:
            faults.append(
                f'agreement, in_force_from: versions "{earlier.version}" and "{later.version}" both come into force on '
                f"{later.agreement.in_force_from}. Give each its own day."
            )
    for version, count in Counter(model.version for model in ordered).items():
        if count > 1:
            faults.append(f'version: "{version}" is the name of {count} versions. Give each its own.')
    if faults:
        raise ServiceModelWrong("The agreed versions", faults)
    return tuple(ordered)


REMEDIES: dict[str, str] = {
    "missing": "{place} is missing. Add it.",
    "extra_forbidden": "{place} is not a field of the service model. Remove it or correct its spelling.",
    "string_pattern_mismatch": "{place}{said} is not a code. Use small letters, digits, - and _, a letter first.",
    "string_too_short": "{place} is too short. Write at least {min_length} characters.",
    "string_too_long": "{place} is too long. Write at most {max_length} characters.",
    "string_type": "{place}{said} is not text. Put it between quotation marks.",
    "bool_type": "{place}{said} is not yes or no. Write true or false, without quotation marks.",
    "int_type": "{place}{said} is not a whole number. Write one, without quotation marks.",
    "date_type": "{place}{said} is not a date. Write it as 2025-04-01, without quotation marks.",
    "time_type": "{place}{said} is not a time of day. Write it as 08:00:00, without quotation marks.",
    "tuple_type": "{place}{said} is not a list. Put it between square brackets.",
    "model_type": "{place}{said} is not a table of fields. Write each field with its name.",
    "too_short": "{place} is empty. Name at least one.",
    "greater_than": "{place}{said} is too small. It must be more than {gt}.",
    "greater_than_equal": "{place}{said} is too small. It must be {ge} or more.",
    "less_than_equal": "{place}{said} is too large. It must be {le} or less.",
    "literal_error": "{place}{said} is not one it can be. Use {expected}.",
}
"""What to say for each kind of fault that pydantic finds."""


def _sentences(fault: ValidationError, content: dict[str, object]) -> Iterator[str]:
    """Pydantic's findings, as sentences: the field, what is wrong, what to do."""
    for error in fault.errors():
        context = error.get("ctx", {})
        if error["type"] == "disagreements":
            yield from (f"{found}." for found in context["found"])
            continue
        place, given = _place(error["loc"], content), error.get("input")
        said = f" (it says {_as_in_toml(given)})" if isinstance(given, str | int | float | date | time) else ""
        if error["type"] in REMEDIES:
            yield REMEDIES[error["type"]].format(place=place, said=said, **context)
        else:
            yield f"{place}{said}: {error['msg'].removeprefix('Value error, ').rstrip('.')}. Correct it."


def _as_in_toml(given: str | float | date | time) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{given}"' if isinstance(given, str) else str(given)


def _place(location: tuple[str | int, ...], content: object) -> str:
    """A field's place in words: pathways "reablement", criterion 2, question."""
    words: list[str] = []
    inside: object = content
    for step in location:
        if isinstance(step, int):
            inside = inside[step] if isinstance(inside, list) and step < len(inside) else None
            name = inside.get("code") if isinstance(inside, dict) else None
            words[-1] += f' "{name}"' if name else f" number {step + 1}"
        else:
            inside = inside.get(step) if isinstance(inside, dict) else None
            words.append(step)
    return ", ".join(words)
