"""Statements are files: what comes with the project can be used, and what is wrong in a file is said in sentences."""

from datetime import date
from pathlib import Path

import pytest

from homeward.voice.reading import CARRIED, StatementsWrong, disagreements_with, gathered, parse_statements, shelf
from homeward.voice.reading import site_folder as folder_of_the_site
from homeward.voice.schema import THEME_NAMES, Audience, Theme, Timing

SMALL = """
version = "local-1"
in_force_from = 2026-06-01
agreed_by = "Our partnership board"

[[statements]]
code = "p_own"
theme = "wellbeing"
audience = "person"
says = "I make my own tea again."
source = "Our residents"
licence = "Ours"
timings = ["at_the_end"]
"""


def test_what_comes_with_the_project_can_be_used() -> None:
    found = gathered(sorted(CARRIED.glob("*.toml")))
    assert found.faults == ()
    first = found.versions[0]
    assert {audience: sum(one.audience == audience for one in first.statements) for audience in Audience} == {
        Audience.PERSON: 6,
        Audience.CARER: 4,
        Audience.STAFF: 6,
    }


@pytest.mark.parametrize("audience", [Audience.PERSON, Audience.STAFF])
def test_people_and_staff_are_asked_about_each_theme(audience: Audience) -> None:
    asked = [one for one in shelf().on(date(2026, 3, 4)).statements if one.audience == audience]
    assert [one.theme for one in asked] == list(Theme) == list(THEME_NAMES)


def test_every_sentence_is_short_and_says_whose_it_is() -> None:
    for version in gathered(sorted(CARRIED.glob("*.toml"))).versions:
        for one in version.statements:
            assert len(one.says.split()) <= 14, one.says
            assert (one.source, one.licence) == ("Written for Homeward, 2026", "MIT, with the rest of Homeward")


def test_each_audience_is_asked_something_at_each_of_its_times() -> None:
    version = shelf().on(date(2026, 3, 4))
    for audience in (Audience.PERSON, Audience.CARER):
        for timing in (Timing.DURING, Timing.AT_THE_END, Timing.TWELVE_WEEKS):
            assert version.asked(audience, timing)
        assert version.asked(audience, Timing.STAFF_ROUND) == ()
    assert len(version.asked(Audience.STAFF, Timing.STAFF_ROUND)) == 6


def test_a_later_version_takes_the_place_of_the_earlier_on_its_day(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(SMALL, encoding="utf-8")
    found = gathered([*sorted(CARRIED.glob("*.toml")), own])
    assert found.faults == ()
    assert (found.on(date(2026, 5, 31)).version, found.on(date(2026, 6, 1)).version) == ("2026.1", "local-1")
    assert found.on(date(2020, 1, 1)).version == "2026.1"
    statement = found.statement("p_own")
    assert statement is not None
    assert statement.says == "I make my own tea again."
    assert found.statement("p_ring") is not None
    assert found.statement("nothing") is None


def test_a_site_keeps_its_own_wording_in_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOMEWARD_HOME", str(tmp_path))
    assert folder_of_the_site() == tmp_path / "statements"
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "own.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "statements" / "bad.toml").write_text("version = 1", encoding="utf-8")
    found = shelf()
    assert [one.version for one in found.versions] == ["2026.1", "local-1"]
    assert all(fault.startswith("bad.toml: ") for fault in found.faults)
    assert "bad.toml: version (it says 1) is not text. Put it between quotation marks." in found.faults


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('source = "Our residents"\n', "", 'statements "p_own", source is missing. Add it.'),
        ('licence = "Ours"\n', "", 'statements "p_own", licence is missing. Add it.'),
        ('licence = "Ours"', 'licence = ""', 'statements "p_own", licence is too short. Write at least 3 characters.'),
        ('theme = "wellbeing"', 'theme = "weather"', "statements \"p_own\", theme"),
        ('audience = "person"', 'audience = "dog"', "statements \"p_own\", audience"),
        ('audience = "person"', 'audience = "staff"', 'staff are asked in rounds: timings must be ["staff_round"]'),
        ('["at_the_end"]', '["staff_round"]', "staff_round is for staff"),
        ('["at_the_end"]', "[]", 'statements "p_own", timings is empty. Name at least one.'),
        ('["at_the_end"]', '["at_the_end", "at_the_end"]', "timings names one twice"),
        ('["at_the_end"]', '["at_the_end"]\nsmile = true', "smile is not a field of a file of statements."),
        ("2026-06-01", '"June"', 'in_force_from (it says "June") is not a date.'),
        ('"Our partnership board"', '"Our board"\nstaff_months = [13]', "number 1 (it says 13) is too large."),
        ("[[statements]]", "[[statements]", "It is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_field_and_the_remedy(before: str, after: str, said: str) -> None:
    assert before in SMALL
    with pytest.raises(StatementsWrong) as wrong:
        parse_statements(SMALL.replace(before, after), where="own.toml")
    assert said in str(wrong.value)
    assert str(wrong.value).startswith("own.toml cannot be used:")


def test_a_code_used_twice_is_named() -> None:
    twice = SMALL + SMALL[SMALL.index("[[statements]]") :]
    with pytest.raises(StatementsWrong, match='the code "p_own" is used 2 times'):
        parse_statements(twice)


def test_versions_that_disagree_are_told_apart() -> None:
    one = parse_statements(SMALL)
    assert [fault.split(":")[0] for fault in disagreements_with(one, [one])] == ["version", "in_force_from"]
    other = parse_statements(
        SMALL.replace("local-1", "local-2").replace("06-01", "07-01").replace('"wellbeing"', '"change"')
    )
    assert disagreements_with(other, [one]) == [
        'statements "p_own": version "local-1" asks person about wellbeing under this code. Give this one another code.'
    ]
