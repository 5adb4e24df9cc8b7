"""Setting pages from a template of ours and data beside it, without the network: PDF for reading, PNG for Word.

The data never becomes part of the template's code, so that nothing anybody wrote can change what is done.
"""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, with a title, a language and words for every picture; a document that lacks one is refused."""
DOTS_PER_INCH = 200


def as_pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, str], *, at: datetime) -> bytes:
    """A template filled with data and SVG pictures by name. `at` is written in the file, so that equal facts make equal
    files."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = _laid_out(Path(folder), template, data, pictures)
        made = typst.compile(
            str(root / template), root=str(root), pdf_standards=STANDARD, timestamp=int(at.timestamp())
        )
    return bytes(made)


def as_png(pictures: Mapping[str, str]) -> dict[str, bytes]:
    """Each SVG picture as PNG, by name, as wide as a page's text."""
    import typst

    if not pictures:
        return {}
    names = list(pictures)
    with tempfile.TemporaryDirectory() as folder:
        root = _laid_out(Path(folder), "pictures.typ", {"names": names}, pictures)
        made = typst.compile(str(root / "pictures.typ"), root=str(root), format="png", ppi=DOTS_PER_INCH)
    pages = [made] if isinstance(made, bytes) else made
    return dict(zip(names, pages or [], strict=True))


def _laid_out(root: Path, template: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> Path:
    (root / template).write_bytes((HERE / template).read_bytes())
    (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for name, svg in pictures.items():
        (root / f"{name}.svg").write_text(svg, encoding="utf-8")
    return root
