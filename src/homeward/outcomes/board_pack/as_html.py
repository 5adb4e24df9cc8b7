"""A board pack as one HTML file that needs nothing beside it, to open or to send."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from homeward.outcomes.board_pack.blocks import Pack

STYLES = Path(__file__).parent.parent / "static" / "outcomes"


def pack_as_html(pack: Pack) -> bytes:
    """The whole pack as the page shows it, with its own style inside."""
    return render_to_string("outcomes/board_pack_alone.html", {"pack": pack, "style": _style()}).encode()


@cache
def _style() -> str:
    """The style of the charts, and what a document of its own needs."""
    return "\n".join((STYLES / name).read_text(encoding="utf-8") for name in ("spc.css", "alone.css"))
