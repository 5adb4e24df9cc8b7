"""The few pieces of Markdown that generated pages are made of."""

from collections.abc import Iterable, Sequence

MADE = "<!-- Generated: run ./homeward docs -->\n"


def page(title: str, *parts: str) -> str:
    """A whole page: the mark that it is generated, a title, and its parts with a line between them."""
    return MADE + "\n\n".join([f"# {title}", *(part.strip() for part in parts)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell is written so that it does not end the cell."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((docstring or "").strip().split("\n\n")[0].split())
