"""A board pack as a Word document, by pandoc, with a look of ours."""

import os
import subprocess
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from homeward.outcomes.board_pack.as_markdown import pack_as_markdown
from homeward.outcomes.board_pack.blocks import Chart, Pack
from homeward.outcomes.board_pack.drawing import svg_of
from homeward.outcomes.board_pack.look import look_of
from homeward.outcomes.board_pack.typesetting import as_png

LONGEST = 60
"""Seconds after which pandoc is given up; it takes one or two."""


class DocumentNotMade(RuntimeError):
    """Pandoc could not write the document; the message is what it said."""


def pack_as_docx(pack: Pack) -> bytes:
    """The whole pack. The same facts make the same file, byte for byte. Raises DocumentNotMade."""
    pictures = as_png({one.name: svg_of(one) for one in pack.blocks if isinstance(one, Chart)})
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, png in pictures.items():
            (root / f"{name}.png").write_bytes(png)
        (root / "look.docx").write_bytes(_look())
        (root / "pack.md").write_text(pack_as_markdown(pack), encoding="utf-8")
        asked = ("-f", "markdown", "-t", "docx", "--reference-doc", "look.docx", "-o", "pack.docx")
        _pandoc(*asked, "pack.md", folder=root, at=pack.counted_at)
        return (root / "pack.docx").read_bytes()


@cache
def _look() -> bytes:
    """Pandoc's own look, changed into ours once for each process."""
    return look_of(_pandoc("--print-default-data-file", "reference.docx"))


def _pandoc(*arguments: str, folder: Path | None = None, at: datetime | None = None) -> bytes:
    import pypandoc

    clock = {"SOURCE_DATE_EPOCH": str(int(at.timestamp()))} if at else {}
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *arguments],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", **clock},
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise DocumentNotMade(f"The Word document could not be written: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
