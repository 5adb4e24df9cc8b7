"""The ways of writing a board pack as a file: what each is called, and how it is made."""

from collections.abc import Callable

from homeward.outcomes.board_pack.as_docx import pack_as_docx
from homeward.outcomes.board_pack.as_html import pack_as_html
from homeward.outcomes.board_pack.as_pdf import pack_as_pdf
from homeward.outcomes.board_pack.blocks import Pack

FILES: dict[str, tuple[str, Callable[[Pack], bytes]]] = {
    "html": ("text/html; charset=utf-8", pack_as_html),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", pack_as_docx),
    "pdf": ("application/pdf", pack_as_pdf),
}
"""For each ending, the kind of file and what makes it."""


def file_name(pack: Pack, ending: str) -> str:
    """What the file is called: board-pack-2026-10.pdf."""
    return f"board-pack-{pack.month:%Y-%m}.{ending}"
