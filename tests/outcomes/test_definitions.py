"""Every measure is defined in full, in one file, and a wrong file is refused with the field's name."""

from datetime import date
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
from homeward.outcomes.measures import response, volume

ROOT = Path(__file__).parents[2]
FILES = sorted(MEASURES.glob("*.toml"))


def blanks(part: BaseModel) -> list[str]:
    """The names of fields with nothing in them. Only a target may be without a number."""
    found = []
    for name, value in part:
        if isinstance(value, BaseModel):
            found += [f"{name}.{inner}" for inner in blanks(value) if inner != "value"]
        elif isinstance(value, tuple):
            found += [name] if not value else []
            found += [f"{name}.{inner}" for one in value if isinstance(one, BaseModel) for inner in blanks(one)]
        elif value is None or not str(value).strip() or str(value).strip().lower() in {"tbc", "todo", "-", "n/a"}:
            found.append(name)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_field_of_a_definition_is_blank(file: Path) -> None:
    assert blanks(read_definition(file)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_field_taken_out_or_emptied_is_refused_by_name(file: Path, tmp_path: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        name, equals, _ = line.partition(" = ")
        if not equals or name == "value":
            continue
        for instead in ("", f'{name} = ""'):
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
    modules = {"response": response, "volume": volume}
    for one in measures():
        module, function = one.expression.split(".")
        assert callable(getattr(modules[module], function))


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
