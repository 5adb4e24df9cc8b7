"""A partner's files as they came: their columns, and every line as text with its number. Nothing is believed yet."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.template import INSTEAD, may_be_given, must_be_given

ENDINGS = (".csv", ".parquet")
LINES_AT_A_TIME = 20_000
_IDENTIFYING = re.compile(
    r"nhs(no|num|number)|(fore|sur|first|last|given|family|full|middle|maiden|patient|client|person|user|carer)s?name"
    r"|^names?$|address|street|houseno|housenumber|postcode|zipcode|dob$|dateofbirth|birth|phone|mobile|email|uprn"
)
"""What a heading says, letters and digits only, when a column tells who somebody is. Source: what facts never carry."""


class ExtractRefused(ValueError):
    """An extract that cannot be taken at all. `faults` says, a sentence each, what is wrong and what to do."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("The extract was not taken:\n" + "\n".join(f"- {fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, and its values as text; or why it cannot be read."""

    number: int
    values: tuple[str, ...]
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One table's file, its columns, and those of them that no table has."""

    table: str
    path: Path
    columns: tuple[str, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns that are not of this table: named, and not taken."""
        return tuple(one for one in self.columns if one not in may_be_given(TABLES[self.table]))

    @property
    def known(self) -> tuple[str, ...]:
        """Columns that are taken."""
        return tuple(one for one in self.columns if one not in self.unknown and one)


def files_given(folder: Path) -> list[Given]:
    """The tables in a folder, in the order of the star. Raises ExtractRefused, with every fault of the files' shape."""
    if not folder.is_dir():
        says = "is not a folder, and no file of Client Level Data. Give the folder that the files are in."
        raise ExtractRefused([f'"{folder}" {says}'])
    faults, found = [], []
    for one in sorted(folder.iterdir()):
        if one.suffix.lower() in ENDINGS and one.stem not in TABLES:
            faults.append(f'"{one.name}" is not named by a table. Use one of: {", ".join(TABLES)}.')
    for name in TABLES:
        paths = [path for ending in ENDINGS if (path := folder / f"{name}{ending}").is_file()]
        if len(paths) > 1:
            faults.append(f"{name} is there twice, as CSV and as Parquet. Keep one.")
        elif paths:
            given, wrong = _given(name, paths[0])
            faults += wrong
            found += [given] if given else []
    if not found and not faults:
        faults.append(f'"{folder}" holds no table. Name files by their table, as referrals.csv.')
    if faults:
        raise ExtractRefused(faults)
    return found


def _given(table: str, path: Path) -> tuple[Given | None, list[str]]:
    try:
        columns = tuple(column.strip() for column in _columns(path))
    except (OSError, ValueError, csv.Error) as error:
        return None, [f"{path.name} cannot be read: {str(error).splitlines()[0]}. Write it again."]
    faults = [
        f'{path.name} has a column "{column}", which would say who somebody is. Remove it: facts never carry it.'
        for column in columns
        if says_who(column)
    ]
    faults += [f'{path.name} has the column "{one}" twice. Keep one.' for one in {*columns} if columns.count(one) > 1]
    missing = sorted(must_be_given(TABLES[table]) - {*columns})
    faults += [
        f'{path.name} has no column "{column}". Add it; ./homeward facts template shows all.' for column in missing
    ]
    for column, (instead_of, _) in INSTEAD.items():
        if column in columns and instead_of in columns:
            faults.append(f"{path.name} has both {column} and {instead_of}. Keep one: each says the other.")
    return Given(table, path, columns), faults


def says_who(heading: str) -> bool:
    """True when a column of this heading would say who somebody is."""
    plain = re.sub(r"[^a-z0-9]", "", heading.lower())
    return heading not in INSTEAD and _IDENTIFYING.search(plain) is not None


def _columns(path: Path) -> Sequence[str]:
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        return list(pq.read_schema(path).names)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        titles = next(csv.reader(file), [])
    if not titles:
        raise ValueError("it is empty; there are no headings")
    return titles


def lines_of(given: Given) -> Iterator[Line]:
    """Every line of a file after its headings, also those that cannot be read. In Parquet the rows count as lines."""
    return _parquet_lines(given) if given.path.suffix.lower() == ".parquet" else _csv_lines(given)


def _csv_lines(given: Given) -> Iterator[Line]:
    """Bytes that are no UTF-8 spoil their own line and no other."""
    width = len(given.columns)
    with given.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        while True:
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(reader.line_num, (), f"it is not CSV ({error})")
                continue
            if not any(value.strip() for value in values):
                continue
            if len(values) != width:
                yield Line(reader.line_num, (), f"there are {len(values)} values for {width} columns")
            elif any("\udc80" <= character <= "\udcff" for value in values for character in value):
                yield Line(reader.line_num, (), "it is not UTF-8 text")
            else:
                yield Line(reader.line_num, tuple(values))


def _parquet_lines(given: Given) -> Iterator[Line]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(given.path).iter_batches(LINES_AT_A_TIME):
        texts = [column.cast(pa.string()).to_pylist() for column in batch.columns]
        for values in zip(*texts, strict=True):
            number += 1
            yield Line(number, tuple("" if value is None else value for value in values))
