"""What an extract comes to: the months it covers, its figures, and the command that prints them."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.ascof.cld_lines import Line
from homeward.outcomes.ascof.cld_period import last_year_of, period_covered
from homeward.outcomes.ascof.events import Event, EventType
from homeward.outcomes.ascof.names import service_names
from homeward.site.commandline import main

SENT = date(2025, 10, 15)
FOUR = tuple(EventType)
STATED = (date(2024, 10, 1), date(2025, 9, 30))


def month_of(month: int, number: int, kinds: tuple[EventType, ...] = FOUR) -> list[Line]:
    """So many events that end in a month of 2025, of these kinds in turn."""
    found = []
    for place in range(number):
        kind, day = kinds[place % len(kinds)], date(2025, month, 1 + place % 28)
        event = Event(person="1", kind=kind, start=day, end=day)
        found.append(Line(place + 2, event, None, None, {}))
    return found


def test_the_period_runs_from_the_first_month_that_is_covered_to_the_end_of_the_last() -> None:
    lines = [*month_of(3, 60), *month_of(6, 60), *month_of(4, 60)]
    assert period_covered(lines, sent_on=SENT) == (date(2025, 3, 1), date(2025, 6, 30))


@pytest.mark.parametrize(("number", "covered"), [(3, False), (4, True)])
def test_a_month_with_fewer_than_2_per_cent_of_the_events_is_not_covered(number: int, covered: bool) -> None:
    lines = [*month_of(3, number), *month_of(5, 200 - number)]
    found = period_covered(lines, sent_on=SENT)
    assert found == (date(2025, 3 if covered else 5, 1), date(2025, 5, 31))


@pytest.mark.parametrize(("kinds", "covered"), [(FOUR[:3], True), (FOUR[:2], False)])
def test_a_month_with_fewer_than_three_kinds_of_event_is_not_covered(
    kinds: tuple[EventType, ...], covered: bool
) -> None:
    lines = [*month_of(3, 60, kinds), *month_of(5, 60)]
    assert period_covered(lines, sent_on=SENT) == (date(2025, 3 if covered else 5, 1), date(2025, 5, 31))


def test_a_file_of_two_kinds_needs_those_two() -> None:
    lines = [*month_of(3, 60, FOUR[:1]), *month_of(5, 60, FOUR[:2])]
    assert period_covered(lines, sent_on=SENT) == (date(2025, 5, 1), date(2025, 5, 31))


def test_months_from_the_one_in_which_the_file_was_sent_are_not_covered() -> None:
    lines = [*month_of(9, 100), *month_of(10, 100), *month_of(11, 100)]
    assert period_covered(lines, sent_on=SENT) == (date(2025, 9, 1), date(2025, 9, 30))


@pytest.mark.parametrize(("number", "expected"), [(99, STATED), (100, (date(2025, 5, 1), date(2025, 5, 31)))])
def test_below_100_events_the_stated_dates_are_taken(number: int, expected: Any) -> None:
    assert period_covered(month_of(5, number), sent_on=SENT, stated=STATED) == expected
    assert period_covered(month_of(5, 9), sent_on=SENT) is None


def test_events_that_go_on_cover_no_month() -> None:
    going_on = [Line(1, Event(person="1", kind=kind, start=SENT, end=None), None, None, {}) for kind in FOUR] * 99
    assert period_covered(going_on, sent_on=SENT, stated=STATED) == STATED


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ((date(2023, 4, 1), date(2025, 6, 30)), (date(2024, 7, 1), date(2025, 6, 30))),
        ((date(2025, 4, 1), date(2025, 6, 30)), (date(2025, 4, 1), date(2025, 6, 30))),
        ((date(2020, 4, 1), date(2024, 2, 29)), (date(2023, 3, 1), date(2024, 2, 29))),
    ],
)
def test_the_last_twelve_months_of_a_period(period: Any, year: Any) -> None:
    assert last_year_of(period) == year


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Ten people: four successes, two who then had support at home, one client already, two who moved, one bad line."""
    path = tmp_path / "extract.csv"
    end = date(2025, 6, 10)
    rows = [_row(number, "st_max", "Reablement", date(2025, 5, 1), end, "NFA: Other") for number in range(7)]
    rows += [_row(number, "lts_community", "", end, None) for number in (4, 5)]
    rows += [_row(6, "lts_community", "", date(2024, 1, 1), date(2025, 4, 30))]
    rows += [_row(7, "lts_nursing", "Long term nursing care", end, None), _row(8, "lts_residential", "", end, None)]
    rows += [
        _row(9, "st_max", "Reablement", end, date(2025, 5, 1)),
        _row(0, "st_max", "Reablement", date(2025, 5, 1), end),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _row(person: int, service: str, component: str, start: date, end: date | None, outcome: str = "") -> dict[str, Any]:
    return {
        "LA_Code": "E09000028",
        "LA_Person_Unique_Identifier": person,
        "Date_of_Birth": date(1940, 1, 1) if person else date(1980, 1, 1),
        "Client_Type": "Service user",
        "Event_Type": "Service",
        "Event_Start_Date": start,
        "Event_End_Date": end or "",
        "Event_Outcome": outcome,
        "Service_Type": service_names()[service],
        "Service_Component": component,
    }


PERIOD = ("--from", "2025-04-01", "--to", "2026-03-31")


def test_the_command_counts_an_extract_and_names_what_it_leaves_out(extract: Path, capsys: Any) -> None:
    assert main(["ascof", str(extract), *PERIOD, "--people-65", "31000"]) == 0
    said = capsys.readouterr().out
    assert "14 lines: 1 kept aside, 1 the same event again." in said
    assert "  Total               4 of       6   66.7 %" in said
    assert "  18 to 64            1 of       1   100.0 %" in said
    assert "  Not counted         1   had long-term support in the 91 days before, so no new client" in said
    assert "  65 and above        1   3.2 per 100,000" in said
    assert "  18 to 64            0   give --people-18-64 for the rate" in said
    assert "  Not counted         1   no service component says that it is for good" in said
    assert "        1 kept aside  Event_End_Date: Ends before it starts (first in line 14)." in said


def test_the_command_says_the_same_in_json(extract: Path, capsys: Any) -> None:
    assert main(["ascof", str(extract), *PERIOD, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["2A"]["total"] == {"numerator": 4, "denominator": 6, "value": 66.7}
    assert said["2A"]["not_known"]["value"] is None
    assert (said["lines"], said["kept_aside"], said["repeated"], said["without_component"]) == (14, 1, 1, 1)
    assert sum(one["times"] for one in said["problems"] if one["kept_aside"]) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Too few events to tell which months the extract covers. Give --from and --to."),
        (("--from", "2025-04-01"), "Give both --from and --to, the earlier day first."),
        (("--from", "2025-04-02", "--to", "2025-04-01"), "Give both --from and --to, the earlier day first."),
    ],
)
def test_the_command_refuses_in_words(options: tuple[str, ...], said: str, extract: Path, capsys: Any) -> None:
    assert main(["ascof", str(extract), *options]) == 2
    assert capsys.readouterr().err.strip() == said


def test_the_command_refuses_a_file_that_is_not_there(capsys: Any) -> None:
    assert main(["ascof", "nowhere.csv"]) == 2
    assert "nowhere.csv cannot be read: No such file or directory. Check its name." in capsys.readouterr().err


def test_without_dates_the_last_twelve_months_that_are_covered_are_counted(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "long.csv"
    rows = []
    for day in range(0, 800, 2):
        on = date(2023, 1, 1) + timedelta(days=day)
        for kind in ("Request", "Review", "Assessment"):
            rows.append(_row(day, "st_max", "", on, on, "NFA: Other") | {"Event_Type": kind})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert main(["ascof", str(path)]) == 0
    assert "Counted from 2024-03-01 to 2025-02-28." in capsys.readouterr().out
