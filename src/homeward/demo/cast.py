"""Who works in the made-up borough, read from its files; nothing here touches the database."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from random import Random

from homeward.demo.reading import words


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the borough, by the short key that the files use."""

    key: str
    code: str
    kind: str
    name: str
    takes_part: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone who works there. `anyone_may_be` is true where a visitor may sign in as them."""

    username: str
    first_name: str
    last_name: str
    job_title: str
    role: str
    organisation: str
    teams: tuple[str, ...]
    skills: tuple[str, ...]
    anyone_may_be: bool


@cache
def bodies() -> tuple[Body, ...]:
    """Every organisation."""
    return tuple(Body(**row) for row in words("organisations")["organisations"])


@cache
def colleagues() -> tuple[Colleague, ...]:
    """Everyone who works there, in the order of the file."""
    return tuple(_colleague(line) for line in words("staff")["staff"])


def _colleague(line: str) -> Colleague:
    name, title, role, organisation, teams, skills = (part.strip() for part in line.split("|"))
    first, _, last = name.lstrip("*").removeprefix("Dr ").partition(" ")
    plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
    return Colleague(
        username=re.sub(r"[^a-z.-]", "", plain),
        first_name=f"Dr {first}" if "Dr " in name else first,
        last_name=last,
        job_title=title,
        role=role,
        organisation=organisation,
        teams=tuple(filter(None, teams.split(", "))),
        skills=tuple(filter(None, skills.split(", "))),
        anyone_may_be=name.startswith("*"),
    )


@cache
def of_team(team: str) -> tuple[str, ...]:
    """User names of a team's practitioners (at the front door: its coordinators)."""
    role = "coordinator" if team == "front-door" else "practitioner"
    return tuple(one.username for one in colleagues() if team in one.teams and one.role == role)


@cache
def referrers_of(organisation: str) -> tuple[str, ...]:
    """User names of an organisation's referrers, who may use the web form."""
    return tuple(one.username for one in colleagues() if one.organisation == organisation and one.role == "referrer")


def someone(rng: Random, team: str) -> str:
    """One of a team, by user name."""
    return rng.choice(of_team(team))


@cache
def keys_of_kind(kind: str) -> tuple[str, ...]:
    """The short keys of organisations of a kind."""
    return tuple(body.key for body in bodies() if body.kind == kind)


@cache
def body(key: str) -> Body:
    """The organisation with this short key. Raises KeyError when there is none."""
    return {one.key: one for one in bodies()}[key]
