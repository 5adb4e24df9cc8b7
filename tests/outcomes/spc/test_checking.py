"""Our charts held to published ones: equal where they are, and whatever differs or cannot be read is named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from homeward.outcomes.spc.checking import charted, differences
from homeward.outcomes.spc.many import CAUSES, KINDS, xmr_many
from homeward.outcomes.spc.published import published
from homeward.site.commandline import main
from tests.support.published import FOLDER

SERIES_HEAD = (
    "series,source,n,rebase_idx,fix_after_n_points,improvement_direction,target,screen_outliers,variation_type,"
    "assurance_type"
)
POINTS_HEAD = (
    "series,i,x,y,rebase_group,mean,lpl,upl,outside_limits,relative_to_mean,close_to_limits,special_cause_type,point_type,"
    "short_group_warning"
)
SERIES = "a,made,3,,NA,increase,9,FALSE,common_cause,consistent_fail"
LIMITS = "2,-0.66,4.66"
POINTS = (
    f"a,1,2026-01-01,1,0,{LIMITS},FALSE,-1,FALSE,Common Cause,common_cause,TRUE",
    f"a,2,2026-02-01,2,0,{LIMITS},FALSE,0,FALSE,Common Cause,common_cause,TRUE",
    f"a,3,2026-03-01,3,0,{LIMITS},FALSE,1,FALSE,Common Cause,common_cause,TRUE",
)


def _files(
    folder: Path, series: tuple[str, ...] = (SERIES,), points: tuple[str, ...] = POINTS, head: str = POINTS_HEAD
) -> list[str]:
    (folder / "series.csv").write_text("\n".join((SERIES_HEAD, *series)), encoding="utf-8")
    (folder / "points.csv").write_text("\n".join((head, *points)), encoding="utf-8")
    return [str(folder / "series.csv"), str(folder / "points.csv")]


def _published() -> tuple[Path, Path]:
    files = FOLDER / "spc/spc_series.csv", FOLDER / "spc/spc_points_expected.csv"
    if not all(file.exists() for file in files):
        pytest.skip("the published series of control charts are not beside the project")
    return files


def test_every_published_point_and_icon_is_as_we_chart_it() -> None:
    series = published(*_published())
    assert len(series) > 400
    assert sum(len(one.points) for one in series) > 10_000
    assert [difference for one in series for difference in differences(one)] == []


def test_published_series_come_out_the_same_in_arrays() -> None:
    for one in published(*_published()):
        chart = charted(one)
        at_once = xmr_many(
            [[np.nan if point.y is None else point.y for point in one.points]],
            better=one.better,
            target=one.target,
            rebase_at=[place - 1 for place in one.rebase_idx],
            fix_after_n_points=one.fix_after_n_points,
            screen_outliers=one.screen_outliers,
        )
        assert [CAUSES[code] for code in at_once.cause[0]] == [point.cause for point in chart.points]
        assert KINDS[at_once.variation[0]] == chart.variation
        assert list(at_once.mean[0]) == [point.mean for point in chart.points]


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_equal_is_said_with_how_much_was_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert main(["spc", *_files(tmp_path), "--format", form]) == 0
    said = capsys.readouterr().out
    if form == "text":
        assert said == "1 series, 3 points checked: nothing differs.\n"
    else:
        assert json.loads(said) == {
            "series": 1,
            "points": 3,
            "left_out": 0,
            "differences": 0,
            "series_that_differ": 0,
            "equal": True,
        }


@pytest.mark.parametrize(
    ("was", "now", "column", "expected", "came"),
    [
        (",2,-0.66,", ",2.00000001,-0.66,", "mean", 2.00000001, 2.0),
        (",-0.66,", ",-0.67,", "lpl", -0.67, -0.66),
        (",4.66,", ",NA,", "upl", None, 4.66),
        ("FALSE,0,FALSE", "TRUE,0,FALSE", "outside_limits", True, False),
        ("FALSE,0,FALSE", "NA,0,FALSE", "outside_limits", None, False),
        ("FALSE,0,FALSE", "FALSE,1,FALSE", "relative_to_mean", 1.0, 0),
        ("FALSE,0,FALSE", "FALSE,0,TRUE", "close_to_limits", True, False),
        ("Common Cause", "Above UCL", "special_cause_type", "Above UCL", "Common Cause"),
        (",common_cause", ",special_cause_concern", "point_type", "special_cause_concern", "common_cause"),
        (",TRUE", ",FALSE", "short_group_warning", False, True),
    ],
)
def test_a_point_that_differs_is_named_with_its_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, now: str, column: str, expected: Any, came: Any
) -> None:
    assert was in POINTS[1]
    points = (POINTS[0], POINTS[1].replace(was, now), POINTS[2])
    assert main(["spc", *_files(tmp_path, points=points), "--format", "json"]) == 1
    difference, summary = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert difference["came"] == (pytest.approx(came) if isinstance(came, float) else came)
    del difference["came"]
    assert difference == {"series": "a", "point": 2, "x": "2026-02-01", "column": column, "expected": expected}
    assert (summary["differences"], summary["equal"]) == (1, False)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        (
            "common_cause,",
            "special_cause_concern,",
            "a, variation_type: expected special_cause_concern, came common_cause",
        ),
        ("consistent_fail", "NA", "a, assurance_type: expected NA, came consistent_fail"),
        ("made,3", "made,4", "a, n: expected 4, came 3"),
    ],
)
def test_an_icon_or_a_number_of_points_that_differs_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, now: str, says: str
) -> None:
    assert main(["spc", *_files(tmp_path, series=(SERIES.replace(was, now),))]) == 1
    assert capsys.readouterr().out == f"{says}\n1 series, 3 points checked: 1 difference in 1 series.\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda _: {"points": POINTS[::-1]},
        lambda _: {"points": (*POINTS, ",,,,,,,,,,,,,")},
        lambda _: {"points": tuple(f"{point},more" for point in POINTS), "head": f"{POINTS_HEAD},beside"},
        lambda _: {"points": tuple(point.replace("-01,", "-01T00:00:00Z,") for point in POINTS)},
        lambda _: {"points": tuple(point.replace(",FALSE", ", false ") for point in POINTS)},
        lambda _: {"points": (*POINTS, "a,4,2026-04-01,NA,0,NA,NA,NA,NA,NA,NA,NA,NA,NA"), "series": (_four(),)},
        lambda _: {"series": (SERIES.replace(",3,,NA,", ",3.0,,nan,"),)},
        lambda _: {"series": (SERIES.replace(",3,,", ",3,1,"),)},
    ],
)
def test_any_order_other_columns_and_every_word_for_nothing_are_read(tmp_path: Path, change: Any) -> None:
    assert main(["spc", *_files(tmp_path, **change(None))]) == 0


def _four() -> str:
    return SERIES.replace(",3,", ",4,")


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("2026-02-01", "yesterday", 'points.csv cannot be used:\n- Line 3, column x: "yesterday" is not a date'),
        ("2026-02-01,2", "2026-02-01,two", 'Line 3, column y: "two" is not a number'),
        ("2026-02-01,2", "2026-02-01,Inf", 'Line 3, column y: "Inf" is not a number'),
        ("2026-02-01", "2026-01-01", 'Line 3, column x: "2026-01-01" is in this series already'),
        ("a,2,", "b,2,", 'Line 3, column series: "b" is not among the series of'),
        ("a,2,", ",2,", "Line 3, column series: there must be the name of a series here"),
        ("FALSE,0", "maybe,0", 'Line 3, column outside_limits: "maybe" is not TRUE, FALSE or NA'),
        (",TRUE", "", "Line 3: there are 13 cells, and 14 columns"),
    ],
)
def test_a_point_that_cannot_be_read_is_refused_with_file_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, now: str, says: str
) -> None:
    assert was in POINTS[1]
    points = (POINTS[0], POINTS[1].replace(was, now), POINTS[2])
    assert main(["spc", *_files(tmp_path, points=points)]) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    ("series", "says"),
    [
        ((SERIES, SERIES), 'Line 3, column series: "a" is there a second time'),
        ((SERIES.replace("increase", "up"),), 'Line 2, column improvement_direction: "up" is not increase'),
        ((SERIES.replace("increase", "NA"),), "Line 2, column improvement_direction: there must be increase"),
        ((SERIES.replace("increase,9,FALSE", "increase,9,NA"),), "Line 2, column screen_outliers: there must be TRUE"),
        ((SERIES.replace(",3,,NA,", ",3,,11,"),), "Line 2, column fix_after_n_points: 11 is too few"),
        ((SERIES.replace(",3,,NA,", ",3,,12.5,"),), 'column fix_after_n_points: "12.5" is not a whole number'),
        ((SERIES.replace(",3,,", ",3,4,"),), "Line 2, column rebase_idx: a place is not from 1 to 3"),
        ((SERIES.replace(",3,,", ",3,2;b,"),), 'Line 2, column rebase_idx: "2;b" is not places of points'),
        ((SERIES.replace("made", '"made'),), "series.csv cannot be used:\n- Line 2: unexpected end of data"),
    ],
)
def test_a_series_that_cannot_be_read_is_refused_with_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], series: tuple[str, ...], says: str
) -> None:
    assert main(["spc", *_files(tmp_path, series=series)]) == 2
    assert says in capsys.readouterr().err


def test_a_file_without_its_columns_or_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = _files(tmp_path, head=POINTS_HEAD.replace("upl", "upper"))
    assert main(["spc", *files]) == 2
    assert "Line 1: there is no column upl." in capsys.readouterr().err
    assert main(["spc", files[0], str(tmp_path / "none.csv")]) == 2
    assert "none.csv cannot be used" in capsys.readouterr().err
    (tmp_path / "empty.csv").touch()
    assert main(["spc", files[0], str(tmp_path / "empty.csv")]) == 2
    assert "Line 1: there is no column series, x, y" in capsys.readouterr().err


def test_files_with_headings_only_are_refused_and_not_called_equal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    series, _ = _files(tmp_path)
    (tmp_path / "headings.csv").write_text(POINTS_HEAD + "\n")
    assert main(["spc", series, str(tmp_path / "headings.csv")]) == 2
    assert "headings.csv cannot be used:\n- There is nothing below the headings" in capsys.readouterr().err
    (tmp_path / "none.csv").write_text(SERIES_HEAD + "\n")
    assert main(["spc", str(tmp_path / "none.csv"), str(tmp_path / "headings.csv")]) == 2
    assert "none.csv cannot be used" in capsys.readouterr().err
