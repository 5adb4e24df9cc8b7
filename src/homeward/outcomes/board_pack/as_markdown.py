"""A board pack as Markdown, as pandoc reads it. Every sign that could mean something is written as itself. Pure."""

import re

from homeward.outcomes.board_pack.blocks import Block, Bullets, Chart, Heading, Pack, Paragraph, Table

NEW_PAGE = '```{=openxml}\n<w:p><w:r><w:br w:type="page"/></w:r></w:p>\n```'
_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@:'\"&%=])")
_LINE = 120
"""How many dashes a table's line has: past pandoc's width of a line, so that the dashes say how wide columns are."""


def pack_as_markdown(pack: Pack) -> str:
    """The pack as text; a chart is the file `<name>.png`, with what it shows as its description."""
    top = f"---\ntitle: |\n  {plain(pack.title)}\nsubtitle: |\n  {plain(pack.partnership)}\nlang: en-GB\n---"
    first, *rest = (_written(one) for one in pack.blocks)
    return "\n\n".join([top, first.removeprefix(NEW_PAGE).lstrip(), *rest]) + "\n"


def plain(words: str) -> str:
    """Words on one line in which no sign means anything."""
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))


def _written(block: Block) -> str:
    match block:
        case Heading():
            new_page = f"{NEW_PAGE}\n\n" if block.level == 1 else ""
            return f"{new_page}{'#' * block.level} {plain(block.words)}"
        case Paragraph():
            return f'::: {{custom-style="Said"}}\n{plain(block.words)}\n:::' if block.strong else plain(block.words)
        case Bullets():
            return "\n".join(f"- {plain(item)}" for item in block.items)
        case Table():
            return _table(block)
        case Chart():
            picture = f"![{plain(block.alt)}]({block.name}.png){{width=13cm}}\\"
            return f'{picture}\n\n::: {{custom-style="Key"}}\n{plain(block.key)}\n:::'


def _table(table: Table) -> str:
    whole = sum(table.widths)
    lengths = [max(3, round(_LINE * width / whole)) for width in table.widths]
    rule = "|".join("-" * (n - 1) + (":" if i in table.numbers else "-") for i, n in enumerate(lengths))
    lines = [table.headings, *table.rows]
    written = [f"| {' | '.join(plain(words) or ' ' for words in line)} |" for line in lines]
    return "\n".join([written[0], f"|{rule}|", *written[1:], "", f": {plain(table.caption)}"])
