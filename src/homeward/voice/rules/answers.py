"""What an answer to a statement counts for."""

from enum import StrEnum

RESPONSES: dict[int, str] = {
    5: "Strongly agree",
    4: "Agree",
    3: "Neither agree nor disagree",
    2: "Disagree",
    1: "Strongly disagree",
}
"""The scale, as people read it, from the most agreement to the least."""

AGREES_FROM = 4
"""The least that counts as agreeing."""


class NoResponse(StrEnum):
    """Why somebody gave no place on the scale."""

    NOT_APPLICABLE = "not_applicable"
    RATHER_NOT = "rather_not"


NO_RESPONSE_NAMES: dict[NoResponse, str] = {
    NoResponse.NOT_APPLICABLE: "This does not apply to me",
    NoResponse.RATHER_NOT: "I would rather not say",
}

CHOICES: tuple[tuple[str, str], ...] = (
    *((str(number), name) for number, name in RESPONSES.items()),
    *((reason.value, name) for reason, name in NO_RESPONSE_NAMES.items()),
)
"""Everything that can be answered, as code and words."""


class NotAnAnswer(ValueError):
    """Something that is neither a place on the scale nor a reason for giving none."""


def agrees(response: int | None) -> bool | None:
    """True for agree and strongly agree (4 and 5), False for 1 to 3, None where there is no valid response."""
    return None if response is None else response >= AGREES_FROM


def taken_apart(said: str) -> tuple[int | None, str]:
    """An answer as it is kept: its place on the scale, and "" or the reason there is none. Raises NotAnAnswer."""
    if said not in dict(CHOICES):
        raise NotAnAnswer(f'"{said}" is not one of the answers. Choose one of them.')
    return (int(said), "") if said.isdecimal() else (None, said)
