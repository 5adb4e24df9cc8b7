"""`homeward measure`, as it is typed."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.collecting import collect
from homeward.site.commandline import main
from tests.support.borough import NOW, make_borough, received


@pytest.fixture
def counted(db: None, home: Path) -> None:
    borough = make_borough()
    for _ in range(3):
        received(borough)
    collect(now=NOW + timedelta(days=9))


def test_measure_without_facts_says_what_to_do(db: None, home: Path, capsys: Any) -> None:
    assert main(["measure"]) == 1
    assert "Run ./homeward collect first" in capsys.readouterr().err


def test_measure_prints_every_measure_as_a_table(counted: None, capsys: Any) -> None:
    assert main(["measure"]) == 0
    said = capsys.readouterr().out
    assert "Seen within 2 hours (two_hour_response, version 1), by week of start" in said
    assert "2026-03-02  3  3  0         3" in said
    assert "still running" in said


def test_measure_prints_json_a_line_a_row(counted: None, capsys: Any) -> None:
    arguments = ["measure", "referrals_received", "--from", "2026-03-02", "--to", "2026-03-10", "--format", "json"]
    assert main(arguments) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["start"], row["denominator"], row["complete"]) for row in rows] == [
        ("2026-03-02", 3, True),
        ("2026-03-09", 0, False),
    ]


def test_measure_prints_csv_by_group_and_month(counted: None, capsys: Any) -> None:
    arguments = ["measure", "referrals_received", "--by", "source", "--period", "month", "--format", "csv"]
    assert main([*arguments, "--from", "2026-03-01"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["start"], row["group"], row["value"]) for row in rows] == [("2026-03-01", "self_carer", "3.0")]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["three_hour_response"], 2, "There is no measure"),
        (["referrals_received", "--dated", "stop"], 2, 'has no date "stop"'),
        (["referrals_received", "--by", "shoes"], 2, 'cannot be broken down by "shoes"'),
        (["--from", "2026-03-09", "--to", "2026-03-02"], 2, "--from is after --to"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(
    counted: None, capsys: Any, arguments: list[str], code: int, says: str
) -> None:
    assert main(["measure", *arguments]) == code
    assert says in capsys.readouterr().err


def test_a_day_that_is_not_is_refused(db: None, home: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["measure", "--from", "31/02/2026"])
    assert "is not a day" in capsys.readouterr().err


def test_the_list_of_measures_needs_no_facts(db: None, home: Path, capsys: Any) -> None:
    assert main(["measure", "--list"]) == 0
    assert "wait_to_first_contact  Wait to first contact" in capsys.readouterr().out
