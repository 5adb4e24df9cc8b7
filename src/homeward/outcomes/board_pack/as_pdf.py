"""A board pack as a PDF that screen readers can read."""

from dataclasses import asdict
from typing import Any

from homeward.outcomes.board_pack.blocks import Block, Chart, Pack, Table
from homeward.outcomes.board_pack.drawing import svg_of
from homeward.outcomes.board_pack.typesetting import as_pdf


def pack_as_pdf(pack: Pack) -> bytes:
    """The whole pack. The same facts make the same file, byte for byte, on a machine with the same fonts."""
    charts = [one for one in pack.blocks if isinstance(one, Chart)]
    data = {
        "title": pack.title,
        "partnership": pack.partnership or "Homeward",
        "blocks": [_plain(one) for one in pack.blocks],
    }
    return as_pdf("pack.typ", data, {one.name: svg_of(one) for one in charts}, at=pack.counted_at)


def _plain(block: Block) -> dict[str, Any]:
    """A block as the template reads it."""
    if isinstance(block, Chart):
        return {"kind": block.kind, "name": block.name, "alt": block.alt, "key": block.key}
    if isinstance(block, Table):
        return asdict(block) | {"numbers": sorted(block.numbers)}
    return asdict(block)
