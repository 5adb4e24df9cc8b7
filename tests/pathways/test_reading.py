"""A service model file: what is wrong in it is said in a sentence that names the field and what to do."""

from datetime import date
from pathlib import Path

import pytest

from homeward.pathways.queries import service_model_on, service_model_version
from homeward.pathways.reading import AGREED, ServiceModelWrong, agreed_versions, in_order, parse, read
from homeward.pathways.schema import ServiceModel

AGREED_TEXT = (AGREED / "2025-04-01.toml").read_text(encoding="utf-8")


def faults_of(text: str) -> list[str]:
    with pytest.raises(ServiceModelWrong) as caught:
        parse(text, where="agreed.toml")
    assert str(caught.value).startswith("agreed.toml cannot be used:\n- ")
    return caught.value.faults


def changed(before: str, after: str) -> str:
    assert before in AGREED_TEXT
    return AGREED_TEXT.replace(before, after, 1)


@pytest.mark.parametrize("file", sorted(AGREED.glob("*.toml")), ids=lambda file: file.stem)
def test_every_agreed_version_can_be_used_and_its_file_is_named_by_its_day(file: Path) -> None:
    assert read(file).agreement.in_force_from.isoformat() == file.stem


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("urgent_minutes = 15", "urgnt_minutes = 15", "triage, urgnt_minutes is not a field of the service model."),
        ("urgent_minutes = 15", "urgnt_minutes = 15", "triage, urgent_minutes is missing. Add it."),
        ('owner = "rapid-response"\n', "", 'pathways "rapid_response", owner is missing. Add it.'),
        ('owner = "rapid-response"', 'owner = ""', 'pathways "rapid_response", owner (it says "") is not a code.'),
        ('owner = "rapid-response"', "owner = 5", 'pathways "rapid_response", owner (it says 5) is not text.'),
        ('front_door = "front-door"\n', "", "front_door is missing. Add it."),
        (
            'code = "fall"',
            'code = "Fall down"',
            'needs "Fall down", code (it says "Fall down") is not a code. Use small',
        ),
        (
            "urgent_minutes = 15",
            'urgent_minutes = "15"',
            'triage, urgent_minutes (it says "15") is not a whole number.',
        ),
        (
            "urgent_minutes = 15",
            "urgent_minutes = 0",
            "triage, urgent_minutes (it says 0) is too small. It must be more",
        ),
        ("opens = 08:00:00", "opens = 8", "hours, opens (it says 8) is not a time of day. Write it as 08:00:00"),
        ("equals = true", 'equals = "yes"', 'equals (it says "yes") is not yes or no. Write true or false'),
        ("target_percent = 70", "target_percent = 170", "standard, target_percent (it says 170) is too large."),
        (
            "target_percent = 70",
            "target_percent = true",
            "standard, target_percent (it says true) is not a whole number.",
        ),
        ("agreed_on = 2025-02-11", 'agreed_on = "2025-02-11"', 'agreed_on (it says "2025-02-11") is not a date.'),
        (
            "agreed_on = 2025-02-11",
            "agreed_on = 2025-02-11T09:00:00",
            "agreement, agreed_on (it says 2025-02-11 09:00:00)",
        ),
        ("agreed_on = 2025-02-11", "agreed_on = 2025-05-11", "in_force_from is before agreed_on"),
        (
            'one_of = ["two_hours"]',
            'one_of = "two_hours"',
            'criteria number 3, one_of (it says "two_hours") is not a list.',
        ),
        (
            'skills = ["social_work"]',
            "skills = []",
            'pathways "urgent_social_work", skills is empty. Name at least one.',
        ),
        ("days = [1, 2, 3, 4, 5, 6, 7]", "days = []", 'pathways "rapid_response", hours, days is empty.'),
        ("days = [1, 2, 3, 4, 5, 6, 7]", "days = [0]", "hours, days number 1 (it says 0) is too small."),
        ("days = [1, 2, 3, 4, 5, 6, 7]", "days = [1, 1]", "days names a day twice"),
        ("closes = 20:00:00", "closes = 07:00:00", "opens must be before closes"),
        ("limit_hours = 48", "limit_hours = -1", 'pathways "rapid_response", limit_hours (it says -1) is too small.'),
        ('clock = "05"', 'clock = "99"', 'standard, clock (it says "99") is not one it can be. Use'),
        ('model = "crisis_response"', 'model = "crisis"', 'model (it says "crisis") is not one it can be. Use'),
        ("promise_minutes = 1440\n", "", 'pathways "urgent_social_work", standard: clock "09" needs promise_minutes'),
        (
            'clock = "05"',
            'clock = "05"\npromise_minutes = 90',
            'clocks "05" and "06" have a national limit and must not',
        ),
        ('clock = "05"', 'clock = "06"', 'pathways "rapid_response", standard: clock "06" measures home_based'),
        (
            'clock = "09"\npromise_minutes = 1440',
            'clock = "05"',
            'clock "05" measures crisis_response, and model says social',
        ),
        ("from_date = 2022-12-01", "from_date = 2022-12-01\nuntil_date = 2022-11-30", "until_date is before from_date"),
        ("at_least = 18", "at_least = 18\nequals = true", "needs exactly one of equals, one_of and at_least"),
        ("at_least = 18\n", "", "needs exactly one of equals, one_of and at_least"),
        ("at_least = 18", "equals = true", 'criteria number 1: equals cannot judge "age", which is answered by number'),
        ('one_of = ["two_hours"]', "at_least = 2", 'at_least cannot judge "help_within", which is answered by choice'),
        ('question = "lives_at"', 'question = "lives_in"', 'question "lives_in" is not among the questions; add it or'),
        (
            'one_of = ["two_hours"]',
            'one_of = ["two_weeks"]',
            'one_of names "two_weeks", which is not a choice of "help',
        ),
        ('one_of = ["fall", ', 'one_of = ["tumble", ', 'one_of names "tumble", which is not a choice of "need"'),
        ('code = "frailty_decomp"', 'code = "fall"', 'needs: the code "fall" is used 2 times; give each its own'),
        ('code = "now_at"', 'code = "lives_at"', 'questions: the code "lives_at" is used 2 times'),
        ('code = "reablement"', 'code = "rapid_response"', 'pathways: the code "rapid_response" is used 2 times'),
        (
            'code = "extra_care"',
            'code = "own_home"',
            'questions "lives_at", choices: the code "own_home" is used 2 times',
        ),
        ('code = "intoxicated"', 'code = "age"', 'questions "age": this code is worked out from the referral'),
        (
            'code = "longer"',
            'code = "later"',
            'the first clock follows from its choices, and "longer" is not among them',
        ),
        (
            'code = "help_within"',
            'code = "how_soon"',
            'questions "help_within": the first clock follows from its choices',
        ),
        ('kind = "choice"\n', "", 'questions "lives_at": a question of kind "choice" needs choices'),
        ('title = "One', 'colour = "blue"\ntitle = "One', "colour is not a field of the service model. Remove it or"),
        ("[agreement]", "agreement = 3\n[other]", "agreement (it says 3) is not a table of fields."),
        ('version = "2025.1"', 'version = ""', "version is too short. Write at least 1 characters."),
        ('title = "One intermediate care service"\n', "title = One\n", "It is not TOML: "),
    ],
)
def test_a_fault_is_a_sentence_that_names_the_field_and_the_remedy(before: str, after: str, says: str) -> None:
    faults = faults_of(changed(before, after))
    assert any(says in fault for fault in faults), faults
    assert all(fault.endswith(".") for fault in faults)


def test_every_fault_is_named_at_once() -> None:
    text = changed("urgent_minutes = 15", "urgent_minutes = 0").replace('owner = "reablement"\n', "")
    assert len(faults_of(text)) == 2


def test_disagreements_are_separate_sentences() -> None:
    text = changed('question = "lives_at"', 'question = "lives_in"').replace('code = "now_at"', 'code = "lives_at"')
    faults = faults_of(text)
    assert len(faults) >= 2
    assert all("; questions" not in fault for fault in faults)


def test_a_file_that_is_not_there_or_not_text_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ServiceModelWrong, match="cannot be read: No such file"):
        read(tmp_path / "none.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ServiceModelWrong, match="Save it as UTF-8"):
        read(binary)


def test_a_byte_order_mark_before_the_text_does_no_harm(tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_text(AGREED_TEXT, encoding="utf-8-sig")
    assert read(marked).version == parse(AGREED_TEXT).version


def version_from(day: str, name: str) -> ServiceModel:
    text = changed("in_force_from = 2025-04-01", f"in_force_from = {day}")
    return parse(text.replace('version = "2025.1"', f'version = "{name}"'))


def test_versions_are_put_in_the_order_they_come_into_force() -> None:
    later, earlier = version_from("2026-04-01", "b"), version_from("2025-04-01", "a")
    assert [model.version for model in in_order([later, earlier])] == ["a", "b"]


@pytest.mark.parametrize(
    ("versions", "says"),
    [
        ([], "There is no agreed version"),
        ([("2025-04-01", "a"), ("2025-04-01", "b")], "both come into force on 2025-04-01"),
        ([("2025-04-01", "a"), ("2026-04-01", "a")], '"a" is the name of 2 versions'),
    ],
)
def test_it_must_be_clear_which_version_holds(versions: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(ServiceModelWrong, match=says):
        in_order([version_from(day, name) for day, name in versions])


def test_the_version_in_force_changes_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = in_order([version_from("2025-04-01", "a"), version_from("2026-04-01", "b")])
    monkeypatch.setattr("homeward.pathways.queries.agreed_versions", lambda: versions)
    asked = [date(2024, 1, 1), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1), date(2030, 1, 1)]
    assert [service_model_on(day).version for day in asked] == ["a", "a", "a", "b", "b"]
    found = service_model_version("b")
    assert found is not None
    assert found.agreement.in_force_from == date(2026, 4, 1)
    assert service_model_version("c") is None


def test_a_need_may_be_chosen_between_its_dates() -> None:
    text = changed("from_date = 2022-12-01", "from_date = 2025-05-01\nuntil_date = 2025-06-01")
    model = parse(text)
    days = [date(2025, 4, 30), date(2025, 5, 1), date(2025, 6, 1), date(2025, 6, 2)]
    assert ["fall" in {need.code for need in model.needs_on(day)} for day in days] == [False, True, True, False]


def test_the_nine_national_needs_are_in_the_agreed_version() -> None:
    """Source: NHS England, urgent community response services."""
    model = agreed_versions()[0]
    assert sum(need.urgent_community_response for need in model.needs) == 9
    assert {p.standard.clock for p in model.pathways} == {"05", "06", "09"}
