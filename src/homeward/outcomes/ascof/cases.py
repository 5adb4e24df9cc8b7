"""Files of worked cases of ASCOF 2A and 2D: read, compared, and printed with what was expected and what came."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from homeward.outcomes.ascof.case_forms import Case, Compared, Row, form_of


class CasesUnreadable(ValueError):
    """A file of cases that cannot be used. The message says where, and what to do."""


def check(path: Path) -> Iterator[Compared]:
    """Each case of a JSON file, in its order, compared. Raises CasesUnreadable for a file or a case of another form."""
    cases = _cases_in(path)
    for place, case in enumerate(cases, start=1):
        if form_of(case) is None:
            raise CasesUnreadable(
                f"Case {place} of {path} has neither of the two forms. A case of ASCOF 2A has period, events and "
                "expected. One of ASCOF 2D has discharge, admission and reablement."
            )
    return map(_compared, cases)


def _cases_in(path: Path) -> Sequence[Case]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise CasesUnreadable(f"{path} cannot be read: {fault.strerror}. Check its name.") from None
    except UnicodeDecodeError:
        raise CasesUnreadable(f"{path} is not UTF-8 text. Save it as UTF-8.") from None
    except json.JSONDecodeError as fault:
        raise CasesUnreadable(f"{path} is not JSON: {fault}. Correct that line.") from None
    cases = content.get("cases") if isinstance(content, dict) else content
    if not isinstance(cases, list) or not cases:
        raise CasesUnreadable(f'{path} has no cases. Give a list of them, named "cases".')
    return cases


def _compared(case: Case) -> Compared:
    compare = form_of(case)
    assert compare is not None
    try:
        return compare(case)
    except KeyError as missing:
        told = f'"{missing.args[0]}" is missing'
    except (TypeError, ValueError, AttributeError) as fault:
        told = str(fault)
    raise CasesUnreadable(f"Case {case.get('id', 'without an id')} cannot be read: {told}. Correct it.")


def run_cases(path: Path, format: str = "table") -> int:
    """Print every case of a file, as a table or as JSON, a line a case. 0: all equal; 1: some differ; 2: unreadable."""
    try:
        compared = list(check(path))
    except CasesUnreadable as why:
        print(why, file=sys.stderr)
        return 2
    for one in compared:
        print(_as_json(one) if format == "json" else "\n".join(_as_text(one)))
    different = [one.case for one in compared if not one.equal]
    if format != "json":
        print(f"{len(compared)} cases, {len(compared) - len(different)} equal, {len(different)} different.")
    return 1 if different else 0


def _as_json(one: Compared) -> str:
    return json.dumps(
        {
            "case": one.case,
            "measure": one.measure,
            "why": one.why,
            "expected": one.expected,
            "came": one.came,
            "equal": one.equal,
            "not_read": list(one.not_read),
        },
        ensure_ascii=False,
    )


def _as_text(one: Compared) -> Iterator[str]:
    yield f"{one.case:8}{'equal' if one.equal else 'DIFFERENT'}  {one.why}"
    yield from (f"        expected: {line}" for line in _lines(one.expected))
    yield from (f"        came:     {line}" for line in _lines(one.came))
    if one.not_read:
        yield f"        not read: {', '.join(one.not_read)}"


def _lines(rows: Sequence[Row]) -> list[str]:
    return [", ".join(f"{name} {_said(value)}" for name, value in row.items()) for row in rows] or ["nothing"]


def _said(value: object) -> str:
    return (
        {True: "yes", False: "no", None: "none"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
