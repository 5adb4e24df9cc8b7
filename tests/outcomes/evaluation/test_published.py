"""The engine against estimates that R's packages did and lme4 published for the same data."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from homeward.outcomes.evaluation.compared import two_way
from homeward.outcomes.evaluation.mixed import mixed
from homeward.outcomes.evaluation.phased import phases_of
from tests.support.published import FOLDER

DATA = FOLDER / "evaluation"


def rows_of(name: str) -> list[dict[str, str]]:
    file: Path = DATA / name
    if not file.exists():
        pytest.skip(f"the published figures evaluation/{name} are not beside the project")
    with file.open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def expected(case: str) -> dict[str, tuple[float, float]]:
    rows = [row for row in rows_of("expected_R.csv") if row["case"] == case]
    return {row["term"]: (float(row["estimate"]), float(row["se"].replace("NA", "nan"))) for row in rows}


def stepped_wedge(nested: bool) -> Any:
    rows = rows_of("sw_data_example.csv")
    period = np.array([int(row["period"]) for row in rows])
    columns = np.column_stack(
        [np.ones(len(rows)), *((period == k).astype(float) for k in range(2, 7)), [float(row["trt"]) for row in rows]]
    )
    values = np.array([float(row["outcome_cont"]) for row in rows])
    area = [int(row["cluster"]) for row in rows]
    return mixed(values, columns, area, list(period) if nested else None), values, columns, area


@pytest.mark.parametrize(
    ("case", "nested", "near"),
    [("stepped_wedge_lmm_REML", False, 1e-7), ("stepped_wedge_lmm_REML_cluster_period", True, 5e-6)],
)
def test_a_stepped_wedge_is_as_lme4_has_it_estimates_and_errors(case: str, nested: bool, near: float) -> None:
    published = expected(case)
    terms = [term for term in published if not term.startswith("var_")]
    found, *_ = stepped_wedge(nested)
    assert list(found.coefficients) == pytest.approx([published[term][0] for term in terms], abs=near)
    assert list(np.sqrt(np.diag(found.covariance))) == pytest.approx([published[term][1] for term in terms], abs=near)
    if "var_cluster" in published:
        assert found.between_areas == pytest.approx(published["var_cluster"][0], abs=near)
        assert found.rest == pytest.approx(published["var_Residual"][0], abs=near)


def test_statsmodels_finds_the_same_stepped_wedge() -> None:
    import statsmodels.api as sm

    found, values, columns, area = stepped_wedge(nested=False)
    other = sm.MixedLM(values, columns, groups=np.array(area)).fit(reml=True, method=["powell", "bfgs"])
    assert list(found.coefficients) == pytest.approx(list(other.fe_params), abs=1e-6)
    assert float(other.cov_re[0, 0]) == pytest.approx(found.between_areas, abs=1e-6)


def counties() -> list[dict[str, str]]:
    return rows_of("mpdta.csv")


def test_a_two_way_regression_is_as_r_has_it() -> None:
    rows = counties()
    areas = sorted({row["countyreal"] for row in rows})
    years = sorted({row["year"] for row in rows})
    values, on = np.zeros((len(areas), len(years))), np.zeros((len(areas), len(years)))
    for row in rows:
        place = areas.index(row["countyreal"]), years.index(row["year"])
        values[place] = float(row["lemp"])
        on[place] = 0 < int(row["first.treat"]) <= int(row["year"])
    effect, error = expected("mpdta_twfe")["post"]
    found = two_way(values, on)
    assert found.effect == pytest.approx(effect, abs=1e-12)
    assert found.clustered_error == pytest.approx(error, abs=1e-12)
    assert found.plain_error < found.clustered_error


def test_all_twelve_group_time_effects_are_as_published() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        [(float(r["lemp"]), int(r["countyreal"]), int(r["year"]), int(r["first.treat"])) for r in counties()],
        columns=["value", "area", "time", "began"],
    )
    found = {(one.began, one.time): one for one in phases_of(frame, never=True).each}
    published = rows_of("mpdta_att_gt_did_R.csv")
    assert len(published) == len(found) == 12
    for row in published:
        one = found[int(row["group"]), int(row["time"])]
        assert round(one.effect, 4) == float(row["att"])
        # the published errors were drawn by bootstrap, so they differ from the exact ones by chance
        assert one.error == pytest.approx(float(row["se"]), rel=0.1)
