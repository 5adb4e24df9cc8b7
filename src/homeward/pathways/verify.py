"""Does the partnership have what the service model names?"""

from collections.abc import Iterable, Iterator

from homeward.kit.problem import Problem
from homeward.partnership.queries import teams, teams_without_members
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import ServiceModel


def problems() -> Iterator[Problem]:
    """Teams that an agreed version names and that cannot own a referral: see `problems_of`."""
    yield from problems_of(agreed_versions())


def problems_of(versions: Iterable[ServiceModel]) -> Iterator[Problem]:
    """Teams named by these versions that do not exist, do not provide the joint service, or have nobody in them.

    Every version counts, also one no longer in force: a referral it governed may be opened again. A database without
    any team is one that has not begun, and has no problem.
    """
    known = {team.code: team for team in teams()}
    nobody_in = {team.code for team in teams_without_members()}
    for version in versions if known else ():
        for place, code in _named_by(version):
            team = known.get(code)
            if team is None:
                yield _problem(version, place, code, "exists", "Add the team, or agree a version with another.")
            elif not team.organisation.takes_part:
                yield _problem(
                    version, place, code, "provides the joint service", "Say so of its organisation, or choose another."
                )
            elif code in nobody_in:
                yield _problem(version, place, code, "has a member", "Add somebody to the team, or choose another.")


def _named_by(version: ServiceModel) -> Iterator[tuple[str, str]]:
    yield "front_door", version.front_door
    for pathway in version.pathways:
        yield f'pathways "{pathway.code}", owner', pathway.owner


def _problem(version: ServiceModel, place: str, code: str, claim: str, remedy: str) -> Problem:
    return Problem(
        "pathways",
        f"Every team the service model names {claim}",
        f'Version {version.version}, {place}: team "{code}"',
        remedy,
    )
