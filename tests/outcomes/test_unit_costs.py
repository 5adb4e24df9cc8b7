"""What an hour costs: the partnership's own figures, the closest that was in force on the day."""

from datetime import date
from pathlib import Path

import pytest

from homeward.outcomes.own_files import OwnFileWrong
from homeward.outcomes.unit_costs import NO_COSTS, UnitCosts, read_unit_costs

TITLES = "pathway,kind,pounds_per_hour,from_on,price_year,source\n"
LINES = """reablement,face_to_face,36.00,2025-04-01,2025/26,Council finance
reablement,face_to_face,42.50,2026-04-01,2026/27,Council finance
reablement,,30,2025-04-01,2025/26,Council finance
,face_to_face,50,2025-04-01,2025/26,Trust finance
,,20,2025-04-01,2025/26,Trust finance
"""
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def costs(folder: Path, text: str = TITLES + LINES) -> UnitCosts:
    path = folder / "unit_costs.csv"
    path.write_text(text, encoding="utf-8")
    return read_unit_costs(path)


@pytest.mark.parametrize(
    ("pathway", "kind", "day", "pence"),
    [
        ("reablement", "face_to_face", MARCH, 3600),
        ("reablement", "face_to_face", APRIL, 4250),
        ("reablement", "phone_or_video", APRIL, 3000),
        ("rapid_response", "face_to_face", APRIL, 5000),
        ("rapid_response", "no_access", APRIL, 2000),
        ("rapid_response", "no_access", date(2025, 3, 31), None),
    ],
)
def test_the_closest_cost_in_force_is_taken(tmp_path: Path, pathway: str, kind: str, day: date, pence: int) -> None:
    assert costs(tmp_path).pence(pathway, kind, day, 60) == pence


@pytest.mark.parametrize(
    ("minutes", "staff", "pence"), [(None, 1, None), (0, 1, 0), (45, 1, 3188), (45, 2, 6375), (1, 1, 71)]
)
def test_a_contact_costs_its_minutes_times_its_staff(
    tmp_path: Path, minutes: int | None, staff: int, pence: int | None
) -> None:
    assert costs(tmp_path).pence("reablement", "face_to_face", APRIL, minutes, staff) == pence


def test_without_a_file_nothing_is_priced(tmp_path: Path) -> None:
    assert read_unit_costs(tmp_path / "unit_costs.csv") is NO_COSTS
    assert NO_COSTS.pence("reablement", "face_to_face", APRIL, 60) is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("reablement,,free,2026-04-01,2026/27,X", 'Line 2, pounds_per_hour: "free"'),
        ("reablement,,-1,2026-04-01,2026/27,X", 'Line 2, pounds_per_hour: "-1"'),
        ("reablement,,10000.01,2026-04-01,2026/27,X", "pounds_per_hour"),
        ("reablement,,nan,2026-04-01,2026/27,X", 'pounds_per_hour: "nan"'),
        ("reablement,,36,1 April,2026/27,X", 'Line 2, from_on: "1 April"'),
        ("reablement,,36,2026-04-01,,X", "Line 2, price_year: it is empty"),
        ("reablement,,36,2026-04-01,2026/27,", "Line 2, source: it is empty"),
        (",,1,2026-04-01,2026/27,X\n,,2,2026-04-01,2026/27,X", "two costs from 2026-04-01"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(OwnFileWrong) as wrong:
        costs(tmp_path, TITLES + line + "\n")
    assert says in str(wrong.value)
