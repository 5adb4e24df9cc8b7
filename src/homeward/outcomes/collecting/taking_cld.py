"""Taking a council's own extract of Client Level Data: spells of reablement as ASCOF 2A clusters and counts them.

Who somebody is stays outside. Their number, which may be an NHS number, becomes one that only this deployment's key
can make again: the same person has the same in the next extract, and nobody can go back from it.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from homeward.kit.london import london_date
from homeward.outcomes.ascof.cld import ExtractUnreadable, read_cld
from homeward.outcomes.ascof.cld_lines import Line, events_of, fields, people_of
from homeward.outcomes.ascof.cld_reading import Problem
from homeward.outcomes.ascof.events import About
from homeward.outcomes.ascof.two_a import Cluster, clusters_of
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.extract_files import ExtractRefused
from homeward.outcomes.collecting.quarantine import Aside, KeptAside
from homeward.outcomes.collecting.shelf import Extract, checked_name, put_on_shelf, writing_aside
from homeward.outcomes.collecting.taken import Taken
from homeward.outcomes.collecting.writing import Place, write_rows
from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.checks import EARLIEST
from homeward.outcomes.rules.groups import NOT_KNOWN, age_band
from homeward.outcomes.rules.leaving import at_home, destination

TABLE = "discharges"


def is_cld(path: Path) -> bool:
    """True of a file whose headings are those of Client Level Data, in any order and however they are written."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            titles = next(csv.reader(file), [])
    except (OSError, csv.Error):
        return False
    return {_letters(name) for name in fields().needed} <= {_letters(title) for title in titles}


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def take_cld(path: Path, *, name: str, home: Path, context: Context) -> Taken:
    """Take a file of Client Level Data as the extract of this name. Call in the lock.

    Raises ExtractNameWrong, and ExtractRefused where it cannot be read: then the shelf is as it was.
    """
    with writing_aside(home, checked_name(name)) as aside:
        try:
            lines, problems = read_cld(path)
        except ExtractUnreadable as error:
            raise ExtractRefused([str(error)]) from None
        kept = KeptAside(aside / "kept-aside", TABLE)
        for is_kept in (True, False):
            kept.add(_asides(problems, is_kept), counts=is_kept)
        place = Place(aside / "facts", None, TABLES[TABLE])
        written = write_rows(place, _rows(context, lines), partnership=context.partnership, file=f"{name}.parquet")
        extract = Extract(name, context.partnership, context.now, {TABLE: written.rows}, {TABLE: len(kept.lines)})
        put_on_shelf(home, aside, extract)
        return Taken(extract, {TABLE: kept.reasons})


def _rows(context: Context, lines: Sequence[Line]) -> Iterator[Row]:
    """The clusters of support that have ended, in the order they ended."""
    people = people_of(lines)
    clusters = clusters_of(events_of(lines), people, first=EARLIEST, last=london_date(context.now))
    clusters.sort(key=lambda one: (one.end, one.council, one.person, one.start))
    return (_row(context, one, people.get((one.council, one.person), About())) for one in clusters)


def _asides(problems: Sequence[Problem], is_kept: bool) -> Iterator[Aside]:
    return (Aside(one.line, one.field, "", one.what, one.remedy) for one in problems if one.kept_aside is is_kept)


def _row(context: Context, one: Cluster, about: About) -> Row:
    place = destination(outcome=one.outcome, sequel=one.sequel, lived_at="")
    return {
        "partnership": context.partnership,
        "origin": context.origin,
        **dict.fromkeys(("pathway", "model", "source", "need"), ""),
        **dict.fromkeys(("locality", "ethnicity", "deprivation"), NOT_KNOWN),
        "organisation": one.council,
        "age_band": age_band(about.born_on, one.end),
        **on_day("ended", one.end),
        **on_day("twelve_weeks", None),
        "discharge_id": numbered(one.council, one.person, one.start.isoformat()),
        "episode_id": "",
        "person_id": numbered(one.person),
        "began_on": one.start,
        "reason": "",
        "outcome": one.outcome,
        "sequel": one.sequel,
        "sequel_step": str(one.step),
        "new_client": one.new_client,
        "in_2a": one.in_denominator,
        "success_2a": one.in_numerator,
        "left_out_2a": str(one.left_out or ""),
        "followed_up": None,
        "at_home_12_weeks": None,
        "destination": place,
        "at_home": at_home(place),
        "hours_after": None,
    }


def numbered(*parts: str) -> str:
    """A number that stands for these texts, made with this deployment's key: the same each time, and no way back."""
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"extract").digest()
    return "c" + hashlib.blake2b("\0".join(parts).encode(), key=key, digest_size=12).hexdigest()
