"""What the made-up partnership keeps by hand can be read as any partnership's files are."""

from datetime import date
from pathlib import Path

from homeward.demo.own_files import MONTHS, write_own_files
from homeward.demo.reading import words
from homeward.outcomes.areas import FILE as AREAS
from homeward.outcomes.areas import read_areas
from homeward.outcomes.collecting.area_counts_facts import FILE as COUNTS
from homeward.outcomes.collecting.area_counts_facts import read_area_counts
from homeward.outcomes.unit_costs import FILE as COSTS
from homeward.outcomes.unit_costs import read_unit_costs

TODAY = date(2026, 1, 31)


def test_every_part_of_the_borough_has_a_place_and_every_stage_a_cost(tmp_path: Path) -> None:
    write_own_files(tmp_path, today=TODAY, seed=3)
    areas = read_areas(tmp_path / AREAS)
    assert {
        areas.of(f"{district} {sector}AB").locality for district in ("SE31", "SE32") for sector in range(1, 10)
    } == {
        "tannery_quay",
        "ropewalk",
        "lanternfield",
        "orchard_quay",
    }
    costs = read_unit_costs(tmp_path / COSTS)
    for pathway in ("rapid_response", "supported_discharge", "reablement", "urgent_social_work", "home_ward"):
        assert 1000 < (costs.pence(pathway, "face_to_face", TODAY, 60) or 0) < 20_000


def test_counts_are_of_months_that_are_over_and_near_the_rates_they_were_drawn_from(tmp_path: Path) -> None:
    write_own_files(tmp_path, today=TODAY, seed=3)
    rows = read_area_counts(tmp_path / COUNTS)
    months = {row["month"] for row in rows}
    assert (len(months), min(months), max(months)) == (MONTHS, date(2023, 1, 1), date(2025, 12, 1))
    for told in words("figures_of_its_own")["counts"]:
        of_it = [row for row in rows if (row["what"], row["age_band"]) == (told["what"], told["age_band"])]
        expected = sum(
            people / 100_000 * told["a_month_per_100_000"][place] * season * MONTHS / 12
            for place, people in told["population"].items()
            for season in told["by_season"]
        )
        assert abs(sum(row["count"] for row in of_it) - expected) < 4 * expected**0.5


def test_the_same_seed_and_day_make_the_same_files_and_another_seed_does_not(tmp_path: Path) -> None:
    made = []
    for seed in (3, 3, 4):
        write_own_files(tmp_path, today=TODAY, seed=seed)
        made.append({path.name: path.read_text() for path in sorted(tmp_path.iterdir())})
    assert made[0] == made[1]
    assert made[0][COUNTS] != made[2][COUNTS]
