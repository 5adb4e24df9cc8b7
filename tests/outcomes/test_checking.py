"""Facts are checked wherever they come from: each thing that can be wrong is named, counted and given a remedy."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.checking import Checked, FactsUnreadable, check_facts
from tests.outcomes.fact_rows import AT, DAY, row_of, write_rows_of

TODAY = date(2026, 3, 31)


def found(folder: Path, table: str, *rows: dict[str, Any]) -> list[tuple[str, str, int]]:
    write_rows_of(folder, table, rows)
    return [(one.field, one.says, one.rows) for one in check_facts(folder, today=TODAY).faults]


@pytest.mark.parametrize("table", TABLES)
def test_a_plain_row_of_every_table_holds(tmp_path: Path, table: str) -> None:
    assert found(tmp_path, table, row_of(table)) == []


@pytest.mark.parametrize(
    ("table", "changes", "field", "says"),
    [
        ("referrals", {"triage_outcome": "maybe"}, "triage_outcome", "it is not a code of the list"),
        ("referrals", {"clock_code": ""}, "clock_code", "it is not a code of the list"),
        ("referrals", {"referral_id": ""}, "referral_id", "it is empty"),
        ("referrals", {"age_band": "40s"}, "age_band", "it is not a code of the list"),
        ("referrals", {"contacts": -1}, "contacts", "it is too small"),
        ("referrals", {"person_id": "9990000018"}, "person_id", "it is an NHS number"),
        ("referrals", {"person_id": "999 000 0018"}, "person_id", "it is an NHS number"),
        ("referrals", {"locality": "SE1 7EH"}, "locality", "it is a whole postcode"),
        (
            "referrals",
            {"received_at": AT + timedelta(hours=14)},
            "received_on",
            "it is not the London date of received_at",
        ),
        ("referrals", {"decided_on": DAY - timedelta(days=1)}, "decided_on", "it is before received_on"),
        ("referrals", {"excluded_because": ""}, "excluded_because", "it says why"),
        ("referrals", {"received_week": DAY}, "received_week", "it is not the Monday of the week of received_on"),
        ("referrals", {"received_month": DAY}, "received_month", "it is not the first day of the month of received_on"),
        ("episodes", {"opened_on": date(1900, 1, 1)}, "opened_on", "it is before 2000"),
        ("episodes", {"opened_on": TODAY + timedelta(days=1)}, "opened_on", "it is in the future"),
        ("episodes", {"ended_on": DAY - timedelta(days=1)}, "ended_on", "it is before opened_on"),
        ("episodes", {"barthel_first": 20.5}, "barthel_first", "it is too large"),
        ("episodes", {"frailty_first": 0.5}, "frailty_first", "it is too small"),
        ("episodes", {"hours_now": float("nan")}, "hours_now", "it is not a number"),
        (
            "episodes",
            {"began_on": DAY, "ended_on": DAY, "days": 1},
            "days",
            "it is not the days from began_on to ended_on",
        ),
        ("contacts", {"minutes": 1441}, "minutes", "it is too large"),
        ("contacts", {"staff": 5}, "staff", "it is too large"),
        ("assessments", {"answers": 1, "kept_answers": 2}, "kept_answers", "it is more than the answers"),
        ("goals", {"level": 2, "baseline": 0, "change": 1}, "change", "it is not level less baseline"),
        ("discharges", {"success_2a": True}, "success_2a", "it is met and not counted"),
        ("discharges", {"left_out_2a": ""}, "left_out_2a", "it does not agree with in_2a"),
        ("hospital_stays", {"ready_on": DAY - timedelta(days=1)}, "ready_on", "it is before admitted_on"),
        ("hospital_stays", {"linked_2d": True}, "linked_2d", "it is linked and not counted"),
        ("hospital_stays", {"discharge_pathway": "4"}, "discharge_pathway", "it is not a code of the list"),
        ("delays", {"share": 1.1}, "share", "it is too large"),
        ("delays", {"reason": "transport"}, "family", "it does not fit reason"),
        ("placements", {"began_on": TODAY + timedelta(days=367)}, "began_on", "it is more than a year ahead"),
        ("ward_days", {"taken": 1, "stepped_up": 2}, "stepped_up", "it is more than the places taken"),
        ("ward_days", {"reviews_done": 1}, "reviews_done", "it is more than the reviews due"),
        ("meeting_actions", {"done_on": DAY - timedelta(days=1)}, "done_on", "it is before agreed_on"),
        ("answers", {"response": 6}, "response", "it is too large"),
        ("answers", {"response": 3}, "agrees", "it does not agree with response"),
        ("area_counts", {"what": "births"}, "what", "it is not a code of the list"),
    ],
)
def test_each_thing_that_can_be_wrong_is_named(
    tmp_path: Path, table: str, changes: dict[str, Any], field: str, says: str
) -> None:
    faults = found(tmp_path, table, row_of(table), row_of(table, 2, **changes))
    assert [one for one in faults if one[0] == field and one[1].startswith(says) and one[2] == 1], faults


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("referrals", {"person_id": "9990000019"}),
        ("episodes", {"opened_on": TODAY}),
        ("episodes", {"opened_on": date(2000, 1, 1)}),
        ("contacts", {"minutes": 1440, "staff": 4}),
        ("placements", {"began_on": TODAY + timedelta(days=366)}),
        ("referrals", {"first_contact_at": AT, "clock_stop_on": DAY, "standard_met": True, "excluded_because": ""}),
    ],
)
def test_at_the_edge_it_holds(tmp_path: Path, table: str, changes: dict[str, Any]) -> None:
    assert found(tmp_path, table, row_of(table, **changes)) == []


def test_the_london_date_of_a_late_summer_evening_is_the_next_day(tmp_path: Path) -> None:
    late = AT.replace(month=6, hour=23, minute=30)
    held = row_of("contacts", started_at=late, held_on=late.date() + timedelta(days=1))
    write_rows_of(tmp_path, "contacts", [held])
    assert check_facts(tmp_path, today=date(2026, 6, 30)).faults == ()


def test_a_key_that_stands_twice_is_counted_once_too_often(tmp_path: Path) -> None:
    assert found(tmp_path, "goals", row_of("goals"), row_of("goals"), row_of("goals"), row_of("goals", 2)) == [
        ("goal_id", "the key stands more than once", 2)
    ]


def test_the_same_number_from_another_origin_is_no_duplicate(tmp_path: Path) -> None:
    assert found(tmp_path, "goals", row_of("goals"), row_of("goals", origin="council")) == []


def test_an_episode_that_is_not_there_is_an_orphan_only_where_episodes_are(tmp_path: Path) -> None:
    assert found(tmp_path, "goals", row_of("goals", episode_id="gone"), row_of("goals", 2, episode_id="")) == []
    faults = found(tmp_path, "episodes", row_of("episodes"))
    assert faults == [("episode_id", "it is not in episodes", 1)]


def test_files_of_wrong_shape_are_named(tmp_path: Path) -> None:
    rows = write_rows_of(tmp_path, "goals", [row_of("goals")])
    good = pq.read_table(rows / "goals.parquet")
    spoiled = good.drop_columns(["level"]).append_column("surname", pa.array(["Ashdown"]))
    place = spoiled.schema.get_field_index("baseline")
    pq.write_table(spoiled.set_column(place, "baseline", spoiled["baseline"].cast("int32")), rows / "goals.parquet")
    faults = {(one.field, one.says) for one in check_facts(tmp_path, today=TODAY).faults}
    assert faults == {
        ("level", "the column is missing"),
        ("baseline", "it is int32, not int64"),
        ("surname", "it is not a column of this table"),
    }


def test_a_row_in_the_folder_of_another_month_or_partnership_is_named(tmp_path: Path) -> None:
    write_rows_of(tmp_path / "goals" / "partnership=elsewhere" / "month=2026-02", "goals", [row_of("goals")])
    assert {one.says for one in check_facts(tmp_path, today=TODAY).faults} == {
        "it is in the folder of another partnership",
        "it is in the folder of another month",
    }


def as_csv(folder: Path, table: str, *rows: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)


@pytest.mark.parametrize("table", TABLES)
def test_facts_as_csv_are_checked_the_same(tmp_path: Path, table: str) -> None:
    as_csv(tmp_path, table, row_of(table))
    assert check_facts(tmp_path, today=TODAY) == Checked({table: 1}, ())


def test_a_value_of_another_kind_is_counted(tmp_path: Path) -> None:
    as_csv(tmp_path, "goals", row_of("goals") | {"baseline": "two", "set_on": "4 March"}, row_of("goals", 2))
    said = {(one.field, one.says) for one in check_facts(tmp_path, today=TODAY).faults}
    assert {("baseline", "it is no whole number"), ("set_on", "it is no day")} <= said


@pytest.mark.parametrize("name", ["goals.parquet", "goals.csv"])
def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    checked = check_facts(tmp_path, today=TODAY)
    assert checked.unreadable
    assert [(one.table, one.says) for one in checked.faults] == [("goals", "it cannot be read")]


def test_a_csv_file_with_a_ragged_line_cannot_be_read(tmp_path: Path) -> None:
    as_csv(tmp_path, "goals", row_of("goals"))
    with (tmp_path / "goals.csv").open("a") as file:
        file.write("one,two\n")
    assert check_facts(tmp_path, today=TODAY).unreadable


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    write_rows_of(tmp_path, "goals", [row_of("goals")])
    (tmp_path / "visits.csv").write_text("a,b\n")
    (tmp_path / "read-me.txt").write_text("Hello")
    assert [(one.table, one.says) for one in check_facts(tmp_path, today=TODAY).faults] == [
        ("visits", "it is not a table of facts")
    ]


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_facts_cannot_be_checked(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FactsUnreadable):
        check_facts(tmp_path / folder, today=TODAY)
