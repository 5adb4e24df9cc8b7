"""What every part of a service model's file is made of."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400)]
Answer = bool | int | str
"""What was answered to a triage question: yes or no, a number, or the code of a choice."""

Item = TypeVar("Item")
List = Annotated[tuple[Item, ...], Field(strict=False)]
"""Several of something: a list in the file, a tuple here."""


class Part(BaseModel):
    """A part of the file. Nothing is turned into another type: "yes" is not true, and 8 is no time of day.

    The sentence under each field is its description in the JSON schema and in the reference.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)
