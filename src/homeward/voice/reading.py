"""Reading the statements: those the project carries, and the wording a site has agreed for itself."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from homeward.kit.file_faults import FileWrong, shaped, text_of
from homeward.voice.schema import Statement, Statements

CARRIED = Path(__file__).parent / "statements"
"""Where the statements that come with the project are, one file for each version."""
PROJECT = Path(__file__).parents[3]


class StatementsWrong(FileWrong):
    """A file of statements that cannot be used. `faults` says, a sentence each, which field and what to do."""

    of = "a file of statements"


@dataclass(frozen=True)
class Shelf:
    """Every version there is, the earliest in force first, and what is wrong with the files that were left out."""

    versions: tuple[Statements, ...]
    faults: tuple[str, ...]

    def on(self, day: date) -> Statements:
        """The version in force on a day; before the first, the first (somebody had to start somewhere)."""
        in_force = [one for one in self.versions if one.in_force_from <= day]
        return in_force[-1] if in_force else self.versions[0]

    def version(self, name: str) -> Statements | None:
        """The version with this name, or None where its file is no longer here."""
        return next((one for one in self.versions if one.version == name), None)

    def statement(self, code: str) -> Statement | None:
        """A statement as it was last worded, or None where no version knows it."""
        worded = (version.statement(code) for version in reversed(self.versions))
        return next((one for one in worded if one is not None), None)


def site_folder() -> Path:
    """Where a site keeps its own wording: `statements` in the folder of its data."""
    return Path(os.environ.get("HOMEWARD_HOME") or PROJECT / ".homeward") / "statements"


def shelf() -> Shelf:
    """The statements in use here. A site's file that cannot be used is left out, and `faults` says why."""
    return _shelf(site_folder())


@cache
def _shelf(folder: Path) -> Shelf:
    """Read once: new files are seen when the program is started again."""
    return gathered([*sorted(CARRIED.glob("*.toml")), *sorted(folder.glob("*.toml"))])


def gathered(paths: Iterable[Path]) -> Shelf:
    """The statements in these files. One that is wrong, or disagrees with another, is left out with its faults."""
    versions: list[Statements] = []
    faults: list[str] = []
    for path in paths:
        try:
            one = read_statements(path)
        except StatementsWrong as wrong:
            faults += [f"{path.name}: {fault}" for fault in wrong.faults]
            continue
        found = disagreements_with(one, versions)
        faults += [f"{path.name}: {fault}" for fault in found]
        versions += [] if found else [one]
    return Shelf(tuple(sorted(versions, key=lambda one: one.in_force_from)), tuple(faults))


def read_statements(path: Path) -> Statements:
    """The statements in a TOML file. Raises StatementsWrong, naming each field at fault and its remedy."""
    return parse_statements(text_of(path, wrong=StatementsWrong), where=path.name)


def parse_statements(text: str, *, where: str = "The statements") -> Statements:
    """The statements in a TOML text. Raises StatementsWrong."""
    return shaped(text, Statements, where=where, wrong=StatementsWrong)


def disagreements_with(one: Statements, others: Iterable[Statements]) -> list[str]:
    """Why a version cannot stand beside others: its name or day is taken, or a code means something else there."""
    found = []
    for other in others:
        if other.version == one.version:
            found.append(f'version: "{one.version}" is here already. Give this one another name.')
        if other.in_force_from == one.in_force_from:
            found.append(
                f'in_force_from: version "{other.version}" comes into force on {one.in_force_from} too. '
                "Give each its own day."
            )
        for statement in one.statements:
            theirs = other.statement(statement.code)
            if theirs and (theirs.theme, theirs.audience) != (statement.theme, statement.audience):
                found.append(
                    f'statements "{statement.code}": version "{other.version}" asks {theirs.audience} about '
                    f"{theirs.theme} under this code. Give this one another code."
                )
    return found
