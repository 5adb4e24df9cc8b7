"""A council's file of Client Level Data becomes discharges, counted as ASCOF 2A counts, and names nobody."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from homeward.outcomes.ascof.cld_lines import fields
from homeward.outcomes.collecting.bringing_in import bring_in
from homeward.outcomes.collecting.extract_files import ExtractRefused
from homeward.outcomes.collecting.taken import Taken
from homeward.outcomes.collecting.taking_cld import is_cld, numbered
from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.checking import check_facts
from tests.outcomes.ascof.test_cld import SPELL, Row
from tests.outcomes.test_extracts import LATER

NHS_NUMBER = "9990000018"
LONG_TERM: Row = {
    **SPELL,
    "Event_Start_Date": "2025-06-12",
    "Event_End_Date": "",
    "Event_Outcome": "",
    "Service_Type": "Long term support: Community",
    "Service_Component": "Home support or domiciliary care",
}


def written(path: Path, *rows: Row, titles: list[str] | None = None) -> Path:
    names = titles or list(fields().names)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def taken(path: Path, name: str = "council") -> Taken:
    return bring_in(path, name=name, now=LATER)


def facts(home: Path) -> list[dict[str, Any]]:
    found = sorted((home / "extracts/council/facts/discharges").rglob("*.parquet"))
    return [row for file in found for row in pq.ParquetFile(file).read().to_pylist()]


def test_every_column_of_a_spell_of_reablement(tmp_path: Path, home: Path) -> None:
    done = taken(written(tmp_path / "cld.csv", SPELL))
    assert (done.extract.taken, done.extract.kept_aside) == ({"discharges": 1}, {"discharges": 0})
    (row,) = facts(home)
    assert set(row) == {field.name for field in TABLES["discharges"].fields}
    assert row == row | {
        "partnership": "testshire",
        "origin": "council",
        "organisation": "E09000028",
        "age_band": "85_over",
        "locality": "not_known",
        "ethnicity": "not_known",
        "deprivation": "not_known",
        "began_on": date(2025, 5, 1),
        "ended_on": date(2025, 6, 10),
        "ended_week": date(2025, 6, 9),
        "ended_month": date(2025, 6, 1),
        "twelve_weeks_on": None,
        "person_id": numbered("E09000028_17"),
        "discharge_id": numbered("E09000028", "E09000028_17", "2025-05-01"),
        "episode_id": "",
        "outcome": "nfa_as_planned",
        "sequel": "nfa_as_planned",
        "sequel_step": "4a",
        "new_client": True,
        "in_2a": True,
        "success_2a": True,
        "left_out_2a": "",
        "followed_up": None,
        "at_home_12_weeks": None,
        "hours_after": None,
    }


def test_what_followed_is_told_by_the_national_rules(tmp_path: Path, home: Path) -> None:
    taken(written(tmp_path / "cld.csv", SPELL, LONG_TERM))
    (row,) = facts(home)
    assert (row["sequel"], row["sequel_step"], row["in_2a"], row["success_2a"]) == ("lts_community", "3", True, False)


def test_who_had_long_term_support_before_is_left_out(tmp_path: Path, home: Path) -> None:
    taken(written(tmp_path / "cld.csv", SPELL, LONG_TERM | {"Event_Start_Date": "2025-01-12"}))
    (row,) = facts(home)
    assert (row["new_client"], row["in_2a"], row["left_out_2a"]) == (False, False, "not_a_new_client")


@pytest.mark.parametrize("end", ["", "2026-06-02"])
def test_support_that_has_not_ended_is_no_discharge_yet(tmp_path: Path, home: Path, end: str) -> None:
    done = taken(written(tmp_path / "cld.csv", SPELL | {"Event_End_Date": end}))
    assert (done.extract.taken, facts(home)) == ({"discharges": 0}, [])


def test_nobodys_number_or_birthday_enters(tmp_path: Path, home: Path) -> None:
    taken(written(tmp_path / "cld.csv", SPELL | {"NHS_Number": NHS_NUMBER}))
    for file in (home / "extracts").rglob("*"):
        if file.is_file():
            assert NHS_NUMBER.encode() not in file.read_bytes()
            assert b"1940" not in file.read_bytes()
    (row,) = facts(home)
    assert row["person_id"] == numbered(NHS_NUMBER)


def test_the_same_person_has_the_same_number_again_and_only_with_this_key(settings: Any) -> None:
    first = numbered(NHS_NUMBER)
    assert first == numbered(NHS_NUMBER) != numbered("9990000026")
    settings.SECRET_KEY = "another"
    assert first != numbered(NHS_NUMBER)


def test_lines_that_cannot_be_counted_are_kept_aside(tmp_path: Path, home: Path) -> None:
    wrong = SPELL | {"Event_End_Date": "2025-04-01"}
    noted = SPELL | {"LA_Person_Unique_Identifier": "18", "Event_Outcome": "Something else"}
    done = taken(written(tmp_path / "cld.csv", SPELL, wrong, noted))
    assert (done.extract.taken, done.extract.kept_aside) == ({"discharges": 2}, {"discharges": 1})
    said = (home / "extracts/council/kept-aside/discharges.csv").read_text()
    assert "3,Event_End_Date,,Ends before it starts" in said
    assert "4,Event_Outcome" in said


def test_what_is_taken_holds_in_every_check(tmp_path: Path, home: Path) -> None:
    other = {**SPELL, "LA_Person_Unique_Identifier": "18", "Event_End_Date": "2025-09-01"}
    taken(written(tmp_path / "cld.csv", SPELL, LONG_TERM, other))
    assert check_facts(home / "extracts/council/facts", today=LATER.date()).faults == ()


def test_the_headings_say_whether_it_is_client_level_data(tmp_path: Path) -> None:
    shouted = [name.upper().replace("_", " ") for name in fields().names]
    assert is_cld(written(tmp_path / "cld.csv", SPELL))
    assert is_cld(written(tmp_path / "loud.csv", titles=shouted))
    other = written(tmp_path / "other.csv", titles=["a", "b"])
    assert not is_cld(other)
    with pytest.raises(ExtractRefused, match="no file of Client Level Data"):
        taken(other)
