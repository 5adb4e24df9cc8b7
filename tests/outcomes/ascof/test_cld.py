"""Reading an extract of Client Level Data: what is counted, what is kept aside and why, and nothing in between."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.outcomes.ascof.cld import ExtractUnreadable, counted, read_cld
from homeward.outcomes.ascof.cld_lines import events_of, fields, people_of, unique
from homeward.outcomes.ascof.events import About
from homeward.outcomes.ascof.two_a import clusters_of
from tests.support.published import published

Row = dict[str, str]
SPELL: Row = {
    "LA_Code": "E09000028",
    "LA_Person_Unique_Identifier": "17",
    "Date_of_Birth": "1940-05-20",
    "Client_Type": "Service user",
    "Event_Type": "Service",
    "Event_Start_Date": "2025-05-01",
    "Event_End_Date": "2025-06-10",
    "Event_Outcome": "NFA: Support ended as planned",
    "Service_Type": "Short term support: ST-Max",
    "Service_Component": "Reablement",
}
REQUEST: Row = {**SPELL, "Event_Type": "Request", "Service_Type": "", "Service_Component": ""}


@pytest.fixture
def extract(tmp_path: Path) -> Any:
    def write(*rows: Row, header: list[str] | None = None, encoding: str = "utf-8") -> Path:
        path = tmp_path / "extract.csv"
        names = header or [*fields().names, *({name for row in rows for name in row} - set(fields().names))]
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def problems_of(path: Path) -> list[tuple[int, str, bool]]:
    return [(one.line, one.field, one.kept_aside) for one in read_cld(path)[1]]


def test_the_fields_are_those_of_release_2() -> None:
    modules = published("cld/cld_release2_fields.json")["modules"]
    assert list(fields().names) == [name for one in modules for name in one["fields"]]
    assert set(fields().needed) < set(fields().names)


def test_a_plain_line_is_an_event_that_is_counted(extract: Any) -> None:
    lines, problems = read_cld(extract(SPELL))
    assert problems == []
    (found,) = clusters_of(events_of(lines), people_of(lines))
    assert (found.council, found.person, found.sequel) == ("E09000028", "E09000028_17", "nfa_as_planned")
    assert people_of(lines) == {("E09000028", "E09000028_17"): About(date(1940, 5, 1), None)}


def test_columns_may_stand_in_any_order_in_any_case_and_spacing(extract: Any) -> None:
    usual = read_cld(extract(SPELL))[0]
    path = extract(SPELL, header=sorted(SPELL, reverse=True))
    text = path.read_text(encoding="utf-8").splitlines()
    text[0] = text[0].upper().replace("_", " ")
    path.write_text("\n".join(text), encoding="utf-8-sig")
    assert [one.event for one in read_cld(path)[0]] == [one.event for one in usual]


@pytest.mark.parametrize("text", ["01/05/2025", "2025-05-01T00:00:00", "2025-05-01 00:00:00.000", "01/05/2025 00:00"])
def test_a_day_may_be_written_in_the_ways_that_systems_write_it(text: str, extract: Any) -> None:
    (line,), problems = read_cld(extract({**SPELL, "Event_Start_Date": text}))
    assert (line.event.start, problems) == (date(2025, 5, 1), [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"Event_Start_Date": ""}, "Event_Start_Date"),
        ({"Event_Start_Date": "1 May"}, "Event_Start_Date"),
        ({"Event_Start_Date": "31/02/2025"}, "Event_Start_Date"),
        ({"Event_End_Date": "2025-04-30"}, "Event_End_Date"),
        ({"Event_End_Date": "soon"}, "Event_End_Date"),
        ({"Event_Type": "Visit"}, "Event_Type"),
        ({"Event_Type": ""}, "Event_Type"),
        ({"Client_Type": "Customer"}, "Client_Type"),
        ({"LA_Person_Unique_Identifier": ""}, "LA_Person_Unique_Identifier"),
        ({"LA_Code": ""}, "LA_Code"),
        ({"Date_of_Death": "2025-04-30"}, "Event_Start_Date"),
        ({"Event_Type": "Review", "Event_End_Date": ""}, "Event_End_Date"),
        ({"Client_Type": "Unpaid carer known by association", "Event_Type": ""}, "Event_Type"),
    ],
)
def test_a_line_that_cannot_be_counted_is_kept_aside_and_named(change: Row, field: str, extract: Any) -> None:
    path = extract(SPELL, {**SPELL, **change})
    lines, problems = read_cld(path)
    assert [one.number for one in lines] == [2]
    assert [(one.line, one.field, one.kept_aside) for one in problems] == [(3, field, True)]
    assert all(one.what and one.remedy.endswith(".") for one in problems)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"Event_Outcome": "Went home"}, "Event_Outcome"),
        ({"Event_Outcome": ""}, "Event_Outcome"),
        ({"Service_Type": "Rapid response"}, "Service_Type"),
        ({"Service_Type": ""}, "Service_Type"),
        ({"Service_Component": "Tea"}, "Service_Component"),
        ({"Date_of_Birth": "May 1940"}, "Date_of_Birth"),
        ({"Date_of_Death": "?"}, "Date_of_Death"),
        ({"NHS_Number": "9434765918"}, "NHS_Number"),
    ],
)
def test_a_field_nobody_understands_is_named_and_the_line_still_counted(change: Row, field: str, extract: Any) -> None:
    path = extract({**SPELL, **change})
    assert len(read_cld(path)[0]) == 1
    assert problems_of(path) == [(2, field, False)]


def test_an_open_service_needs_no_outcome_and_a_request_no_service(extract: Any) -> None:
    assert problems_of(extract({**SPELL, "Event_End_Date": "", "Event_Outcome": ""}, REQUEST)) == []


def test_the_number_of_a_person_is_the_traced_one_else_the_councils_nhs_number_else_its_own(extract: Any) -> None:
    rows = [
        {**SPELL, "Traced_NHS_Number": "943 476 5919", "NHS_Number": "9000000009"},
        {**SPELL, "NHS_Number": "9000000009"},
        {**SPELL, "NHS_Number": "9000000008"},
    ]
    lines, _ = read_cld(extract(*rows))
    assert [one.event.person for one in lines] == ["9434765919", "9000000009", "E09000028_17"]


def test_columns_that_are_unknown_or_stand_twice_are_named_and_not_read(extract: Any) -> None:
    path = extract({**SPELL, "Favourite_Colour": "blue"})
    assert problems_of(path) == [(1, "Favourite_Colour", False)]
    text = path.read_text(encoding="utf-8").replace("Favourite_Colour", "event type")
    path.write_text(text, encoding="utf-8")
    assert problems_of(path) == [(1, "Event_Type", False)]
    assert len(read_cld(path)[0]) == 1


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["LA_Code", "Event_Type"], "has no column Client_Type"),
        ([name for name in SPELL if name != "LA_Person_Unique_Identifier"], "tells people apart"),
        ([""], "has no column LA_Code"),
    ],
)
def test_a_file_without_the_columns_that_are_needed_is_refused_in_words(
    header: list[str], said: str, extract: Any
) -> None:
    with pytest.raises(ExtractUnreadable, match=said):
        read_cld(extract(SPELL, header=header))


def test_a_file_that_is_not_there_or_empty_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ExtractUnreadable, match=r"cannot be read: No such file or directory\. Check its name"):
        read_cld(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(ExtractUnreadable, match="has no column"):
        read_cld(tmp_path / "empty.csv")


def test_a_line_with_too_few_cells_is_kept_aside_and_an_empty_one_passed_over(extract: Any) -> None:
    path = extract(SPELL)
    path.write_text(path.read_text(encoding="utf-8") + "E09000028,only\n\n,,,\n", encoding="utf-8")
    assert problems_of(path) == [(3, "", True)]


def test_a_text_over_two_lines_and_a_file_in_the_encoding_of_windows_are_read(extract: Any) -> None:
    path = extract({**SPELL, "Event_Description": "Zoë,\nsecond line"}, SPELL, encoding="cp1252")
    assert len(read_cld(path)[0]) == 2


def test_problems_are_counted_most_often_first(extract: Any) -> None:
    rows = [{**SPELL, "Event_Type": ""}, {**SPELL, "Event_Outcome": "Odd"}, {**SPELL, "Event_Outcome": "Odd"}]
    found = [(number, one.field, one.line) for number, one in counted(read_cld(extract(*rows))[1])]
    assert found == [(2, "Event_Outcome", 3), (1, "Event_Type", 2)]


@pytest.mark.parametrize(
    ("change", "single", "joined"),
    [
        ({}, 1, 1),
        ({"Event_Reference": "other"}, 1, 1),
        ({"Event_End_Date": "2025-06-11"}, 1, 1),
        ({"Event_Outcome": "NFA: Other"}, 1, 1),
        ({"Unit_Cost": "12.50"}, 2, 1),
        ({"Delivery_Mechanism": "Direct payment"}, 2, 1),
        ({"Cost_Frequency_Unit_Type": "Hourly"}, 2, 1),
        ({"Planned_units_per_week": "7"}, 2, 1),
        ({"Service_Component": "Equipment"}, 2, 2),
        ({"Service_Type": "Short term support: Other short term"}, 2, 2),
        ({"Event_Start_Date": "2025-05-02"}, 2, 2),
        ({"Client_Type": "Unpaid carer"}, 2, 2),
        ({"LA_Person_Unique_Identifier": "18"}, 2, 2),
        ({"LA_Code": "E09000022"}, 2, 2),
    ],
)
def test_which_lines_are_the_same_service(change: Row, single: int, joined: int, extract: Any) -> None:
    lines, _ = read_cld(extract(SPELL, {**SPELL, **change}))
    assert (len(unique(lines)), len(unique(lines, joined_submissions=True))) == (single, joined)


@pytest.mark.parametrize(
    ("kind", "change", "number"),
    [
        ("Request", {"Event_End_Date": "2025-06-11"}, 2),
        ("Request", {"Request_Route_of_Access": "Self"}, 2),
        ("Request", {"Assessment_Type": "Short term assessment"}, 1),
        ("Assessment", {"Assessment_Type": "Short term assessment"}, 2),
        ("Review", {"Review_Reason": "Planned"}, 1),
        ("Service", {"Unit_Cost": "10", "Planned_units_per_week": "1.0"}, 1),
    ],
)
def test_which_other_lines_are_the_same_event(kind: str, change: Row, number: int, extract: Any) -> None:
    first = {**SPELL, "Event_Type": kind, "Unit_Cost": "10.00", "Planned_units_per_week": "1"}
    lines, _ = read_cld(extract(first, {**first, **change}))
    assert len(unique(lines)) == number


def test_of_the_same_event_the_open_line_is_kept_else_the_later_end_else_the_outcome_that_ranks_first(
    extract: Any,
) -> None:
    lines, _ = read_cld(
        extract(
            {**SPELL, "Event_Outcome": "NFA: Other"},
            {**SPELL, "Event_End_Date": "2025-06-12"},
            {**SPELL, "Event_End_Date": "2025-06-12", "Event_Outcome": "Continuation of support or services"},
            {**SPELL, "Event_End_Date": "2025-06-12"},
        )
    )
    assert [one.number for one in unique(lines)] == [4]
    lines, _ = read_cld(extract(SPELL, {**SPELL, "Event_End_Date": "", "Event_Outcome": ""}, SPELL))
    assert [one.number for one in unique(lines)] == [3]


@pytest.mark.parametrize(
    ("end", "died", "ends"),
    [
        ("2025-06-10", "2025-06-01", date(2025, 6, 1)),
        ("2025-06-10", "2025-06-10", date(2025, 6, 10)),
        ("2025-06-10", "2025-06-11", date(2025, 6, 10)),
        ("", "2025-06-11", date(2025, 6, 11)),
        ("", "", None),
    ],
)
def test_an_event_ends_on_the_day_of_death_where_it_would_go_on(end: str, died: str, ends: date, extract: Any) -> None:
    (line,), _ = read_cld(extract({**SPELL, "Event_End_Date": end, "Date_of_Death": died}))
    assert line.event.end == ends


def test_of_dates_of_birth_that_differ_the_one_of_the_latest_event_is_believed(extract: Any) -> None:
    later = {**SPELL, "Event_End_Date": "2025-07-10", "Date_of_Birth": "1950-02-03"}
    lines, _ = read_cld(extract(later, SPELL))
    assert people_of(lines)["E09000028", "E09000028_17"].born_on == date(1950, 2, 1)


cells = st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=12)
rows = st.lists(
    st.fixed_dictionaries({name: st.one_of(st.just(text), cells) for name, text in SPELL.items()}), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(rows=rows)
def test_every_line_is_counted_or_named(rows: list[Row], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("cld") / "extract.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(SPELL))
        writer.writeheader()
        writer.writerows(rows)
    lines, problems = read_cld(path)
    aside = [one.line for one in problems if one.kept_aside]
    read = [place for place, row in enumerate(rows, start=2) if any(cell.strip() for cell in row.values())]
    assert sorted([one.number for one in lines] + aside) == read
