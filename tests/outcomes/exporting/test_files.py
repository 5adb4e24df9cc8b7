"""Facts and numbers as files: complete, without the numbers of records, guarded for those who see groups only."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from homeward.outcomes.exporting.all_numbers import Asked, all_numbers
from homeward.outcomes.exporting.facts_files import write_facts
from homeward.outcomes.exporting.pseudonyms import Pseudonyms
from homeward.outcomes.facts import TABLES
from homeward.outcomes.periods import Period
from homeward.partnership.models import Member
from homeward.people.models import AccessEntry
from homeward.site.commandline import main
from tests.outcomes.board_pack.year import OCTOBER, a_year, seen
from tests.outcomes.made_facts import random_facts, written
from tests.support.borough import make_borough

Capture = pytest.CaptureFixture[str]
YEAR = Asked(date(2026, 10, 1), date(2026, 10, 31), Period.MONTH, "")


def told_nobody(table: str, rows: int) -> None:
    """Progress that nobody looks at."""


def numbers(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def two_hour(lines: list[dict[str, str]]) -> dict[str, str]:
    return next(one for one in lines if one["measure"] == "two_hour_response" and one["first_day"] == "2026-10-01")


def test_facts_come_whole_with_other_numbers_that_still_agree_between_tables(tmp_path: Path) -> None:
    made = {name: random_facts(name, rows=40, seed=3) for name in TABLES}
    for number, row in enumerate(made["contacts"]):
        row["episode_id"] = made["episodes"][number % 5]["episode_id"]
        row |= {name: made["episodes"][number % 5][name] for name in ("partnership", "origin")}
    snapshot = written(tmp_path / "facts", made)
    rows = write_facts(snapshot, tmp_path / "out", Pseudonyms(), told_nobody)
    assert rows == {name: len(those) for name, those in made.items()}
    read = {name: pq.read_table(tmp_path / "out" / f"{name}.parquet") for name in TABLES}
    for name, table in read.items():
        assert table.schema.equals(TABLES[name].schema)
        for field in TABLES[name].fields:
            after = table[field.name].to_pylist()
            if not field.name.endswith("_id"):
                before = pa.Table.from_pylist(made[name], schema=table.schema)[field.name].to_pylist()
                assert sorted(map(str, after)) == sorted(map(str, before))
            else:
                assert not set(after) & {row[field.name] for row in made[name]} - {""}
    assert set(read["contacts"]["episode_id"].to_pylist()) <= set(read["episodes"]["episode_id"].to_pylist())
    assert "Data dictionary" in (tmp_path / "out" / "dictionary.md").read_text()


def test_facts_are_not_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(FileExistsError):
        write_facts(written(tmp_path / "facts", {}), tmp_path, Pseudonyms(), told_nobody)


@pytest.mark.parametrize(
    ("sees_rows", "numerator", "denominator", "value"), [(True, "3", "43", "6.976"), (False, "under 5", "45", "hidden")]
)
def test_numbers_are_exact_only_for_those_who_see_rows(
    home: Path, db: None, sees_rows: bool, numerator: str, denominator: str, value: str
) -> None:
    snapshot = a_year(home, last_month=seen(OCTOBER, many=43, in_time=3))
    found = two_hour(numbers("".join(all_numbers(snapshot, YEAR, sees_rows=sees_rows))))
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)
    assert found["value"].startswith(value)
    assert found["version"] == "2"
    assert found["first_day"] == "2026-10-01"


def test_of_groups_in_a_month_no_single_one_is_held_back(home: Path, db: None) -> None:
    rows = seen(OCTOBER, many=43, in_time=20)
    for number, row in enumerate(rows):
        row["locality"] = "north" if number < 20 else "south" if number < 40 else "east"
    snapshot = a_year(home, last_month=rows)
    asked = Asked(YEAR.first, YEAR.last, Period.MONTH, "locality")
    found = numbers("".join(all_numbers(snapshot, asked, sees_rows=False)))
    hidden = [
        one["group"] for one in found if one["measure"] == "two_hour_response" and one["denominator"] == "under 5"
    ]
    assert len(hidden) == 2


@pytest.mark.parametrize(("who", "exactly"), [("head", "exact"), ("commissioner", "rounded")])
def test_taking_numbers_away_is_kept_in_the_access_log(home: Path, db: None, who: str, exactly: str) -> None:
    borough = make_borough()
    member: Member = getattr(borough, who)
    a_year(home)
    client = Client()
    client.force_login(member)
    response: Any = client.get("/outcomes/exports/numbers.csv?period=month&by=locality")
    assert two_hour(numbers(b"".join(response.streaming_content).decode()))["group_by"] == "locality"
    entry = AccessEntry.objects.get(route="export_numbers")
    assert entry.member == member
    assert entry.searched_for.startswith(f"{exactly} numbers by month by locality")


def test_a_span_that_cannot_be_is_explained_on_the_page(home: Path, db: None) -> None:
    borough = make_borough()
    a_year(home)
    client = Client()
    client.force_login(borough.analyst)
    page = client.get("/outcomes/exports/numbers.csv?period=week&first=1+1+2000").content.decode()
    assert "at most 3 years before the last" in page
    assert not AccessEntry.objects.exists()


def test_commands_write_whole_files_and_note_what_is_about_people(home: Path, db: None) -> None:
    a_year(home)
    out = home / "out"
    for asked in (
        ["numbers", "--out", str(out / "numbers.csv")],
        ["definitions", "--out", str(out / "definitions.json")],
        ["facts", "--out", str(out / "facts")],
        ["events", "--as", "xes", "--out", str(out / "events.xes")],
        ["events", "--as", "ocel", "--out", str(out / "events.json")],
    ):
        assert main(["export", *asked]) == 0
    assert sorted(one.name for one in out.iterdir()) == [
        "definitions.json",
        "events.json",
        "events.xes",
        "facts",
        "numbers.csv",
    ]
    noted = [json.loads(line) for line in (home / "exports.jsonl").read_text().splitlines()]
    assert [one["what"] for one in noted] == ["facts", "events as xes", "events as ocel"]
    assert two_hour(numbers((out / "numbers.csv").read_text()))["denominator"] == "40"


def test_commands_without_facts_say_what_to_do(home: Path, db: None, capsys: Capture) -> None:
    assert main(["export", "numbers", "--out", str(home / "n.csv")]) == 1
    assert main(["board-pack", "--out", str(home)]) == 1
    assert capsys.readouterr().err.count("Run ./homeward collect first") == 2
    assert not (home / "n.csv").exists()


def test_one_command_writes_the_pack_in_every_form(home: Path, db: None, capsys: Capture) -> None:
    make_borough()
    a_year(home)
    assert main(["board-pack", "--month", "2026-09", "--out", str(home / "packs")]) == 0
    made = {one.name: one.read_bytes()[:4] for one in (home / "packs").iterdir()}
    assert made["board-pack-2026-09.pdf"] == b"%PDF"
    assert made["board-pack-2026-09.docx"][:2] == b"PK"
    assert "board-pack-2026-09.html" in made
    assert main(["board-pack", "--month", "2026-12", "--out", str(home)]) == 2
    assert "was not over" in capsys.readouterr().err
