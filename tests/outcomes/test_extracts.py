"""A partner's extract: what is right becomes facts by the same rules, what is wrong is kept aside and named."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.outcomes import collecting
from homeward.outcomes.collecting import collect
from homeward.outcomes.collecting.bringing_in import bring_in, brought_in, let_go
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.extract_files import ExtractRefused, says_who
from homeward.outcomes.collecting.shelf import ExtractNameWrong, NoSuchExtract
from homeward.outcomes.collecting.taken import Taken
from homeward.outcomes.collecting.working_out import ANSWERED, BEYOND, RULES
from homeward.outcomes.counting import PartsWritten
from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.checking import check_facts
from homeward.outcomes.facts.template import headings
from homeward.outcomes.verify import problems
from tests.outcomes.fact_rows import row_of
from tests.outcomes.test_collecting import contents, read
from tests.support.borough import NOW, make_borough, received

LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
REFERRAL: dict[str, str] = {
    "referral_id": "r1",
    "person_id": "p1",
    "received_at": "2026-03-04 10:00",
    "clock_start_at": "2026-03-04 10:00",
    "triage_outcome": "accepted",
    "clock_code": "05",
    "contacts": "1",
    "first_contact_at": "2026-03-04 12:00",
    "decided_on": "2026-03-04",
    "source": "gp",
}
EPISODE = {
    "episode_id": "e1",
    "person_id": "p1",
    "opened_on": "2026-03-04",
    "stages": "1",
    "hand_offs": "0",
} | dict.fromkeys(("contacts", "assessments", "goals"), "0")
GOAL = {"goal_id": "g1", "episode_id": "e1", "set_on": "2026-03-05", "baseline": "-1", "level": "1"}


@pytest.fixture(autouse=True)
def _here(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "write_parts", lambda folder, previous=None: PartsWritten(0, 0))


def written(folder: Path, table: str, *rows: Mapping[str, str], tail: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        file.write(tail)
    return folder


def taken(folder: Path, name: str = "southside", **said: Any) -> Taken:
    return bring_in(folder, name=name, **{"now": LATER} | said)


def facts(table: str) -> list[dict[str, Any]]:
    return read(collect(now=LATER).snapshot, table).to_pylist()


def kept_aside(home: Path, table: str = "referrals") -> list[tuple[str, ...]]:
    with (home / "extracts" / "southside" / "kept-aside" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def test_a_referral_is_worked_out_by_the_same_rules(tmp_path: Path) -> None:
    done = taken(written(tmp_path / "in", "referrals", REFERRAL))
    assert (done.extract.taken, done.extract.kept_aside) == ({"referrals": 1}, {"referrals": 0})
    row = facts("referrals")[0]
    assert (row["partnership"], row["origin"]) == ("testshire", "southside")
    assert (row["wait_minutes"], row["wait_midnights"], row["start_days"], row["standard_met"]) == (120, 0, 0, True)
    assert (row["state"], row["excluded_because"]) == ("seen", "")
    assert (row["received_on"], row["received_week"], row["received_month"]) == (
        date(2026, 3, 4),
        date(2026, 3, 2),
        date(2026, 3, 1),
    )
    assert (row["locality"], row["age_band"], row["ethnicity"], row["deprivation"]) == ("not_known",) * 4


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        ({"first_contact_at": "2026-03-04 12:01"}, "standard_met", False),
        ({"first_contact_at": "2026-03-04 12:00:01"}, "wait_minutes", 121),
        ({"first_contact_at": "2026-03-04 09:59"}, "excluded_because", "contact_before_clock_start"),
        ({"first_contact_at": ""}, "excluded_because", "not_seen_time_run_out"),
        ({"first_contact_at": "", "triage_outcome": "declined"}, "excluded_because", "closed_before_a_visit"),
        ({"first_contact_at": "", "triage_outcome": "declined"}, "state", "closed"),
        ({"first_contact_at": "", "triage_outcome": "undecided", "decided_on": ""}, "state", "waiting_for_triage"),
        ({"clock_code": "06", "first_contact_at": "2026-03-06 23:59"}, "standard_met", True),
        ({"clock_code": "06", "first_contact_at": "2026-03-07 00:00"}, "standard_met", False),
        ({"clock_code": "09"}, "excluded_because", "not_in_standard"),
        ({"born_on": "1941-03-04"}, "age_band", "85_over"),
        ({"born_on": "1941-03-05"}, "age_band", "75_84"),
        ({"age": "17"}, "age_band", "under_18"),
        ({"age": "64"}, "age_band", "18_64"),
        ({"age": ""}, "age_band", "not_known"),
        ({"ethnic_category": "M"}, "ethnicity", "black"),
        ({"pathway": "reablement"}, "model", "reablement"),
        ({"pathway": "our_own", "model": "bed_based"}, "model", "bed_based"),
        ({"received_at": "2026-03-04T10:00:00Z"}, "received_at", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ({"received_at": "2026-03-04T09:30:00-01:00"}, "received_at", datetime(2026, 3, 4, 10, 30, tzinfo=UTC)),
    ],
)
def test_what_the_rules_and_bands_say(tmp_path: Path, changes: dict[str, str], field: str, answer: Any) -> None:
    done = taken(written(tmp_path / "in", "referrals", REFERRAL | changes))
    assert done.extract.kept_aside == {"referrals": 0}, done.reasons
    assert facts("referrals")[0][field] == answer


def test_times_without_a_zone_are_londons(tmp_path: Path) -> None:
    summer = {"received_at": "2026-05-04 00:30", "clock_start_at": "2026-05-04 00:30", "decided_on": "2026-05-04"}
    late = {"first_contact_at": "2026-05-04T00:15Z"}
    taken(written(tmp_path / "in", "referrals", REFERRAL | summer | late))
    row = facts("referrals")[0]
    assert row["received_at"] == datetime(2026, 5, 3, 23, 30, tzinfo=UTC)
    assert (row["received_on"], row["clock_stop_on"], row["wait_minutes"]) == (date(2026, 5, 4), date(2026, 5, 4), 45)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"decided_on": "2026-03-03"}, "decided_on", "it is before received_on"),
        ({"decided_on": "1900-01-01"}, "decided_on", "it is before 2000"),
        ({"decided_on": "2026-06-02"}, "decided_on", "it is in the future"),
        ({"decided_on": "04/03/2026"}, "decided_on", "it is no day"),
        ({"decided_on": "2026-02-30"}, "decided_on", "it is no day"),
        ({"received_at": "2026-03-04"}, "received_at", "it is no instant"),
        ({"received_at": ""}, "received_at", "it is empty"),
        ({"received_at": "2026-06-01 23:00"}, "", ""),
        ({"received_at": "2026-06-02 00:00"}, "received_at", "it is in the future"),
        ({"triage_outcome": "perhaps"}, "triage_outcome", "it is not a code of the list"),
        ({"clock_code": "5"}, "clock_code", "it is not a code of the list"),
        ({"contacts": "-1"}, "contacts", "it is too small"),
        ({"contacts": "1.5"}, "contacts", "it is no whole number"),
        ({"contacts": "many"}, "contacts", "it is no whole number"),
        ({"referral_id": " "}, "referral_id", "it is empty"),
        ({"born_on": "1941"}, "born_on", "it is no day"),
        ({"age": "old"}, "age", "it is no whole number"),
        ({"person_id": "SE1 7EH"}, "person_id", "it is a whole postcode"),
    ],
)
def test_a_line_that_is_wrong_is_kept_aside_with_the_reason(
    tmp_path: Path, home: Path, changes: dict[str, str], field: str, says: str
) -> None:
    fine = REFERRAL | dict.fromkeys(changes, "") | {name: REFERRAL.get(name, "") for name in changes}
    wrong = REFERRAL | {"referral_id": "r2"} | changes | ({"decided_on": ""} if "2026-06" in str(changes) else {})
    if changes.get("decided_on"):
        wrong["decided_on"] = changes["decided_on"]
    done = taken(written(tmp_path / "in", "referrals", fine, wrong))
    if not field:
        assert done.extract.taken == {"referrals": 2}
        return
    assert (done.extract.taken, done.extract.kept_aside) == ({"referrals": 1}, {"referrals": 1})
    found = [(line, name, what) for line, name, _, what, remedy in kept_aside(home) if remedy]
    assert ("3", field, says) in found
    assert [row["referral_id"] for row in facts("referrals")] == ["r1"]


def test_lines_that_cannot_be_read_are_kept_aside_by_number(tmp_path: Path, home: Path) -> None:
    folder = written(tmp_path / "in", "referrals", REFERRAL)
    with (folder / "referrals.csv").open("ab") as file:
        file.write(b"r2,p2\n\n" + ",".join(REFERRAL.values()).replace("r1", "r3").encode() + b"\nr4,\xff,,,,,,,,\n")
        file.write(b'r5,"p"5,,,,,,,,\n')
    done = taken(folder)
    assert (done.extract.taken, done.extract.kept_aside) == ({"referrals": 2}, {"referrals": 3})
    lines = {line: what for line, _, _, what, _ in kept_aside(home)}
    assert lines["3"] == "there are 2 values for 10 columns"
    assert lines["6"] == "it is not UTF-8 text"
    assert lines["7"].startswith("it is not CSV")


def test_rows_that_stand_twice_are_taken_once_or_not_at_all(tmp_path: Path, home: Path) -> None:
    other = REFERRAL | {"referral_id": "r2"}
    done = taken(written(tmp_path / "in", "referrals", REFERRAL, REFERRAL, other, other | {"person_id": "p9"}))
    assert done.extract.taken == {"referrals": 1}
    assert [(line, what) for line, _, _, what, _ in kept_aside(home)] == [
        ("3", "the same row stands more than once"),
        ("4", "rows with the same key say different things"),
        ("5", "rows with the same key say different things"),
    ]


def test_a_column_that_no_table_has_is_named_and_left(tmp_path: Path, home: Path) -> None:
    done = taken(written(tmp_path / "in", "referrals", REFERRAL | {"ward": "Elm"}))
    assert (done.extract.taken, done.extract.kept_aside) == ({"referrals": 1}, {"referrals": 0})
    assert kept_aside(home) == [
        ("", "ward", "", "it is not a column of this table, and was not taken", "See ./homeward facts dictionary.")
    ]


def test_what_belongs_to_an_episode_that_did_not_come_is_kept_aside(tmp_path: Path, home: Path) -> None:
    written(tmp_path / "in", "episodes", EPISODE, EPISODE | {"episode_id": "e2", "opened_on": "1900-01-01"})
    lost = [GOAL | {"goal_id": "g2", "episode_id": "e2"}, GOAL | {"goal_id": "g3", "episode_id": ""}]
    done = taken(written(tmp_path / "in", "goals", GOAL, *lost))
    assert done.extract.taken == {"episodes": 1, "goals": 2}
    assert [(row[0], row[1], row[3]) for row in kept_aside(home, "goals")] == [
        ("3", "episode_id", "it is not in episodes")
    ]


@pytest.mark.parametrize(
    "column", ["nhs_number", "NHS Number", "Surname", "address_1", "Postcode", "date_of_birth", "DOB"]
)
def test_a_column_that_says_who_somebody_is_stops_everything(tmp_path: Path, home: Path, column: str) -> None:
    with pytest.raises(ExtractRefused, match="would say who somebody is"):
        taken(written(tmp_path / "in", "referrals", REFERRAL | {column: "x"}))
    assert list((home / "extracts").iterdir()) == []


def test_no_column_of_the_facts_itself_says_who_somebody_is() -> None:
    assert [(name, one.name) for name, table in TABLES.items() for one in table.fields if says_who(one.name)] == []


def test_a_column_of_nhs_numbers_under_another_name_stops_everything(tmp_path: Path, home: Path) -> None:
    rows = [REFERRAL | {"referral_id": f"r{n}", "person_id": number} for n, number in enumerate(_NUMBERS)]
    with pytest.raises(ExtractRefused, match=r'column "person_id" of referrals.csv holds 3 NHS numbers'):
        taken(written(tmp_path / "in", "referrals", *rows))
    assert list((home / "extracts").iterdir()) == []


_NUMBERS = ("9990000018", "999 000 0026", "9990000034", "x1")


def test_one_that_looks_so_by_chance_is_kept_aside_and_not_written_down(tmp_path: Path, home: Path) -> None:
    rows = [REFERRAL | {"referral_id": f"r{n}", "person_id": f"p{n}"} for n in range(4)]
    done = taken(
        written(tmp_path / "in", "referrals", *rows, REFERRAL | {"person_id": "9990000018", "referral_id": "x"})
    )
    assert done.extract.taken == {"referrals": 4}
    assert "9990000018" not in (home / "extracts/southside/kept-aside/referrals.csv").read_text()
    assert kept_aside(home)[0][:4] == ("6", "person_id", "(not written down)", "it is an NHS number")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "holds no table"),
        ({"visits.csv": "a\n"}, '"visits.csv" is not named by a table'),
        ({"goals.csv": ""}, "goals.csv cannot be read: it is empty"),
        ({"goals.parquet": "no"}, "goals.parquet cannot be read"),
        ({"goals.csv": "goal_id,episode_id\n"}, 'no column "baseline"'),
        ({"goals.csv": "goal_id,goal_id,set_on,baseline\n"}, 'the column "goal_id" twice'),
        ({"goals.csv": "goal_id,set_on,baseline,age,born_on,age_band\n"}, "both born_on and age_band"),
        ({"goals.csv": "goal_id,set_on,baseline\n", "goals.parquet": "x"}, "goals is there twice"),
    ],
)
def test_an_extract_of_wrong_shape_is_refused_and_the_shelf_stays(
    tmp_path: Path, files: dict[str, str], says: str
) -> None:
    taken(written(tmp_path / "in", "referrals", REFERRAL))
    before = brought_in()
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    for name, text in files.items():
        (wrong / name).write_text(text)
    with pytest.raises(ExtractRefused) as refused:
        taken(wrong)
    assert says in str(refused.value)
    assert brought_in() == before
    assert len(facts("referrals")) == 1


@pytest.mark.parametrize("name", ["live", "Southside", "../x", "", "9x", "x" * 41])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExtractNameWrong):
        taken(written(tmp_path / "in", "referrals", REFERRAL), name)
    with pytest.raises(ExtractNameWrong):
        let_go(name)


def test_facts_have_extracts_beside_the_live_service_until_they_are_let_go(tmp_path: Path) -> None:
    received(make_borough(), now=NOW)
    alone = contents(collect(now=LATER).snapshot)
    taken(written(tmp_path / "in", "referrals", REFERRAL))
    taken(
        written(tmp_path / "in2", "referrals", REFERRAL | {"received_at": "2026-04-04 10:00", "decided_on": ""}), "east"
    )
    snapshot = collect(now=LATER).snapshot
    assert [row["origin"] for row in read(snapshot, "referrals").to_pylist()] == ["live", "southside", "east"]
    assert snapshot.rows["referrals"] == 3
    assert check_facts(snapshot.folder, today=LATER.date()).faults == ()
    assert list(problems()) == []
    assert [(one.name, one.taken) for one in brought_in()] == [
        ("east", {"referrals": 1}),
        ("southside", {"referrals": 1}),
    ]
    let_go("southside")
    let_go("east")
    assert contents(collect(now=LATER).snapshot) == alone
    with pytest.raises(NoSuchExtract, match=r'no extract "east". There are: none'):
        let_go("east")


def test_an_extract_of_the_same_name_takes_its_place_whole(tmp_path: Path) -> None:
    taken(written(tmp_path / "in", "referrals", REFERRAL))
    taken(written(tmp_path / "again", "goals", GOAL))
    snapshot = collect(now=LATER).snapshot
    assert (snapshot.rows["referrals"], snapshot.rows["goals"]) == (0, 1)


def test_an_extract_can_be_of_another_partnership(tmp_path: Path) -> None:
    taken(written(tmp_path / "in", "goals", GOAL), partnership="next-door")
    place = collect(now=LATER).snapshot.files("goals")[0]
    assert "partnership=next-door/month=2026-03/southside.parquet" in place


def test_extracts_come_as_parquet_too(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    table = pa.table({"goal_id": ["g1"], "set_on": [date(2026, 3, 5)], "baseline": [-1], "level": [None]})
    pq.write_table(table, folder / "goals.parquet")
    assert taken(folder).extract.taken == {"goals": 1}
    row = facts("goals")[0]
    assert (row["goal_id"], row["set_on"], row["baseline"], row["level"], row["change"]) == (
        "g1",
        date(2026, 3, 5),
        -1,
        None,
        None,
    )


def test_an_answer_that_the_rule_gives_otherwise_gives_way_and_is_counted(tmp_path: Path) -> None:
    done = taken(written(tmp_path / "in", "goals", GOAL | {"change": "1"}))
    assert facts("goals")[0]["change"] == 2
    assert done.otherwise == {("goals", "change"): 1}


def test_nothing_but_facts_and_what_was_kept_aside_stays_on_the_shelf(tmp_path: Path, home: Path) -> None:
    taken(written(tmp_path / "in", "referrals", REFERRAL | {"born_on": "1941-03-04"}, REFERRAL | {"contacts": "x"}))
    assert sorted(one.name for one in (home / "extracts/southside").iterdir()) == [
        "extract.json",
        "facts",
        "kept-aside",
    ]
    files = [one for one in (home / "extracts").rglob("*") if one.is_file()]
    assert all(b"1941" not in file.read_bytes() for file in files)


def test_what_is_left_of_whoever_was_killed_is_put_right(tmp_path: Path, home: Path) -> None:
    taken(written(tmp_path / "in", "goals", GOAL))
    shelf = home / "extracts"
    (shelf / "southside").rename(shelf / ".going-southside")
    (shelf / ".writing-east").mkdir()
    taken(written(tmp_path / "other", "goals", GOAL), "north")
    assert sorted(one.name for one in shelf.iterdir()) == ["north", "southside"]


def test_an_extract_of_an_earlier_shape_is_left_out_and_verify_says_so(tmp_path: Path, home: Path) -> None:
    taken(written(tmp_path / "in", "goals", GOAL))
    said = home / "extracts/southside/extract.json"
    said.write_text(said.read_text().replace('"schema_version": "', '"schema_version": "0'))
    assert collect(now=LATER).snapshot.rows["goals"] == 0
    assert [one.subject for one in problems()] == ["southside"]


@pytest.mark.parametrize("table", RULES)
def test_the_fields_said_to_be_answered_are_those_the_rule_answers(table: str) -> None:
    context = Context(partnership="testshire", now=LATER)
    answers = set(RULES[table](row_of(table, clock_code="05") if table == "referrals" else row_of(table), context))
    assert answers | set(BEYOND.get(table, {})) == set(ANSWERED[table])
    assert all(field.by_rule for field in TABLES[table].fields if field.name in ANSWERED[table])


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), max_size=8).filter(
    lambda text: not text.strip().isdigit()
)
_DAYS = st.dates(date(2020, 1, 1), LATER.date())


def _goal_rows() -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {
            "goal_id": _TEXTS.filter(bool),
            "episode_id": _TEXTS,
            "end_reason": _TEXTS,
            "pathway": _TEXTS.filter(lambda text: text == text.strip()),
            "age_band": st.sampled_from(["", "18_64", "85_over", "not_known"]),
            "set_on": _DAYS,
            "baseline": st.integers(-2, 2),
            "level": st.none() | st.integers(-2, 2),
        }
    )
    return st.lists(row, min_size=1, max_size=6, unique_by=lambda one: one["goal_id"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_goal_rows())
def test_what_is_written_into_the_template_comes_back(tmp_path: Path, home: Path, rows: list[dict[str, Any]]) -> None:
    folder = tmp_path / "round"
    texts = [
        {name: "" if row.get(name) is None else str(row.get(name)) for name in headings()["goals"]} for row in rows
    ]
    done = taken(written(folder, "goals", *texts))
    assert done.extract.kept_aside == {"goals": 0}, done.reasons
    files = sorted((home / "extracts/southside/facts/goals").rglob("*.parquet"))
    back = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
    given_back = [{name: row[name] for name in rows[0]} for row in back]
    expected = [row | {"age_band": row["age_band"] or "not_known"} for row in rows]
    assert sorted(given_back, key=lambda row: row["goal_id"]) == sorted(expected, key=lambda row: row["goal_id"])
    assert [row["set_on"] for row in back] == sorted(row["set_on"] for row in rows)
    assert all(row["change"] == (None if row["level"] is None else row["level"] - row["baseline"]) for row in back)
