"""What is known of parts that were kept: of which files and measures they are, and whether they still hold."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from homeward.outcomes.counting.expressing import Shape, quantile_kinds, quantiles_sql, sums_sql
from homeward.outcomes.counting.parts.grains import GRAINS
from homeward.outcomes.definitions import MEASURES, Definition, measures
from homeward.outcomes.facts import SCHEMA_VERSION
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot

_NAME = "parts.json"


@dataclass(frozen=True, slots=True)
class OfTable:
    """The parts of one table: the checksum of each file by its path, each measure's key, and the events."""

    files: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What a folder's parts are of; `source` and `stamp` tell the definitions and the folder as they were then."""

    source: str
    stamp: str
    tables: dict[str, OfTable]

    def holds_for(self, measure: Definition) -> bool:
        """Whether the measure is still counted as it was then. Asks Ibis only when a file of measures has changed."""
        key = self.tables.get(measure.table, OfTable()).keys.get(measure.code)
        if key is not None and self.source == source_key() and any(measure is one for one in measures()):
            return True
        return key is not None and key == key_of(measure)


def folder_of(snapshot_folder: Path) -> Path:
    """Where the parts of a snapshot are."""
    return snapshot_folder / "parts"


def read_known(snapshot_folder: Path) -> Known | None:
    """What the parts of a folder are of; None when there are none that can be used."""
    try:
        said = json.loads((folder_of(snapshot_folder) / _NAME).read_text())
        if said["shape"] != shape_key():
            return None
        tables = {name: OfTable(**one) for name, one in said["tables"].items()}
        return Known(said["source"], said["stamp"], tables)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_known(snapshot_folder: Path, known: Known) -> None:
    """Say what the parts are of, which makes them usable."""
    said = {"shape": shape_key(), **asdict(known)}
    (folder_of(snapshot_folder) / _NAME).write_text(json.dumps(said, indent=1, sort_keys=True) + "\n")


@lru_cache(maxsize=8)
def parts_known(snapshot: Snapshot) -> Known | None:
    """What the parts of a snapshot are of; None when there are none, or when they are of other files."""
    known = read_known(snapshot.folder)
    if known is None:
        return None
    files = {file: checksum for table in known.tables.values() for file, checksum in table.files.items()}
    same = files == snapshot.checksums if snapshot.checksums else bool(snapshot.stamp) and known.stamp == snapshot.stamp
    return known if same else None


@lru_cache(maxsize=512)
def key_of(measure: Definition) -> str:
    """A text that changes when what is counted does: the SQL of its sums and quantiles, and its events."""
    texts = [*measure.dated]
    shape = Shape(measure.table, measure.dated[0], Period.WHOLE, ())
    for sql in (sums_sql, quantiles_sql) if quantile_kinds(measure) else (sums_sql,):
        text, columns = sql((measure,), shape, "duckdb")
        texts += [text, repr(columns)]
    return _digest("\n".join(texts).encode())


@cache
def source_key() -> str:
    """A text that changes when any file does by which measures are counted."""
    files = [*MEASURES.glob("*.py"), *MEASURES.glob("*.toml"), *Path(__file__).parents[1].rglob("*.py")]
    return _digest(b"\0".join(file.read_bytes() for file in sorted(files)))


def shape_key() -> str:
    """A text that changes when the parts of another version of the program could not be read by this one."""
    return _digest(repr((1, SCHEMA_VERSION, GRAINS)).encode())


def _digest(said: bytes) -> str:
    return hashlib.blake2b(said, digest_size=12).hexdigest()
