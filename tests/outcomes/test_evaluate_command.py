"""The command that holds a measure, or any series of months, against a change."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homeward.partnership.actions import withdraw_change
from homeward.partnership.models import PhaseSaid
from homeward.site.commandline import main
from tests.outcomes.monthly_facts import CHANGE, facts_with, in_use, stepped, write_comparison
from tests.support.borough import NOW, Borough, make_borough
from tests.support.changes import marked

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def borough(db: None, home: Path) -> Borough:
    return make_borough()


def series_file(folder: Path, *areas: str) -> str:
    rows = [
        f"{area},{2023 + i // 12}-{i % 12 + 1:02d},{60 + (i * (n + 2)) % 5 + (10 if n == 0 and i >= 24 else 0)},100"
        for n, area in enumerate(areas)
        for i in range(36)
    ]
    file = folder / "seen_in_time.csv"
    file.write_text("\n".join(["area,month,numerator,denominator", *rows]), encoding="utf-8")
    return str(file)


def lines(capsys: Capture) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_series_of_one_area_is_looked_at_before_and_after(tmp_path: Path, capsys: Capture) -> None:
    assert main(["evaluate", "--series", series_file(tmp_path, ""), "--at", "2025-01"]) == 0
    said = capsys.readouterr().out
    assert "“seen_in_time” was" in said
    assert "percentage points higher than the trend before suggested (95% interval" in said
    assert "Takes for granted: Without the change" in said


def test_a_series_of_several_areas_is_compared(tmp_path: Path, capsys: Capture) -> None:
    file = series_file(tmp_path, "Wick", "Holm", "Stoke")
    assert main(["evaluate", "--series", file, "--at", "Wick=2025-01-01", "--format", "json"]) == 0
    alone, compared = lines(capsys)
    assert (alone["way"], compared["way"]) == ("before_and_after", "against_others")
    assert compared["answer"]["effect"]["value"] == pytest.approx(10, abs=1)
    assert compared["answer"]["drawn"][0]["month"] == "2023-01-01"


def test_phased_starts_of_a_series_are_compared_step_by_step(tmp_path: Path, capsys: Capture) -> None:
    file = series_file(tmp_path, "Wick", "Holm", "Stoke", "Mere")
    at = ["--at", "Wick=2024-06", "--at", "Holm=2025-01"]
    assert main(["evaluate", "--series", file, *at, "--format", "json"]) == 0
    assert [one["way"] for one in lines(capsys)] == [
        "before_and_after",
        "before_and_after",
        "phased_against_others",
        "step_by_step",
    ]


def test_too_few_months_exit_with_1_and_say_how_many_more(tmp_path: Path, capsys: Capture) -> None:
    assert main(["evaluate", "--series", series_file(tmp_path, ""), "--at", "2025-10"]) == 1
    assert "Look again in 5 months" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "Give --at with the day"),
        (["--at", "2025-01"], "The file has 2 areas. Say which has the change, as --at Holm=2026-03"),
        (["--at", "Nowhere=2025-01"], "The file has no area Nowhere. It has Holm, Wick"),
    ],
)
def test_what_is_missing_for_a_series_is_said(tmp_path: Path, capsys: Capture, more: list[str], says: str) -> None:
    assert main(["evaluate", "--series", series_file(tmp_path, "Wick", "Holm"), *more]) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_is_not_there_or_cannot_be_read_is_said(tmp_path: Path, capsys: Capture) -> None:
    assert main(["evaluate", "--series", str(tmp_path / "none.csv"), "--at", "2025-01"]) == 2
    assert "The file cannot be used" in capsys.readouterr().err
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["evaluate", "--series", str(tmp_path / "bad.csv"), "--at", "2025-01"]) == 2
    assert "The first row must name the columns" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", "--series", "x.csv", "--at", "soon"])
    assert '"soon" is not a day' in capsys.readouterr().err


def test_a_measure_is_held_against_a_change_and_other_areas(borough: Borough, home: Path, capsys: Capture) -> None:
    in_use(facts_with(stepped))
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    asked = ["evaluate", "--measure", "two_hour_response", "--change", str(change.pk)]
    assert main([*asked, "--format", "json"]) == 0
    assert [one["way"] for one in lines(capsys)] == ["before_and_after"]
    write_comparison(home, "others.csv")
    assert main([*asked, "--compare", str(home / "comparison" / "others.csv"), "--format", "json"]) == 0
    alone, compared = lines(capsys)
    assert alone["answer"]["months_after"] == 12
    assert compared["answer"]["areas"] == 5


def test_what_is_missing_for_a_measure_is_said(borough: Borough, capsys: Capture) -> None:
    change = marked(borough.head, phases=(PhaseSaid("", date(2025, 3, 1)),))
    number = str(change.pk)
    assert main(["evaluate", "--measure", "two_hour_response", "--change", number]) == 1
    assert "There are no facts yet" in capsys.readouterr().err
    assert main(["evaluate", "--measure", "two_hour_response"]) == 2
    assert "Give --measure with --change" in capsys.readouterr().err
    assert main(["evaluate", "--measure", "nothing", "--change", number]) == 2
    assert 'There is no measure "nothing"' in capsys.readouterr().err
    withdraw_change(change=change, why="It never began.", by=borough.head, now=NOW)
    assert main(["evaluate", "--measure", "two_hour_response", "--change", number]) == 2
    assert f"There is no change {number} in force" in capsys.readouterr().err
