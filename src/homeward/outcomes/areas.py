"""Where people live, as far as the facts say: a part of the borough and a fifth of deprivation, by postcode.

The partnership keeps the list itself, as `areas.csv` in its data folder. Without one every place is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from homeward.kit.postcode import tidied
from homeward.outcomes.own_files import FieldWrong, OwnFileWrong, read_own

NOT_KNOWN = "not_known"
COLUMNS = ("postcode_start", "locality", "locality_name", "deprivation_fifth")
FILE = "areas.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the borough by its code, and the fifth of deprivation, 1 the most deprived; each may be not_known."""

    locality: str = NOT_KNOWN
    deprivation: str = NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Areas:
    """Places by how their postcodes begin, the names of localities, and where the list is from and of which day."""

    places: Mapping[str, Place] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    date: str = ""

    def of(self, postcode: str) -> Place:
        """The place of a postcode by the longest beginning listed: whole, sector ("SE15 4") or district ("SE15").

        Of a postcode of which only the beginning is known, that beginning is looked for as it stands.
        """
        whole = tidied(postcode)
        starts = (whole, whole[:-2], whole.split()[0]) if whole else (" ".join(postcode.upper().split()),)
        return next((self.places[start] for start in starts if start in self.places), Place())


NO_AREAS = Areas()


def read_areas(path: Path) -> Areas:
    """The list of areas in a file, or none where there is no file. Raises OwnFileWrong with every fault."""
    if not path.exists():
        return NO_AREAS
    heads, rows = read_own(path, COLUMNS, _line, heads=("source", "date"))
    places: dict[str, Place] = {}
    names: dict[str, str] = {}
    faults = []
    for start, place, name in rows:
        if start in places:
            faults.append(f'postcode_start: "{start}" stands twice. Keep one line for it.')
        if names.setdefault(place.locality, name) != name:
            faults.append(f'locality_name: "{place.locality}" has two names. Write the same one on each of its lines.')
        places[start] = place
    if faults:
        raise OwnFileWrong(path.name, faults)
    return Areas(places, names, heads.source, heads.date)


def _line(values: dict[str, str]) -> tuple[str, Place, str]:
    start = _start(values["postcode_start"])
    locality, fifth = values["locality"], values["deprivation_fifth"]
    if not locality:
        raise FieldWrong("locality", f"it is empty. Give the part of the borough a code, or write {NOT_KNOWN}.")
    if fifth not in {"", NOT_KNOWN, "1", "2", "3", "4", "5"}:
        raise FieldWrong("deprivation_fifth", f'"{fifth}" is not 1 to 5. Write 1 for the most deprived fifth.')
    return start, Place(locality, fifth or NOT_KNOWN), values["locality_name"] or locality


def _start(text: str) -> str:
    """A district, a sector or a whole postcode in one form: any of them with what is missing made up is a postcode."""
    plain = " ".join(text.upper().split())
    whole = tidied(plain)
    if whole:
        return whole
    for ending, cut in (("AA", -2), (" 1AA", -4)):
        made_up = tidied(plain + ending)
        if made_up and made_up[:cut] == plain:
            return plain
    says = f'"{text}" is not how a postcode begins. Write a district (SE15), a sector (SE15 4) or a whole postcode.'
    raise FieldWrong("postcode_start", says)
