"""Made-up facts of any size: as many as asked for, the same each time, and nothing in them that a check finds wrong."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.checking import check_facts
from homeward.outcomes.making import Size, make
from homeward.site.commands import facts as command

SMALL = Size(people=200, months=2)


def test_every_table_has_the_rows_asked_for_in_its_own_shape(tmp_path: Path) -> None:
    said = list(make(tmp_path / "facts", SMALL))
    assert {table for table, _, _ in said} == set(TABLES)
    for table, month, rows in said:
        file = tmp_path / "facts" / table / "partnership=made" / f"month={month:%Y-%m}" / "part-0.parquet"
        assert pq.read_metadata(file).num_rows == rows == SMALL.rows(table) > 0
        assert [(one.name, one.type) for one in pq.read_schema(file)] == [
            (one.name, one.type) for one in TABLES[table].schema
        ]
    assert sum(rows for table, _, rows in said if table == "contacts") == 200 * 3 * 10


def test_a_check_finds_nothing_wrong_in_them(tmp_path: Path) -> None:
    list(make(tmp_path / "facts", Size(people=2000, months=2)))
    assert check_facts(tmp_path / "facts", today=date(2026, 11, 22)).faults == ()


def test_the_same_size_is_the_same_facts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        list(make(tmp_path / name, SMALL))
    for file in (tmp_path / "one").rglob("*.parquet"):
        rows = [pq.ParquetFile(tmp_path / name / file.relative_to(tmp_path / "one")).read() for name in ("one", "two")]
        order = [(name, "ascending") for name in rows[0].column_names]
        assert rows[0].sort_by(order).equals(rows[1].sort_by(order)), file


def run(*arguments: str) -> int:
    parser = ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def test_the_command_says_what_it_made_and_never_writes_over_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "facts")
    assert run("make", folder, "--people", "100", "--months", "1") == 0
    assert "made-up facts of 100 people" in capsys.readouterr().out
    assert run("make", folder, "--people", "100") == 2
    assert "Give a folder that is not there yet" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_people_is_a_number(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("make", "somewhere", "--people", number)
    assert "is not a number of 1 or more" in capsys.readouterr().err
