"""The @home ward as its list shows it: who is on it, how full it is, and how full it was."""

from dataclasses import dataclass
from datetime import datetime

from homeward.episodes.queries import ward as queries
from homeward.episodes.rules.ward import Due, Occupancy
from homeward.kit.small_chart import SmallChart, line_chart
from homeward.partnership.models import Member
from homeward.pathways.schema import Pathway

DAYS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class WardShown:
    """One ward, its patients whom the viewer may see, how full it is, and its last four weeks."""

    ward: Pathway
    patients: tuple[queries.OnWard, ...]
    occupancy: Occupancy
    days: tuple[queries.WardDay, ...]
    chart: SmallChart
    may_set_places: bool

    @property
    def unseen(self) -> int:
        """How many more are on the ward, whom the viewer's teams have no reason to see."""
        return self.occupancy.taken - len(self.patients)

    @property
    def overdue(self) -> int:
        """How many of those shown should have had a senior review by now."""
        return sum(1 for one in self.patients if one.due and one.due.due is Due.OVERDUE)

    @property
    def unsettled(self) -> int:
        """How many of those shown were accepted for the ward, and nobody has settled them on it."""
        return sum(1 for one in self.patients if one.stay is None)

    @property
    def trend(self) -> str:
        """What the chart shows, in a sentence."""
        taken = [day.taken for day in self.days]
        return (
            f"Places taken over {len(taken)} days: from {min(taken)} to {max(taken)}, {taken[-1]} now. "
            "The dashed line is the places there are."
        )


def ward_shown(viewer: Member, ward: Pathway, now: datetime) -> WardShown:
    """Everything the list shows of one ward; the same few queries for any number of patients."""
    days = tuple(queries.ward_days(ward, days=DAYS_SHOWN, now=now))
    return WardShown(
        ward=ward,
        patients=tuple(queries.on_ward(viewer, [ward.code], now)),
        occupancy=queries.occupancy_now(ward, now),
        days=days,
        chart=line_chart([[day.taken for day in days]], reach=[day.places for day in days]),
        may_set_places=ward.code in queries.pathways_owned_by(viewer),
    )
