"""Write the monthly board pack: the web page's content as one HTML file, a Word document and a PDF.

Exit code 0 when every file was written; 1 when there are no facts or the disk refused; 2 for a month that cannot be.
"""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.outcomes.board_pack.blocks import Pack

FORMATS = ("html", "docx", "pdf")


def add_arguments(parser: ArgumentParser) -> None:
    """Which month, where to, and as what."""
    parser.add_argument("--month", metavar="YYYY-MM", default="", help="default: the last month that was over")
    parser.add_argument("--out", metavar="FOLDER", type=Path, default=Path(), help="default: the folder you are in")
    parser.add_argument("--format", choices=["all", *FORMATS], default="all")


def run(args: Namespace) -> int:
    """Write the files; the exit code."""
    from homeward.outcomes.board_pack.content import pack_of
    from homeward.outcomes.board_pack.months import MonthUnusable, month_asked
    from homeward.outcomes.collecting import facts_in_use
    from homeward.outcomes.snapshots import SnapshotUnreadable

    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return _refused("There are no facts yet. Run ./homeward collect first.", 1)
        began = time.perf_counter()
        pack = pack_of(snapshot, month_asked(snapshot, args.month))
        print(f"Counted for {pack.month_name} in {time.perf_counter() - began:.1f} s.")
        args.out.mkdir(parents=True, exist_ok=True)
        for said in _written(pack, args.out, FORMATS if args.format == "all" else (args.format,)):
            print(said)
    except MonthUnusable as error:
        return _refused(str(error), 2)
    except SnapshotUnreadable as error:
        return _refused(f"{error} Run ./homeward collect to write them again.", 1)
    except OSError as error:
        return _refused(f"The file could not be written: {error}.", 1)
    return 0


def _written(pack: "Pack", out: Path, formats: tuple[str, ...]) -> Iterator[str]:
    from homeward.outcomes.board_pack.making import FILES, file_name

    makers = {ending: make for ending, (_, make) in FILES.items()}
    for ending in formats:
        began = time.perf_counter()
        data = makers[ending](pack)
        place = out / file_name(pack, ending)
        place.write_bytes(data)
        yield f"{place}: {len(data) / 1024:,.0f} KB in {time.perf_counter() - began:.1f} s."


def _refused(why: str, code: int) -> int:
    print(why, file=sys.stderr)
    return code
