"""The partners' extracts that were brought in: checked facts on a shelf of their own, put beside the live service's.

extracts/<name>/extract.json                                   what was taken, what was kept aside, and when
extracts/<name>/facts/<table>/partnership=…/month=YYYY-MM/<name>.parquet
extracts/<name>/kept-aside/<table>.csv                         what could not be taken, and why

An extract is replaced or removed whole, while nobody collects. What a killed one left is put right by the next.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from homeward.outcomes.collecting.writing import Place, Written, carried_over
from homeward.outcomes.facts import SCHEMA_VERSION

_NAME = re.compile(r"^[a-z][a-z0-9-]{0,39}$")
_ASIDE, _GOING = ".writing-", ".going-"


class ExtractNameWrong(ValueError):
    """A name that an extract cannot have."""


class NoSuchExtract(ValueError):
    """There is no extract of this name."""


@dataclass(frozen=True, slots=True)
class Extract:
    """One extract on the shelf: rows taken and kept aside by table, and the instant it was brought in at."""

    name: str
    partnership: str
    brought_in_at: datetime
    taken: dict[str, int]
    kept_aside: dict[str, int]
    schema_version: str = SCHEMA_VERSION

    @property
    def of_this_version(self) -> bool:
        """False when the facts had another shape when it was brought in: it is left out until it comes again."""
        return self.schema_version == SCHEMA_VERSION


def shelf(home: Path) -> Path:
    """Where extracts are kept in a data folder."""
    return home / "extracts"


def checked_name(name: str) -> str:
    """The name, when an extract can have it. Raises ExtractNameWrong otherwise."""
    if name == "live" or not _NAME.match(name):
        says = 'Use small letters, digits and dashes, a letter first, at most 40; not "live", which is this service.'
        raise ExtractNameWrong(f'"{name}" cannot be the name of an extract. {says}')
    return name


def extracts(home: Path) -> list[Extract]:
    """The extracts on the shelf, by name."""
    return [_read(folder) for folder in _folders(home)]


@contextmanager
def writing_aside(home: Path, name: str) -> Iterator[Path]:
    """A new folder to prepare an extract in, gone at the end unless it was put on the shelf: it holds what came in.

    Call while holding the facts' lock, as for all that changes the shelf.
    """
    put_right(home)
    shelf(home).mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = shelf(home) / f"{_ASIDE}{name}"
    aside.mkdir(mode=0o700)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_on_shelf(home: Path, aside: Path, extract: Extract) -> None:
    """Put what was prepared in the place of any earlier extract of this name."""
    said = asdict(extract) | {"brought_in_at": extract.brought_in_at.isoformat()}
    (aside / "extract.json").write_text(json.dumps(said, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    settled = shelf(home) / extract.name
    going = settled.with_name(f"{_GOING}{extract.name}")
    if settled.exists():
        settled.rename(going)
    aside.rename(settled)
    shutil.rmtree(going, ignore_errors=True)


def take_off_shelf(home: Path, name: str) -> None:
    """Remove an extract: later facts are without it. Raises NoSuchExtract."""
    put_right(home)
    settled = shelf(home) / checked_name(name)
    if not settled.exists():
        there = ", ".join(folder.name for folder in _folders(home)) or "none"
        raise NoSuchExtract(f'There is no extract "{name}". There are: {there}.')
    for part in ("extract.json", "facts", "kept-aside"):  # without its first file it is no extract any more
        one = settled / part
        shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
    settled.rmdir()


def put_right(home: Path) -> None:
    """Undo what somebody who was killed had begun: half an extract goes, and one that was moved away comes back."""
    for left in shelf(home).glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in shelf(home).glob(f"{_GOING}*"):
        settled = left.with_name(left.name.removeprefix(_GOING))
        if settled.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(settled)
    for folder in shelf(home).glob("[a-z]*"):
        if not (folder / "extract.json").exists():
            shutil.rmtree(folder, ignore_errors=True)


def put_beside(place: Place, home: Path) -> Written:
    """Every extract's files of a table, linked into the snapshot being written."""
    done = Written()
    for folder in _folders(home):
        if not _read(folder).of_this_version:
            continue
        for file in sorted((folder / "facts" / place.table.name).rglob("*.parquet")):
            where = file.relative_to(folder / "facts")
            _linked(file, place.folder / where)
            carried = place.before is not None and carried_over(place.folder / where, place.before / where)
            done += Written(pq.read_metadata(file).num_rows, 1, int(carried))
    return done


def _linked(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        os.link(file, to)
        return
    shutil.copyfile(file, to)


def _folders(home: Path) -> Iterator[Path]:
    return (folder for folder in sorted(shelf(home).glob("[a-z]*")) if (folder / "extract.json").is_file())


def _read(folder: Path) -> Extract:
    said = json.loads((folder / "extract.json").read_text(encoding="utf-8"))
    return Extract(**said | {"brought_in_at": datetime.fromisoformat(said["brought_in_at"])})
