"""A benchmark prints one object a line, and fails when a requirement does not hold."""

import json
from argparse import Namespace
from collections.abc import Iterator
from types import ModuleType

import pytest

from benchmarks.result import Result
from homeward.site.commands import bench


@pytest.mark.parametrize(
    ("result", "holds"),
    [
        (Result("a", 10.0, "ms"), None),
        (Result("a", 10.0, "ms", "b", 1.0, 1.0), True),
        (Result("a", 10.0, "ms", "b", 1.01, 1.0), False),
        (Result("a", 10.0, "ms", required=10.0), True),
        (Result("a", 10.1, "ms", required=10.0), False),
    ],
)
def test_a_requirement_holds_up_to_its_bound(result: Result, holds: bool | None) -> None:
    assert result.holds is holds


@pytest.mark.parametrize(("ratio", "code"), [(0.5, 0), (2.0, 1)])
def test_each_result_is_one_object_a_line_and_the_exit_code_says_whether_all_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ratio: float, code: int
) -> None:
    def results() -> Iterator[Result]:
        yield Result("page", 12.5, "ms", "another page", ratio, 1.0)
        yield Result("size", 3.0, "MB")

    made_up = ModuleType("benchmarks.worklist")
    made_up.run = results  # type: ignore[attr-defined]
    monkeypatch.setattr(bench, "import_module", lambda name: made_up)
    assert bench.run(Namespace(name="worklist", format="json")) == code
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == {
        "name": "page",
        "value": 12.5,
        "unit": "ms",
        "peer": "another page",
        "ratio": ratio,
        "required": 1.0,
        "holds": code == 0,
    }
    assert rows[1]["holds"] is None


def test_each_benchmark_has_its_name() -> None:
    assert bench.names() == ["measures", "outcomes_page", "spc", "worklist"]
