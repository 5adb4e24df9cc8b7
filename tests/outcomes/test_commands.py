"""`homeward measure`, as it is typed."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.collecting import collect
from homeward.outcomes.counting.engines import engine_called
from homeward.outcomes.definitions import measures
from homeward.site.commandline import main
from tests.outcomes.made_facts import random_facts, written
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
    assert "Seen within 2 hours (two_hour_response, version 2), by week of start" in said
    assert "2026-03-02  3  3  0         3" in said
    assert all(f"({one.code}, version {one.version})" in said for one in measures())
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


def _json(capsys: Any, *arguments: str) -> list[dict[str, Any]]:
    assert main(["measure", *arguments, "--format", "json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_measure_counts_by_two_breakdowns_and_keeps_what_was_asked_for(counted: None, capsys: Any) -> None:
    whole = ["referrals_received", "--period", "whole", "--from", "2026-03-01", "--by", "source,origin"]
    (row,) = _json(capsys, *whole, "--where", "origin=live", "--where", "source=gp", "--where", "source=self_carer")
    assert (row["group_by"], row["group"], row["denominator"]) == (["source", "origin"], ["self_carer", "live"], 3)
    assert row["complete"] is True
    assert _json(capsys, *whole, "--where", "origin=elsewhere") == []


def test_measure_counts_any_folder_of_facts_and_with_the_engine_named(home: Path, tmp_path: Path, capsys: Any) -> None:
    written(tmp_path / "theirs", {"referrals": random_facts("referrals", rows=40, seed=1)})
    theirs = ["referrals_received", "--facts", str(tmp_path / "theirs"), "--from", "2026-01-01", "--to", "2026-12-31"]
    by_month = _json(capsys, *theirs, "--period", "month")
    assert sum(row["denominator"] for row in by_month) == 40
    assert _json(capsys, *theirs, "--period", "month", "--engine", "duckdb") == by_month


def test_without_codes_only_measures_that_can_be_counted_so_are(counted: None, capsys: Any) -> None:
    codes = {row["measure"] for row in _json(capsys, "--dated", "stop", "--period", "whole")}
    assert codes == {one.code for one in measures() if "stop" in one.dated}
    assert 0 < len(codes) < len(measures())


def test_spark_without_java_says_what_it_needs(
    counted: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    engine_called.cache_clear()
    assert main(["measure", "referrals_received", "--engine", "spark"]) == 1
    assert "needs Java 17 or newer" in capsys.readouterr().err


def test_a_folder_without_facts_is_said_to_have_none(home: Path, tmp_path: Path, capsys: Any) -> None:
    assert main(["measure", "--facts", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr().err
    assert "There are no facts in" in said
    assert "collect" not in said


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["three_hour_response"], 2, "There is no measure"),
        (["referrals_received", "--dated", "stop"], 2, 'has no date "stop"'),
        (["referrals_received", "--by", "shoes"], 2, 'cannot be broken down by "shoes"'),
        (["--by", "shoes"], 2, "No measure can be counted by shoes"),
        (["--by", "need,source,pathway"], 2, "--by takes one breakdown or two"),
        (["--where", "need"], 2, "Write COLUMN=VALUE with one of partnership"),
        (["--where", "shoes=red"], 2, "Write COLUMN=VALUE with one of partnership"),
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
