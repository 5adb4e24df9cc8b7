"""The shape of an assessment tool. The file's field names are these names; an unknown field is refused."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
ValueCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Snomed = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{5,17})?$")]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-100_000, le=100_000)]
Value = bool | int | float | str
"""An answer as it is kept: yes or no, a number, text, or the code of a choice."""

TOTAL = "total"
"""The item under which a whole score is kept that came without its answers, from another organisation."""

Element = TypeVar("Element")
List = Annotated[tuple[Element, ...], Field(strict=False)]


class _Part(BaseModel):
    """A part of the file. The sentence under each field is its description in the JSON schema and the reference."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class Choice(_Part):
    """One possible answer to an item."""

    code: ValueCode
    """What records call it. It is never changed once used."""
    name: Line
    """What people read on the page."""
    score: Number | None = None
    """What it counts for. Left out for an answer that is no score, such as "missing"."""


class Item(_Part):
    """One thing that is asked, seen or measured."""

    code: Code
    """What records call it. It is never changed once used."""
    asks: Line
    """The question as people read it."""
    help: str = ""
    """A line of help below the question, in words that may be shown to everybody."""
    kind: Literal["choice", "yes_no", "number", "text"]
    """How it is answered."""
    values: List[Choice] = ()
    """The possible answers of a choice; none for the other kinds."""
    min: Number | None = None
    """The least a number may be."""
    max: Number | None = None
    """The most a number may be."""
    step: Annotated[Number, Field(gt=0)] = 1
    """From one possible number to the next, counted from `min`: 0.5 for half points."""
    unit: str = ""
    """What a number is counted in."""
    concept: Code | None = None
    """What is asked, whatever the tool: two items with the same concept are the same question, and its answer can be
    kept from one to the other."""
    snomed: Snomed = ""
    """Its SNOMED CT concept id."""
    required: bool = False
    """The assessment cannot be completed without it. Whatever a score needs is required in any case."""
    note: bool = False
    """A few words can be added to the answer."""

    @model_validator(mode="after")
    def fields_go_with_the_kind(self) -> Self:
        """A choice has values, each code once; a number has min and max, some steps apart; others neither."""
        if (self.kind == "choice") != bool(self.values):
            raise ValueError('an item of kind "choice" needs values, and only such an item may have them')
        codes = [one.code for one in self.values]
        if len(set(codes)) != len(codes):
            raise ValueError("values name a code twice; give each its own")
        if (self.kind == "number") != (self.min is not None and self.max is not None):
            raise ValueError('an item of kind "number" needs min and max, and only such an item may have them')
        if self.min is not None and self.max is not None:
            if self.max <= self.min:
                raise ValueError("max must be more than min")
            if (exact(self.max) - exact(self.min)) % exact(self.step):
                raise ValueError("max is not a whole number of steps above min")
        return self

    @property
    def scores(self) -> list[Decimal]:
        """The least and the most it can count for; empty where it counts for nothing."""
        if self.kind == "number":
            return [exact(self.min or 0), exact(self.max or 0)]
        counted = [exact(one.score) for one in self.values if one.score is not None]
        return [min(counted), max(counted)] if counted else []

    @property
    def fineness(self) -> Decimal:
        """The smallest difference between two of its scores: 1, or less where there are parts of points."""
        if self.kind == "number":
            return exact(self.step)
        return min((Decimal(1).scaleb(int(exact(one.score).as_tuple().exponent)) for one in self.values
                    if one.score is not None), default=Decimal(1))  # fmt: skip


class Section(_Part):
    """Items that belong together, under a heading."""

    code: Code
    """What the address of the page calls it."""
    title: Line
    """The heading."""
    help: str = ""
    """A sentence below the heading."""
    items: Annotated[List[Item], Field(min_length=1)]
    """What is asked, in this order."""


class Band(_Part):
    """A range of scores with a name. Both ends belong to it."""

    low: Number
    """The least score in it."""
    high: Number
    """The most."""
    name: Line
    """What people read."""


class OfferKind(_Part):
    """Something that is offered to the person after the assessment."""

    code: Code
    """What records call it. It is never changed once used."""
    name: Line
    """What people read."""
    help: str = ""
    """When it is worth offering."""


class Tool(_Part):
    """One version of one assessment tool, whole."""

    code: Code
    """What records call it. It is never changed once used."""
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]
    """The highest version is the one in use; assessments keep the one they were made with."""
    name: Line
    """What people read."""
    about: Line
    """What it is for, in a sentence."""
    source: Line
    """Who made it."""
    licence: Line
    """Under which terms it may be used, and by whom that was found."""
    citation: str = ""
    """The publication to cite, where its owner asks for that."""
    snomed: Snomed = ""
    """The SNOMED CT concept id of its score."""
    embed: Literal["full", "score-only"]
    """Whether its questions are here, or only a place for a score from a licensed copy elsewhere."""
    scoring: Literal["sum", "single", "none"]
    """The score is the sum of the items, the one item named in `score_of`, or there is none."""
    score_of: Code | None = None
    """The item that is the score, for scoring "single"."""
    better: Literal["higher", "lower", ""] = ""
    """Which way is better for the person; left out where neither is."""
    band_times: Annotated[int, Field(gt=0)] = 1
    """What the score is multiplied by before it is looked up in the bands."""
    place: int = 100
    """Where it stands among the tools to choose from: small numbers first."""
    sections: Annotated[List[Section], Field(min_length=1)]
    """The questions."""
    bands: List[Band] = ()
    """Ranges of the score, from the lowest; together they cover every score there can be."""
    offers: List[OfferKind] = ()
    """What is offered to the person after it."""

    @model_validator(mode="after")
    def parts_agree(self) -> Self:
        """Codes stand once, the scoring finds its items, and every possible score is in exactly one band."""
        found = [*_disagreements(self)]
        if found:
            raise PydanticCustomError("disagreements", "{together}", {"together": "; ".join(found), "found": found})
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order asked."""
        return tuple(item for section in self.sections for item in section.items)

    def item(self, code: str) -> Item | None:
        """The item with this code, or None."""
        return next((item for item in self.items if item.code == code), None)

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items the score is made of."""
        if self.scoring == "sum":
            return tuple(item for item in self.items if item.scores)
        return tuple(item for item in self.items if self.scoring == "single" and item.code == self.score_of)

    @property
    def needed(self) -> tuple[Item, ...]:
        """The items without which it cannot be completed."""
        scored = {item.code for item in self.scored_items}
        return tuple(item for item in self.items if item.required or item.code in scored)

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest score there can be. Raises ValueError for a tool without scoring."""
        scores = [item.scores for item in self.scored_items]
        if not scores:
            raise ValueError(f"{self.name} gives no score.")
        return sum((one[0] for one in scores), Decimal(0)), sum((one[1] for one in scores), Decimal(0))

    @property
    def fineness(self) -> Decimal:
        """The smallest difference between two scores."""
        return min((item.fineness for item in self.scored_items), default=Decimal(1))


def exact(number: float) -> Decimal:
    """A number as it is written, so that 0.1 and 0.2 are 0.3."""
    return Decimal(str(number)).normalize()


def _disagreements(tool: Tool) -> Iterator[str]:
    codes = [item.code for item in tool.items]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f'items: "{code}" stands more than once. Give each item its own code'
    concepts = [item.concept for item in tool.items if item.concept]
    for concept in sorted({one for one in concepts if concepts.count(one) > 1}):
        yield f'items, concept: "{concept}" stands more than once. Ask the same thing once'
    if (tool.scoring == "single") != (tool.score_of is not None):
        yield 'score_of: scoring "single" needs it, and no other may have it. Name the item that is the score'
    elif tool.scoring != "none" and not any(item.scores for item in tool.scored_items):
        yield "scoring: no item counts for anything. Give values a score, or say scoring none"
    elif tool.scoring == "none" and (tool.bands or tool.snomed):
        yield "bands, snomed: a tool without scoring has neither. Remove them"
    else:
        if tool.scoring == "sum" and TOTAL in codes:
            yield f'items: "{TOTAL}" is kept for a whole score from elsewhere. Choose another code'
        if tool.bands:
            yield from _faults_of_bands(tool)


def _faults_of_bands(tool: Tool) -> Iterator[str]:
    """Scores in no band or in two, a sentence for the first of each; bands that begin or end beyond every score."""
    low, high = tool.range
    step, times = tool.fineness, tool.band_times
    if (high - low) / step > 10_000:
        yield "bands: there are too many different scores for bands. Remove them, or make the steps larger"
        return
    scores = [(low + step * n) * times for n in range(int((high - low) / step) + 1)]
    for wrong, words in ((0, "is in no band"), (2, "is in more than one band")):
        hit = [one for one in scores if min(sum(b.low <= one <= b.high for b in tool.bands), 2) == wrong]
        if hit:
            yield f"bands: a score of {hit[0].normalize():f} {words}. Let the bands follow each other without gaps"
    if exact(tool.bands[0].low) != scores[0] or exact(tool.bands[-1].high) != scores[-1]:
        yield f"bands: they must begin at {scores[0].normalize():f} and end at {scores[-1].normalize():f}"
