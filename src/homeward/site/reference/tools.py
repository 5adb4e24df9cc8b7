"""The assessment tools that come with the project, and the fields of a tool's file."""

from pydantic import BaseModel

from homeward.episodes.reading.tools import CARRIED, gathered
from homeward.episodes.rules.scoring import in_words
from homeward.episodes.schema.tools import Band, Choice, Item, OfferKind, Section, Tool
from homeward.site.reference.markdown import first_sentence, page, table

PARTS: tuple[tuple[type[BaseModel], str], ...] = (
    (Tool, "The file itself"),
    (Section, "`[[sections]]`"),
    (Item, "`[[sections.items]]`"),
    (Choice, "Values of a choice"),
    (Band, "Bands of the score"),
    (OfferKind, "Offers after it"),
)


def tools_page() -> str:
    """Which tools there are, under which terms, how they are scored, and how to write one's own."""
    tools = gathered(sorted(CARRIED.glob("*.toml"))).current().values()
    return page(
        "Assessment tools",
        "An assessment tool is a TOML file. These come with the project; your own go into the folder `HOMEWARD_TOOLS` "
        "([how](../do/load-an-assessment-tool.md)). Where a tool may not be copied there is only a place for a score "
        "from your licensed copy.",
        table(
            ["Tool", "Code", "Version", "Here", "Items", "Score", "Better", "SNOMED CT"],
            [
                [
                    one.name,
                    f"`{one.code}`",
                    one.version,
                    "whole" if one.embed == "full" else "score only",
                    str(len(one.items)),
                    _scored(one),
                    one.better,
                    one.snomed,
                ]
                for one in tools
            ],
        ),
        "## Terms",
        table(["Tool", "Made by", "Terms", "To cite"], [[t.name, t.source, t.licence, t.citation] for t in tools]),
        "## Bands",
        table(["Tool", "From", "To", "Name"], [row for one in tools for row in _bands(one)]),
        "A band is looked up in the score, for the Barthel index in five times the score.",
        *(part for model, heading in PARTS for part in _fields(model, heading)),
        "Code: `homeward.episodes.schema.tools`, `homeward.episodes.rules.scoring`.",
    )


def _scored(tool: Tool) -> str:
    return "none" if tool.scoring == "none" else f"{in_words(tool.range[0])} to {in_words(tool.range[1])}"


def _bands(tool: Tool) -> list[list[str]]:
    return [[tool.name, in_words(band.low), in_words(band.high), band.name] for band in tool.bands]


def _fields(model: type[BaseModel], heading: str) -> list[str]:
    rows = [
        [f"`{name}`", "yes" if field.is_required() else "", (field.description or "").replace("\n", " ")]
        for name, field in model.model_fields.items()
    ]
    return [f"## {heading}", first_sentence(model.__doc__), table(["Field", "Required", "Meaning"], rows)]
