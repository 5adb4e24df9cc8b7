"""Reading a service model from its TOML file, with a sentence for everything that is wrong in it."""

import tomllib
from functools import cache
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
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ServiceModelWrong(str(path), [f"The file cannot be read: {fault}."]) from None
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
        raise ServiceModelWrong(where, [_sentence(error, content) for error in fault.errors()]) from None


@cache
def agreed_versions() -> tuple[ServiceModel, ...]:
    """Every agreed version, the earliest in force first."""
    return tuple(sorted((read(path) for path in AGREED.glob("*.toml")), key=lambda m: m.agreement.in_force_from))


def _sentence(error: object, content: dict[str, object]) -> str:
    """One of pydantic's findings, as a sentence: the field, what is wrong, what to do."""
    kind, location, message = error["type"], error["loc"], error["msg"]  # type: ignore[index]
    place = _place(location, content)
    if kind == "missing":
        return f"{place} is missing. Add it."
    if kind == "extra_forbidden":
        return f"{place} is not a field of the service model. Remove it or correct its spelling."
    detail = message.removeprefix("Value error, ").rstrip(".")
    given = error.get("input")  # type: ignore[attr-defined]
    said = f" (it says {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f"{place}{said}: {detail}." if place else f"{detail}."


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
