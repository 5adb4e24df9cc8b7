"""Files of worked cases: the published are equal, a wrong expectation is found, a bad file is refused in words."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.ascof.cases import CasesUnreadable, check, run_cases
from homeward.site.commandline import main
from tests.support.published import FOLDER, published

FILES = ("cld/ascof_2a_oracle_cases.json", "cld/ascof_2d_oracle_cases.json")
SPELL = {
    "type": "Service",
    "start": "2025-05-01",
    "end": "2025-06-10",
    "service_type": "Short term support: ST-Max",
    "service_component": "Reablement",
    "outcome": "NFA: Support ended as planned",
}
EXPECTED = {
    "start": "2025-05-01",
    "end": "2025-06-10",
    "new_client": True,
    "step": "4a",
    "sequel": "NFA: Support ended as planned",
    "denominator": True,
    "numerator": True,
    "unable_to_classify": False,
}
TWO_A = {"id": "A", "why": "plain", "period": ["2025-04-01", "2026-03-31"], "events": [SPELL], "expected": [EXPECTED]}
OLD_CLIENT = {**SPELL, "start": "2024-05-01", "end": "2025-01-31", "service_type": "Long term support: Community"}
TWO_D = {
    "id": "D",
    "why": "plain",
    "discharge": "2025-05-01",
    "admission": "2025-04-20",
    "reablement": [["2025-05-02", None]],
    "readmissions": [],
    "death": None,
    "res_nurs_starts": [],
    "linked": True,
    "numerator": True,
    "clusters": 1,
}


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(*cases: Any) -> Path:
        path = tmp_path / "cases.json"
        path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
        return path

    return write


def changed(case: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**deepcopy(case), **fields}


@pytest.mark.parametrize("name", FILES)
def test_every_published_case_is_equal(name: str) -> None:
    expected = [case["id"] for case in published(name)["cases"]]
    found = list(check(FOLDER / name))
    assert [one.case for one in found if one.equal] == expected
    assert not any(one.not_read for one in found)


@pytest.mark.parametrize("name", FILES)
def test_every_published_case_is_found_when_anything_it_expects_is_changed(name: str, tmp_path: Path) -> None:
    cases = published(name)["cases"]
    wrong = []
    for case in cases:
        rows = case.get("expected", [case])
        fields = ("step", "sequel", "start", "end") if "expected" in case else ()
        flags = ("new_client", "denominator", "numerator", "unable_to_classify", "linked")
        for place, row in enumerate(rows):
            for field in (*fields, *flags):
                if field in row:
                    other = deepcopy(case)
                    target = other["expected"][place] if "expected" in case else other
                    target[field] = not row[field] if field in flags else "2020-01-01"
                    wrong.append(other)
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert wrong
    assert [one.case for one in check(path) if one.equal] == []


def test_forms_may_be_mixed_and_fields_that_a_case_does_not_give_are_not_compared(file: Any) -> None:
    short = changed(TWO_A, expected=[{"start": "2025-05-01", "end": "2025-06-10", "step": "4a"}])
    only_linked = {name: value for name, value in TWO_D.items() if name not in ("numerator", "clusters")}
    assert [(one.measure, one.equal) for one in check(file(TWO_A, short, TWO_D, only_linked))] == [
        ("2A", True),
        ("2A", True),
        ("2D", True),
        ("2D", True),
    ]


@pytest.mark.parametrize(
    "expected",
    [
        [],
        [{**EXPECTED, "denominator": False, "numerator": False, "new_client": False}],
        [{**EXPECTED, "new_client": False}],
        [
            {"start": "2025-05-01", "end": "2025-06-10", "new_client": False, "step": None, "sequel": None}
            | {"denominator": False, "numerator": False, "unable_to_classify": False}
        ],
    ],
)
def test_what_a_case_says_of_somebody_who_is_not_new_may_be_said_in_four_ways(expected: Any, file: Any) -> None:
    case = changed(TWO_A, events=[SPELL, OLD_CLIENT], expected=expected)
    (found,) = check(file(case))
    assert found.equal
    assert found.came == found.expected


@pytest.mark.parametrize(
    "change", [{"new_client": True}, {"step": "3"}, {"sequel": "NFA: Other"}, {"denominator": None}]
)
def test_but_what_it_says_must_hold(change: dict[str, Any], file: Any) -> None:
    case = changed(TWO_A, events=[SPELL, OLD_CLIENT], expected=[{**EXPECTED, "new_client": False, **change}])
    assert [one.equal for one in check(file(case))] == [False]


def test_a_number_is_not_taken_for_yes(file: Any) -> None:
    assert [one.equal for one in check(file(changed(TWO_D, linked=1)))] == [False]


def test_a_cluster_too_many_or_too_few_is_a_difference(file: Any) -> None:
    twice = changed(TWO_A, expected=[EXPECTED, {**EXPECTED, "start": "2025-07-01"}])
    assert [one.equal for one in check(file(twice, changed(TWO_A, expected=[])))] == [False, False]


@pytest.mark.parametrize("nothing", [None, []])
def test_a_list_with_nothing_in_it_may_be_written_as_null(nothing: Any, file: Any) -> None:
    two_d = TWO_D | {"reablement": nothing, "readmissions": nothing, "linked": False, "numerator": None, "clusters": 0}
    compared = list(check(file(TWO_A | {"events": nothing, "expected": nothing}, two_d)))
    assert [one.equal for one in compared] == [True, True]


def test_a_readmissions_own_discharge_takes_over_no_link(file: Any) -> None:
    again = [{"admission": "2025-05-02", "discharge": "2025-05-04", "type": "EM"}]
    assert [one.equal for one in check(file(changed(TWO_D, readmissions=again)))] == [True]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"id": "X"}, "Case 1 of"),
        ("text", "neither of the two forms"),
        (changed(TWO_A, period=["2025-04-01"]), "not enough values"),
        (changed(TWO_A, events=[{"start": "2025-04-01", "end": None}]), '"type" is missing'),
        (changed(TWO_A, events=[{**SPELL, "type": "Visit"}]), '"Visit" is not a type of event'),
        (changed(TWO_A, events=[{**SPELL, "end": "10 June"}]), '"10 June" is not a day; write it as 2025-04-01'),
        (changed(TWO_D, death=7), '"7" is not a day'),
        ({name: TWO_D[name] for name in ("discharge", "admission", "reablement")}, "it expects nothing"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_in_words(case: Any, said: str, file: Any, capsys: Any) -> None:
    path = file(case)
    with pytest.raises(CasesUnreadable):
        list(check(path))
    assert run_cases(path) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe\xff", "is not UTF-8"),
        (b"{}", "has no cases"),
        (b"[]", "has no cases"),
        (b'{"cases": 1}', "has no cases"),
    ],
)
def test_a_file_that_is_no_cases_is_refused_in_words(content: bytes, said: str, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert run_cases(path) == 2
    assert said in capsys.readouterr().err


def test_the_command_prints_what_was_expected_and_what_came_and_ends_with_1_on_a_difference(
    file: Any, capsys: Any
) -> None:
    path = file(TWO_A, changed(TWO_D, numerator=False, ward="7"))
    assert main(["measure", "--cases", str(path)]) == 1
    said = capsys.readouterr().out
    assert "A       equal  plain" in said
    assert "D       DIFFERENT  plain\n        expected: linked yes, numerator no" in said
    assert "        came:     linked yes, numerator yes" in said
    assert "        not read: ward" in said
    assert said.rstrip().endswith("2 cases, 1 equal, 1 different.")


def test_the_command_prints_a_line_of_json_a_case_and_ends_with_0_when_all_are_equal(file: Any, capsys: Any) -> None:
    assert main(["measure", "--cases", str(file(TWO_A, TWO_D)), "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["case"], row["equal"]) for row in rows] == [("A", True), ("D", True)]
    assert rows[0]["came"] == [EXPECTED]


def test_the_command_ends_with_2_when_there_is_no_file(capsys: Any) -> None:
    assert main(["measure", "--cases", "nowhere.json"]) == 2
    assert "nowhere.json cannot be read: No such file or directory. Check its name." in capsys.readouterr().err
