"""Reference figures are what was published, and a wrong file of them is refused with the field's name."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from homeward.outcomes.definitions import measure_called
from homeward.outcomes.references import REFERENCES, ReferenceFigure, ReferencesUnreadable, figures_for, read_references
from tests.support.published import FOLDER, published

FILES = sorted(REFERENCES.glob("*.toml"))
YEAR = (date(2024, 4, 1), date(2025, 3, 31))
TRUSTS = {
    "RJ1": "Guy's and St Thomas' NHS Foundation Trust",
    "RJ2": "Lewisham and Greenwich NHS Trust",
    "RH5": "Somerset NHS Foundation Trust",
    "RJZ": "King's College Hospital NHS Foundation Trust",
}
ENTRY = """
publication = "A table of figures"
address = "https://example.org/table"
published = "May 2026"
checked_on = 2026-11-22

[[months]]
measure = "two_hour_response"
figure = "percent"
area = "England"
first = 2024-12-01
note = "By month, as published."
values = [81.0, 82.5]
"""


def _months(code: str, figure: str, area: str) -> list[float]:
    return [one.value for one in figures_for(code) if (one.figure, one.area) == (figure, area) and one.is_month]


def _of_year(code: str, figure: str) -> dict[str, float]:
    return {one.area: one.value for one in figures_for(code) if one.figure == figure and (one.first, one.last) == YEAR}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_figure_says_what_it_counts_and_who_published_it(file: Path) -> None:
    for one in read_references(file):
        assert one.figure in {figure.code for figure in measure_called(one.measure).figures}
        assert one.address.startswith("https://") or not one.confirmed


def test_figures_of_england_come_first_and_months_in_order() -> None:
    found = figures_for("two_hour_response")
    assert [one.area for one in found][:13] == ["England"] * 13
    months = [one.first for one in found if one.area == "England" and one.is_month]
    assert months == sorted(months)
    assert (months[0], months[-1]) == (date(2024, 4, 1), date(2025, 3, 1))


def test_a_measure_without_published_figures_has_none() -> None:
    assert figures_for("told_again") == ()


def test_months_follow_each_other_over_the_year(tmp_path: Path) -> None:
    file = tmp_path / "table.toml"
    file.write_text(ENTRY)
    assert [(one.first, one.last, one.value) for one in read_references(file)] == [
        (date(2024, 12, 1), date(2024, 12, 31), 81.0),
        (date(2025, 1, 1), date(2025, 1, 31), 82.5),
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("two_hour_response", "three_hour_response", "three_hour_response"),
        ('"percent"', '"median"', "no figure median"),
        ("2024-12-01", "2024-12-02", "first day of a month"),
        ("82.5", "nan", "months.0.values.1"),
        ('"By month, as published."', '""', "months.0.note"),
        ("area =", "place =", "months.0.area"),
        ("[[months]]", "[[months]", "not a TOML file"),
        ("values = [81.0, 82.5]", "values = []", "months.0.values"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    file = tmp_path / "table.toml"
    file.write_text(ENTRY.replace(was, becomes))
    with pytest.raises(ReferencesUnreadable, match=rf"table\.toml.*{said}"):
        read_references(file)


def test_a_span_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    spans = ENTRY.replace("[[months]]", "[[spans]]").replace('area = "England"\n', "last = 2024-11-30\n")
    file = tmp_path / "table.toml"
    file.write_text(spans.replace("values = [81.0, 82.5]", "values = { England = 81.0 }"))
    with pytest.raises(ReferencesUnreadable, match="must not be before the first day"):
        read_references(file)


@pytest.mark.parametrize(("code", "area"), [("National", "England"), ("QKK", "South East London"), ("QSL", "Somerset")])
def test_two_hour_figures_by_month_are_those_published(code: str, area: str) -> None:
    table = published("reference_stats/ucr_2024_25.json")
    months = next(one["months"] for one in [table["england"], *table["icbs"]] if one["code"] == code)
    for measure, figure, name in (
        ("two_hour_response", "percent", "performance"),
        ("two_hour_referrals", "count", "referrals"),
        ("contacts_per_referral", "total", "contacts"),
    ):
        assert _months(measure, figure, area) == [month["value"] for month in months[name]]


def test_two_hour_figures_of_the_year_are_those_published_for_every_place() -> None:
    table = published("reference_stats/ucr_2024_25.json")
    percent, contacts = _of_year("two_hour_response", "percent"), _of_year("contacts_per_referral", "mean")
    assert percent["England"] == table["england"]["metrics"]["ucr-two-hour-achievement"]["percent"]
    boards = sorted(one["metrics"]["ucr-two-hour-achievement"]["percent"] for one in table["icbs"])
    trusts = {TRUSTS[one["code"]]: one for one in table["providers"]}
    assert sorted(value for area, value in percent.items() if area not in {*TRUSTS.values(), "England"}) == boards
    for area, one in (trusts | {"England": table["england"]}).items():
        assert percent[area] == one["metrics"]["ucr-two-hour-achievement"]["percent"]
        assert contacts[area] == one["activity"]["contacts_per_referral"]


def test_discharge_ready_date_figures_are_those_published() -> None:
    table = published("reference_stats/drd_2024_25.json")
    places = {"England": table["england"]} | {one["name"]: one for one in table["icbs"]}
    places |= {f"Residents of {one['name']}": one for one in table["utlas"]}
    places |= {TRUSTS[one["code"]]: one for one in table["providers"]}
    on_the_day, of_delayed = _of_year("discharged_on_ready_day", "percent"), _of_year("delay_of_delayed", "mean")
    with_zeros, days = _of_year("average_delay", "mean"), _of_year("average_delay", "total")
    assert set(places) == set(on_the_day)
    for area, one in places.items():
        metrics = one["metrics"]
        assert on_the_day[area] == metrics["drd-same-day"]["percent"]
        assert of_delayed[area] == metrics["drd-average-delay"]["days"]
        assert with_zeros[area] == metrics["drd-average-delay"]["days_including_zero"]
        assert days[area] == metrics["drd-bed-days"]["count"]


@pytest.mark.parametrize("area", ["England", "South East London", "Residents of Southwark", "Residents of Lambeth"])
def test_discharge_ready_date_figures_by_month_are_those_published(area: str) -> None:
    table = published("reference_stats/drd_2024_25.json")
    everywhere = [table["england"], *table["icbs"], *table["utlas"]]
    monthly = next(one["monthly"] for one in everywhere if one["name"] == area.removeprefix("Residents of "))
    assert _months("discharged_on_ready_day", "percent", area) == [month["same_day_percent"] for month in monthly]
    assert _months("delay_of_delayed", "mean", area) == [
        month["average_days_after_drd_excluding_zero"] for month in monthly
    ]
    for value, month in zip(_months("average_delay", "mean", area), monthly, strict=True):
        assert value == pytest.approx(month["bed_days_after_drd"] / month["total_discharges"], abs=0.005)


def test_discharge_pathways_are_those_published() -> None:
    table = published("reference_stats/acute_discharge_sitrep_2024_25.json")
    places = {"England": table["england"]} | {one["name"]: one for one in table["icbs"]}
    places |= {TRUSTS[one["code"]]: one for one in table["providers"]}
    home, care_home = _by_area(figures_for("discharge_destination")), _by_area(figures_for("straight_to_care_home"))
    assert set(home) == set(care_home) == set(places)
    for area, one in places.items():
        by_pathway = one["post_change_destinations"]["pathway_totals"]
        every = sum(by_pathway.values())
        assert home[area] == pytest.approx(100 * (by_pathway["pathway_0"] + by_pathway["pathway_1"]) / every, abs=0.005)
        assert care_home[area] == pytest.approx(100 * by_pathway["pathway_3"] / every, abs=0.005)


def test_lengths_of_stay_in_community_beds_are_those_published() -> None:
    table = published("reference_stats/community_bed_audit_2026_03_04.json")
    found = {(one.area, one.among): one.value for one in figures_for("length_of_help")}
    kinds = {
        "Community beds": "overall",
        "Community beds to avoid hospital (step-up)": "step_up",
        "Community beds for assessment": "assessment",
        "Community beds to recover after hospital": "post_hospital_rehab",
    }
    for area, one in [("England", table["england"]), *((board["name"], board) for board in table["icbs"])]:
        for among, name in kinds.items():
            assert found.get((area, among)) == one["average_length_of_stay"][name]


def test_spending_on_short_term_support_is_what_was_worked_out() -> None:
    file = FOLDER / "reference_stats" / "health_foundation_ic_figure5.csv"
    if not file.exists():
        pytest.skip("the Health Foundation's figures are not beside the project")
    with file.open() as lines:
        expected = {row["date"]: float(row["real_spend_per_episode"]) for row in csv.DictReader(lines)}
    found = {one.last.isoformat(): one.value for one in figures_for("cost_per_episode")}
    assert found == pytest.approx(expected, abs=0.005)


def test_what_was_only_quoted_is_not_called_confirmed() -> None:
    assert not any(one.confirmed for one in figures_for("wait_to_start") + figures_for("goals_met"))
    assert all(one.confirmed for one in figures_for("discharged_on_ready_day"))


def _by_area(figures: Iterable[ReferenceFigure]) -> dict[str, float]:
    return {one.area: one.value for one in figures}
