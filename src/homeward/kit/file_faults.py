"""What is wrong in a file of fields, a sentence each: for every kind of file that people here write by hand."""

import tomllib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

REMEDIES: dict[str, str] = {
    "missing": "{place} is missing. Add it.",
    "extra_forbidden": "{place} is not a field of {of}. Remove it or correct its spelling.",
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


class FileWrong(ValueError):
    """A file that cannot be used. `faults` says, a sentence each, which field and what to do; `of` the kind of file."""

    of: ClassVar[str]

    def __init__(self, where: str, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"{where} cannot be used:\n" + "\n".join(f"- {fault}" for fault in faults))


def text_of(path: Path, *, wrong: type[FileWrong]) -> str:
    """What a file says. Raises `wrong`, with the remedy, when it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise wrong(str(path), [f"The file cannot be read: {fault.strerror}. Check its name."]) from None
    except UnicodeDecodeError:
        raise wrong(str(path), ["The file is not UTF-8 text. Save it as UTF-8."]) from None


def shaped(text: str, shape: type[Shape], *, where: str, wrong: type[FileWrong]) -> Shape:
    """A TOML text in its shape. Raises `wrong`, naming each field at fault and its remedy."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise wrong(where, [f"It is not TOML: {fault}. Correct that line."]) from None
    try:
        return shape.model_validate(content)
    except ValidationError as fault:
        raise wrong(where, [*sentences(fault, content, of=wrong.of)]) from None


def sentences(fault: ValidationError, content: dict[str, object], *, of: str) -> Iterator[str]:
    """Pydantic's findings, as sentences: the field, what is wrong, what to do. `of` names the kind of file."""
    for error in fault.errors():
        context = error.get("ctx", {})
        if error["type"] == "disagreements":
            yield from (f"{found}." for found in context["found"])
            continue
        place, given = _place(error["loc"], content), error.get("input")
        said = f" (it says {_as_in_toml(given)})" if isinstance(given, str | int | float | date | time) else ""
        if error["type"] in REMEDIES:
            yield REMEDIES[error["type"]].format(place=place, said=said, of=of, **context)
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
