"""`homeward model`: a file is checked before it is agreed, and its schema can be had."""

import json
from pathlib import Path

import pytest

from homeward.pathways.reading import AGREED
from homeward.site.commandline import main


def test_a_file_that_can_be_used_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(AGREED / "2025-04-01.toml")]) == 0
    shown = capsys.readouterr()
    assert "2025-04-01.toml can be used: version 2025.1, 4 pathways" in shown.out
    assert shown.err == ""


def test_a_file_that_cannot_be_used_is_refused_with_every_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (AGREED / "2025-04-01.toml").read_text(encoding="utf-8")
    file = tmp_path / "next.toml"
    file.write_text(text.replace('owner = "reablement"\n', "").replace("urgent_minutes", "urgnt_minutes"))
    assert main(["model", "check", str(file)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "next.toml cannot be used:" in shown.err
    assert '- pathways "reablement", owner is missing. Add it.' in shown.err
    assert "- triage, urgnt_minutes is not a field of the service model." in shown.err


def test_the_schema_names_every_field_of_the_agreed_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert set(schema["required"]) == {
        "title", "version", "front_door", "agreement", "triage", "questions", "needs", "pathways",
    }  # fmt: skip
    assert schema["additionalProperties"] is False
    assert {"owner", "standard", "criteria", "skills"} <= set(schema["$defs"]["Pathway"]["required"])
