"""Every measure is defined in full, in one file, and a wrong file is refused with the field's name."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from homeward.outcomes.definitions import (
    MEASURES,
    MeasureUnknown,
    MeasureUnreadable,
    measure_called,
    measures,
    read_definition,
)
from homeward.outcomes.documents import pages

ROOT = Path(__file__).parents[2]
FILES = sorted(MEASURES.glob("*.toml"))


NEED_NOT_BE = {"value", "least", "most", "scale", "headline"}
NOTHING_SAID = {"tbc", "tba", "todo", "to do", "-", "n/a", "na", "none.", "unknown", "lorem ipsum", "xxx", "?"}


def blanks(part: BaseModel) -> list[str]:
    """The names of fields with nothing in them. Only a bound, a target's number or an alarm need not be there."""
    found = []
    for name, value in part:
        if isinstance(value, BaseModel):
            found += [f"{name}.{inner}" for inner in blanks(value)]
        elif isinstance(value, tuple):
            found += [name] if not value else []
            found += [f"{name}.{inner}" for one in value if isinstance(one, BaseModel) for inner in blanks(one)]
        elif value is None:
            found += [] if name in {*NEED_NOT_BE, "alarm"} else [name]
        elif name != "reasons_from" and (not str(value).strip() or str(value).strip().lower() in NOTHING_SAID):
            found.append(name)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_field_of_a_definition_is_blank(file: Path) -> None:
    assert blanks(read_definition(file)) == []


@pytest.mark.parametrize("words", ["TBC", "n/a", " todo ", "unknown"])
def test_a_placeholder_counts_as_blank(words: str) -> None:
    measure = measure_called("two_hour_response")
    target = measure.target.model_copy(update={"source": words})
    assert blanks(measure.model_copy(update={"target": target, "owner": words})) == ["target.source", "owner"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_field_taken_out_or_emptied_is_refused_by_name(file: Path, tmp_path: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        name, equals, _ = line.partition(" = ")
        if not equals or name in NEED_NOT_BE:
            continue
        for instead in [f'{name} = ""'] if name == "reasons_from" else ["", f'{name} = ""']:
            copy = tmp_path / file.name
            copy.write_text("\n".join([*lines[:number], instead, *lines[number + 1 :]]), encoding="utf-8")
            with pytest.raises(MeasureUnreadable, match=name):
                read_definition(copy)


def test_an_unknown_field_is_refused_by_name(tmp_path: Path) -> None:
    copy = tmp_path / FILES[0].name
    copy.write_text('colour = "blue"\n' + FILES[0].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(MeasureUnreadable, match="colour"):
        read_definition(copy)


def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text("title: Odd")
    with pytest.raises(MeasureUnreadable, match=r"odd\.toml is not a TOML file"):
        read_definition(tmp_path / "odd.toml")


def test_every_measure_names_an_expression_that_is_there() -> None:
    for one in measures():
        module, function = one.expression.split(".")
        assert callable(getattr(import_module(f"homeward.outcomes.measures.{module}"), function))


def test_the_two_hour_measure_can_be_counted_by_both_event_dates() -> None:
    assert measure_called("two_hour_response").dated == ("start", "stop")
    assert measure_called("two_hour_response").target.value == 70.0


def test_definitions_were_reviewed_and_not_in_the_future() -> None:
    assert all(date(2026, 1, 1) < one.reviewed_on < date(2030, 1, 1) for one in measures())


def test_an_unknown_code_says_which_there_are() -> None:
    with pytest.raises(MeasureUnknown, match="two_hour_response"):
        measure_called("three_hour_response")


def test_the_generated_pages_are_current() -> None:
    """When this fails: ./homeward measure --write-pages docs/measures."""
    folder = ROOT / "docs" / "measures"
    assert {file.name for file in folder.iterdir()} == set(pages())
    for name, text in pages().items():
        assert (folder / name).read_text(encoding="utf-8") == text
