"""The team board: who is where in their stay, and what holds them up."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.boards import late_ones, waiting_clocks
from homeward.episodes.queries.boards import OnBoard, team_board
from homeward.episodes.rules.boards import PART_NAMES, Part
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.models import Team
from homeward.partnership.queries import team_ids_of, teams
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

MOST_IN_A_COLUMN = 12
"""With more people in a part of the stay, the parts stand under each other, so that nobody has to scroll for ever."""


@dataclass(frozen=True, slots=True)
class Column:
    """One part of the stay, with everybody who is in it."""

    code: str
    name: str
    people: tuple[OnBoard, ...]


@needs(Capability.SEE_CASELOAD)
@require_safe
def team_board_page(request: HttpRequest) -> HttpResponse:
    """One of the viewer's teams, everybody it looks after in five columns; or only those whom something holds up."""
    viewer, now = viewer_of(request), timezone.now()
    mine = [team for team in teams() if team.pk in team_ids_of(viewer)]
    team = _chosen(mine, storable(request.GET.get("team", "")))
    only_held_up = request.GET.get("held_up") == "yes"
    clocks = waiting_clocks(viewer, team, now) if team else {}
    everybody = team_board(viewer, team, now, late=late_ones(clocks)) if team else []
    shown = [one for one in everybody if one.held_up or not only_held_up]
    note_looked(viewer=viewer, people=[one.episode.person for one in shown], route="team_board", now=now)
    context = {
        "teams": mine,
        "team": team,
        "columns": [Column(part, PART_NAMES[part], tuple(one for one in shown if one.part is part)) for part in Part],
        "most_in_a_column": MOST_IN_A_COLUMN,
        "clocks": clocks,
        "everybody": len(everybody),
        "held_up": sum(one.held_up for one in everybody),
        "only_held_up": only_held_up,
        "now": now,
        "today": london_date(now),
        "london_date": london_date,
    }
    return render(request, "desk/team_board.html", context)


def _chosen(mine: list[Team], code: str) -> Team | None:
    """The team the address asks for, if it is the viewer's; otherwise the first of theirs."""
    return next((team for team in mine if team.code == code), mine[0] if mine else None)
