"""Tools are files: what comes with the project can be used, and what is wrong in a file is said in sentences."""

from pathlib import Path

import pytest

from homeward.episodes.reading.tools import (
    CARRIED,
    ToolWrong,
    disagreements_with,
    gathered,
    parse_tool,
    read_tool,
    shelf,
    site_folder,
)
from homeward.site.commandline import main

SMALL = """
code = "balance"
version = "1"
name = "Balance"
about = "How long somebody stands."
source = "This test"
licence = "None needed"
embed = "full"
scoring = "sum"
bands = [{ low = 0, high = 1, name = "Short" }, { low = 2, high = 4, name = "Long" }]

[[sections]]
code = "all"
title = "All"

[[sections.items]]
code = "left"
asks = "On the left leg"
kind = "number"
min = 0
max = 2

[[sections.items]]
code = "right"
asks = "On the right leg"
kind = "choice"
values = [{ code = "no", name = "No", score = 0 }, { code = "yes", name = "Yes", score = 2 }]
"""


def test_every_tool_that_comes_with_the_project_can_be_used() -> None:
    assert gathered(sorted(CARRIED.glob("*.toml"))).faults == ()
    assert list(shelf().current()) == [
        "holistic", "falls", "cfs", "barthel", "four_at", "eq5d5l", "ascot", "toms", "waterlow", "must",
    ]  # fmt: skip


def test_what_may_not_be_embedded_is_not() -> None:
    tools = shelf().current()
    assert {code for code, tool in tools.items() if tool.embed == "score-only"} == {
        "eq5d5l", "ascot", "toms", "waterlow", "must",
    }  # fmt: skip
    assert all(not item.help for item in tools["cfs"].items)


def verhoeff_holds(digits: str) -> bool:
    """The check of SNOMED CT ids, from the rules of the dihedral group D5 rather than from its printed tables."""

    def times(a: int, b: int) -> int:
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b - 5) % 5
        return 5 + (a - 5 - b) % 5 if b < 5 else (a - b) % 5

    permutation = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    found = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        for _ in range(place % 8):
            digit = permutation[digit]
        found = times(found, digit)
    return found == 0


def test_every_snomed_id_passes_its_check_digit() -> None:
    ids = [one.snomed for tool in shelf().tools for one in (tool, *tool.items) if one.snomed]
    assert len(ids) >= 8
    assert [one for one in ids if not verhoeff_holds(one)] == []
    assert "763264000" in ids
    assert verhoeff_holds("236")  # Verhoeff's own worked example
    assert not any(verhoeff_holds(f"76326400{digit}") for digit in range(1, 10))


def test_shared_questions_are_asked_the_same_way_and_there_are_many() -> None:
    tools = shelf().current()
    shared = {item.concept for item in tools["holistic"].items} & {item.concept for item in tools["falls"].items}
    assert len(shared - {None}) >= 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('name = "Balance"\n', ""), "name is missing. Add it."),
        (('embed = "full"', 'embed = "full"\nprice = 3'), "price is not a field of an assessment tool."),
        (('code = "balance"', 'code = "Balance"'), 'code (it says "Balance") is not a code.'),
        (('version = "1"', 'version = "one"'), "version"),
        (('embed = "full"', 'embed = "half"'), "embed"),
        (("min = 0\nmax = 2", "min = 0"), 'kind "number" needs min and max'),
        (("min = 0\nmax = 2", "min = 2\nmax = 2"), "max must be more than min"),
        (("min = 0\nmax = 2", "min = 0\nmax = 2\nstep = 0.75"), "max is not a whole number of steps above min"),
        (("min = 0\nmax = 2", "min = 0\nmax = 2\nstep = 0"), "it must be more than 0".capitalize()),
        (('code = "yes", name', 'code = "no", name'), "values name a code twice"),
        (('code = "right"', 'code = "left"'), 'items: "left" stands more than once'),
        (('code = "right"', 'code = "total"'), '"total" is kept for a whole score'),
        (("high = 1", "high = 0"), "bands: a score of 1 is in no band"),
        (("high = 1", "high = 2"), "bands: a score of 2 is in more than one band"),
        (("low = 0", "low = -1"), "bands: they must begin at 0 and end at 4"),
        (("high = 4", "high = 5"), "bands: they must begin at 0 and end at 4"),
        (('scoring = "sum"', 'scoring = "single"'), "score_of: "),
        (('scoring = "sum"', 'scoring = "none"'), "a tool without scoring has neither"),
        (('scoring = "sum"', 'scoring = "sum"\nscore_of = "left"'), "score_of: "),
        (('code = "balance"', "code = balance"), "It is not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_in_a_sentence(change: tuple[str, str], said: str) -> None:
    assert change[0] in SMALL
    with pytest.raises(ToolWrong) as wrong:
        parse_tool(SMALL.replace(*change))
    assert said in str(wrong.value)


def test_half_points_need_bands_for_half_points() -> None:
    with pytest.raises(ToolWrong, match=r"a score of 1.5 is in no band"):
        parse_tool(SMALL.replace("max = 2", "max = 2\nstep = 0.5"))
    parse_tool(SMALL.replace("max = 2", "max = 2\nstep = 0.5").replace("high = 1,", "high = 1.5,"))


def test_a_sites_own_higher_version_is_the_one_in_use_and_the_old_one_stays_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    must = (CARRIED / "must.toml").read_text()
    (tmp_path / "must.toml").write_text(must.replace('version = "1"', 'version = "1.10"').replace("score-only", "full"))
    (tmp_path / "must_two.toml").write_text(must.replace('version = "1"', 'version = "1.9"'))
    monkeypatch.setenv("HOMEWARD_TOOLS", str(tmp_path))
    here = shelf()
    assert here.faults == ()
    assert (here.current()["must"].version, here.current()["must"].embed) == ("1.10", "full")
    old = here.tool("must", "1")
    assert old is not None
    assert old.embed == "score-only"
    assert here.tool("must", "7") is None


def test_a_sites_file_that_is_wrong_or_takes_a_version_is_left_out_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.toml").write_text(SMALL.replace("max = 2", "max = 3"))
    (tmp_path / "b.toml").write_text((CARRIED / "must.toml").read_text())
    (tmp_path / "c.toml").write_text(SMALL)
    (tmp_path / "d.toml").write_bytes(b"\xff")
    monkeypatch.setenv("HOMEWARD_TOOLS", str(tmp_path))
    here = shelf()
    assert "balance" in here.current()
    assert {fault.split(":")[0] for fault in here.faults} == {"a.toml", "b.toml", "d.toml"}
    assert 'version: "1" of MUST (score only) is here already. Give this one a higher version.' in here.faults[-2]


def test_a_shared_question_asked_in_another_way_is_refused() -> None:
    other = SMALL.replace('code = "left"', 'code = "left"\nconcept = "unsteady"')
    found = disagreements_with(parse_tool(other), shelf().tools)
    assert len(found) == 2  # in the whole-person and in the falls assessment
    assert 'asks "unsteady" in another way' in found[0]


def test_a_site_keeps_its_tools_beside_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOMEWARD_TOOLS", raising=False)
    monkeypatch.setenv("HOMEWARD_HOME", "/data/here")
    assert site_folder() == Path("/data/here/tools")
    monkeypatch.setenv("HOMEWARD_TOOLS", "/data/there")
    assert site_folder() == Path("/data/there")


def test_a_file_that_is_not_there_is_said_so() -> None:
    with pytest.raises(ToolWrong, match="The file cannot be read: No such file"):
        read_tool(Path("nowhere.toml"))


def test_the_command_checks_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "balance.toml", tmp_path / "bad.toml"
    good.write_text(SMALL)
    bad.write_text(SMALL.replace("high = 4", "high = 3"))
    assert main(["tool", "check", str(good)]) == 0
    assert "balance.toml can be used: Balance, version 1, 2 items, score 0 to 4, 2 bands." in capsys.readouterr().out
    assert main(["tool", "check", str(bad)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "- bands: a score of 4 is in no band" in shown.err


def test_the_command_checks_a_file_against_the_tools_already_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "must.toml"
    file.write_text((CARRIED / "must.toml").read_text())
    assert main(["tool", "check", str(file)]) == 1
    assert "Give this one a higher version." in capsys.readouterr().err


def test_the_command_lists_the_tools_and_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tool", "list"]) == 0
    assert "barthel" in capsys.readouterr().out
    assert main(["tool", "schema"]) == 0
    assert '"band_times"' in capsys.readouterr().out
