"""`homeward collect` and `homeward facts`, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes import collecting
from homeward.outcomes.counting import PartsWritten
from homeward.outcomes.facts import TABLES
from homeward.site.commandline import main
from tests.outcomes.fact_rows import row_of, write_rows_of
from tests.outcomes.test_extracts import GOAL, REFERRAL, written
from tests.support.borough import make_borough, received


@pytest.fixture(autouse=True)
def _here(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "write_parts", lambda folder, previous=None: PartsWritten(0, 0))


def test_collect_says_what_it_wrote_and_what_had_not_changed(capsys: Any) -> None:
    received(make_borough())
    assert main(["collect"]) == 0
    assert "           1 referrals" in capsys.readouterr().out
    assert main(["collect"]) == 0
    assert "1 facts written to " in (said := capsys.readouterr().out)
    assert "1 of 1 files had not changed." in said
    assert main(["collect", "--rebuild"]) == 0
    assert "0 of 1 files had not changed." in capsys.readouterr().out


def test_an_extract_is_brought_in_listed_and_let_go(tmp_path: Path, capsys: Any) -> None:
    folder = str(written(tmp_path / "in", "goals", GOAL))
    assert main(["collect", "--from", folder, "--origin", "southside", "--partnership", "next-door"]) == 0
    assert "goals: 1 taken, 0 kept aside." in capsys.readouterr().out
    assert main(["collect", "--list"]) == 0
    assert "southside: of next-door, " in (said := capsys.readouterr().out)
    assert "1 rows taken, 0 kept aside." in said
    assert main(["collect", "--remove", "southside"]) == 0
    assert "0 facts written" in capsys.readouterr().out
    assert main(["collect", "--remove", "southside"]) == 1
    assert 'There is no extract "southside"' in capsys.readouterr().err


def test_an_extract_of_an_earlier_shape_is_said_to_be_left_out(tmp_path: Path, home: Path, capsys: Any) -> None:
    main(["collect", "--from", str(written(tmp_path / "in", "goals", GOAL)), "--origin", "southside"])
    said = home / "extracts/southside/extract.json"
    said.write_text(said.read_text().replace('"schema_version": "', '"schema_version": "0'))
    capsys.readouterr()
    assert main(["collect"]) == 0
    assert 'The extract "southside" is not among them' in capsys.readouterr().err


def test_what_was_kept_aside_is_counted_and_the_exit_code_says_so(tmp_path: Path, capsys: Any) -> None:
    folder = str(written(tmp_path / "in", "referrals", REFERRAL, REFERRAL | {"referral_id": "2", "contacts": "-1"}))
    assert main(["collect", "--from", folder, "--origin", "southside"]) == 1
    said = capsys.readouterr().out
    assert "referrals: 1 taken, 1 kept aside." in said
    assert "1 line, contacts: it is too small. It is 0 or more." in said
    assert "extracts/southside/kept-aside" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--from", "x"], "Give both --from and --origin"),
        (["--origin", "x"], "Give both --from and --origin"),
        (["--from", "nowhere", "--origin", "x"], "is not a folder"),
        (["--from", "nowhere", "--origin", "live"], "cannot be the name of an extract"),
    ],
)
def test_what_cannot_be_brought_in_is_refused(arguments: list[str], says: str, capsys: Any) -> None:
    assert main(["collect", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_a_code_of_a_partnership_has_only_letters_digits_and_dashes(capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["collect", "--partnership", "../x"])
    assert "is not a code" in capsys.readouterr().err


def test_facts_check_looks_through_the_facts_in_use_or_a_folder(tmp_path: Path, capsys: Any) -> None:
    assert main(["facts", "check"]) == 2
    assert "There are no facts yet" in capsys.readouterr().err
    received(make_borough())
    main(["collect"])
    assert main(["facts", "check"]) == 0
    assert "0 faults." in capsys.readouterr().out
    folder = write_rows_of(tmp_path / "in", "goals", [row_of("goals"), row_of("goals", 2, baseline=3)])
    assert main(["facts", "check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "goals.baseline: it is too large, in 1 row." in said
    assert "What to do: It is 2 or less." in said
    assert "2 rows of 1 tables" in said
    (folder / "goals.parquet").write_bytes(b"")
    assert main(["facts", "check", str(folder)]) == 2
    assert main(["facts", "check", str(tmp_path / "nowhere")]) == 2


def test_facts_check_prints_json_a_fault_a_line(tmp_path: Path, capsys: Any) -> None:
    folder = write_rows_of(tmp_path / "in", "goals", [row_of("goals", baseline=3)])
    assert main(["facts", "check", str(folder), "--format", "json"]) == 1
    fault, summary = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (fault["table"], fault["field"], fault["rows"]) == ("goals", "baseline", 1)
    assert (summary["rows"], summary["faults"]) == ({"goals": 1}, 1)


def test_the_template_has_a_file_a_table_and_the_dictionary_beside_them(tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "template"
    assert main(["facts", "template", str(folder)]) == 0
    capsys.readouterr()
    assert {one.stem for one in folder.glob("*.csv")} == set(TABLES)
    assert (folder / "goals.csv").read_text().startswith("pathway,organisation,locality,")
    assert main(["facts", "dictionary"]) == 0
    assert capsys.readouterr().out == (folder / "data-dictionary.md").read_text()
    assert main(["facts", "template", str(folder)]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_the_dictionary_explains_every_field(capsys: Any) -> None:
    main(["facts", "dictionary"])
    said = capsys.readouterr().out
    for name, table in TABLES.items():
        assert f"## {name}" in said
        for field in table.fields:
            assert f"| `{field.name}` | {field.kind.value} |" in said


def test_the_empty_template_can_be_brought_in(tmp_path: Path, capsys: Any) -> None:
    folder = str(tmp_path / "template")
    main(["facts", "template", folder])
    assert main(["collect", "--from", folder, "--origin", "southside"]) == 0
    assert "referrals: 0 taken, 0 kept aside." in capsys.readouterr().out
