"""Questions about who works here, and about what was changed when."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from homeward.partnership.models import Member, Organisation, PhasedChange, Team


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


def organisations_taking_part() -> list[Organisation]:
    """The organisations that provide the joint service, by name."""
    return list(Organisation.objects.filter(takes_part=True))


def organisation_coded(code: str) -> Organisation | None:
    """The organisation with this code, or None."""
    return Organisation.objects.filter(code=code).first() if code else None


def demo_members() -> list[Member]:
    """The made-up members anyone may sign in as in the made-up borough, by job."""
    return list(Member.objects.filter(demo_sign_in=True, is_active=True).order_by("job_title", "last_name"))


def demo_member(pk: int) -> Member | None:
    """One of the made-up members anyone may sign in as, or None."""
    return Member.objects.filter(pk=pk, demo_sign_in=True, is_active=True).first()


def changes_marked() -> list[PhasedChange]:
    """Every change the partners marked, the latest start first, with places, and with those that were withdrawn."""
    return sorted(_changes(), key=lambda one: (one.starts_on, one.pk), reverse=True)


def change_marked(pk: int) -> PhasedChange | None:
    """One change with its places and corrections, or None."""
    return _changes().filter(pk=pk).first()


def changes_touching(pathway: str | None, between: tuple[date, date]) -> list[PhasedChange]:
    """Changes in force that begin somewhere on one of these days, both included, and touch a pathway; None for any.

    In order of their first day. `days` are those on which it began somewhere; `rebase` says that charts begin anew.
    """
    first, last = between
    begun = PhasedChange.objects.filter(
        withdrawn_at=None, phases__starts_on__gte=first, phases__starts_on__lte=last
    ).distinct()
    found = begun.prefetch_related("phases__organisation")
    return sorted(
        (one for one in found if pathway is None or one.touches(pathway)), key=lambda one: (one.starts_on, one.pk)
    )


def _changes() -> QuerySet[PhasedChange]:
    return PhasedChange.objects.select_related("marked_by", "withdrawn_by").prefetch_related(
        "phases__organisation", "corrections__by"
    )
