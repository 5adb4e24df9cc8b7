"""Questions about who works here."""

from collections import Counter
from collections.abc import Iterable

from homeward.partnership.models import Member, Organisation, Team


class TeamNotFound(LookupError):
    """A team code that no team has."""


def team_called(code: str) -> Team:
    """The team with this code. Raises TeamNotFound, saying the code, when there is none."""
    try:
        return Team.objects.get(code=code)
    except Team.DoesNotExist:
        raise TeamNotFound(
            f'There is no team with the code "{code}". Add the team, or name another owner in the service model.'
        ) from None


def team_ids_of(viewer: Member) -> list[int]:
    """The ids of the viewer's teams, asked of the database once per request."""
    known: list[int] | None = getattr(viewer, "_team_ids", None)
    if known is None:
        known = list(viewer.teams.values_list("pk", flat=True))
        viewer._team_ids = known  # type: ignore[attr-defined]
    return known


def teams() -> list[Team]:
    """Every team, by name, with its organisation."""
    return list(Team.objects.select_related("organisation"))


def teams_without_members() -> list[Team]:
    """Teams that nobody who may sign in belongs to, by name."""
    return list(Team.objects.exclude(members__is_active=True))


def members_of(team_ids: Iterable[int]) -> list[Member]:
    """Everybody who may sign in and belongs to one of these teams, by name, with their organisation."""
    found = Member.objects.filter(teams__in=list(team_ids), is_active=True)
    return list(found.select_related("organisation").distinct())


def members_by_organisation() -> dict[str, int]:
    """How many members who may sign in each organisation of the joint service has, by its code."""
    taking_part = Member.objects.filter(is_active=True, organisation__takes_part=True)
    return dict(sorted(Counter(taking_part.values_list("organisation__code", flat=True)).items()))


def organisation_coded(code: str) -> Organisation | None:
    """The organisation with this code, or None."""
    return Organisation.objects.filter(code=code).first() if code else None


def demo_members() -> list[Member]:
    """The made-up members anyone may sign in as in the made-up borough, by job."""
    return list(Member.objects.filter(demo_sign_in=True, is_active=True).order_by("job_title", "last_name"))


def demo_member(pk: int) -> Member | None:
    """One of the made-up members anyone may sign in as, or None."""
    return Member.objects.filter(pk=pk, demo_sign_in=True, is_active=True).first()
