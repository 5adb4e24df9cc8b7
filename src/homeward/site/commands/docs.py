"""Write the pages of docs/look-up that come from the program itself, or say which are out of date."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from homeward.site.reference import PAGES

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "look-up"


def add_arguments(parser: ArgumentParser) -> None:
    """Whether to write or only to look."""
    parser.add_argument("--check", action="store_true", help="write nothing; say which pages are out of date")


def run(args: Namespace) -> int:
    """0 when the pages were written or are current; 1 when `--check` finds one that is not."""
    pages = {name: write() for name, write in PAGES.items()}
    changed = [name for name, text in pages.items() if not _is(FOLDER / name, text)]
    if args.check:
        for name in changed:
            print(f"docs/look-up/{name} is out of date. Run ./homeward docs to write it anew.", file=sys.stderr)
        return 1 if changed else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (FOLDER / name).write_text(pages[name], encoding="utf-8")
    print(f"{len(changed)} pages written, {len(PAGES) - len(changed)} were current.")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
