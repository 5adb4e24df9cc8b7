"""The flow board: the whole service on one screen, as numbers with small charts. Nobody's name is here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homeward.episodes.queries.flow import Flow, PathwayNow, flow
from homeward.kit.london import london_date, start_of_day
from homeward.kit.small_chart import SmallChart, bar_chart, line_chart
from homeward.kit.weeks import week_of
from homeward.referrals.queries import how_many_undecided, late_by_pathway, received_by_day


@dataclass(frozen=True, slots=True)
class Demand:
    """Referrals: today, by week, by pathway over all the weeks, and how many nobody has decided about."""

    today: int
    by_week: tuple[int, ...]
    by_pathway: dict[str, int]
    undecided: int

    @property
    def a_week(self) -> int:
        """The mean of the whole weeks, rounded."""
        whole = self.by_week[:-1]
        return round(sum(whole) / len(whole)) if whole else 0


@dataclass(frozen=True, slots=True)
class Trend:
    """A small chart, its title, and what it shows in a sentence."""

    chart: SmallChart
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the flow board."""

    flow: Flow
    demand: Demand
    late: dict[str, int]
    received: Trend
    begun_and_ended: Trend
    delayed: Trend
    handed_over: Trend
    wards: tuple[tuple[PathwayNow, Trend], ...]

    @property
    def late_now(self) -> int:
        """How many wait for a first visit after their clock ran out."""
        return sum(self.late.values())

    @property
    def weeks(self) -> list[tuple[date, int, int, int, int]]:
        """The numbers behind the charts, the newest week first: Monday, referrals, begun, ended, hand-offs."""
        of, demand = self.flow, self.demand
        rows = zip(of.weeks, demand.by_week, of.begun, of.ended, of.hand_offs_by_week, strict=True)
        return list(rows)[::-1]


def flow_board(now: datetime) -> Board:
    """The board at this moment; the same number of queries for any number of people."""
    found = flow(now)
    demand = _demand(found, now)
    complete = [True] * (len(found.weeks) - 1) + [False]
    weekly = "over eight weeks and this one, which is still running"
    return Board(
        flow=found,
        demand=demand,
        late=late_by_pathway(now),
        received=Trend(
            bar_chart([demand.by_week], complete=complete),
            "Referrals received in each week",
            f"Referrals {weekly}: {_listed(demand.by_week)}.",
        ),
        begun_and_ended=Trend(
            bar_chart([found.begun, found.ended], complete=complete),
            "Help begun and help ended in each week",
            f"Begun {weekly}: {_listed(found.begun)}. Ended: {_listed(found.ended)}.",
        ),
        delayed=_daily(found.delays.by_day, "People delayed in hospital on each day"),
        handed_over=Trend(
            bar_chart([found.hand_offs_by_week], complete=complete),
            "Hand-offs in each week",
            f"Hand-offs {weekly}: {_listed(found.hand_offs_by_week)}.",
        ),
        wards=tuple((one, _ward(one)) for one in found.pathways if one.pathway.model == "virtual_ward"),
    )


def _demand(found: Flow, now: datetime) -> Demand:
    weekly, by_pathway = Counter[date](), Counter[str]()
    days = received_by_day(start_of_day(found.weeks[0]))
    for day, pathways in days.items():
        weekly[week_of(day)] += sum(pathways.values())
        by_pathway.update(pathways)
    return Demand(
        today=sum(days.get(london_date(now), {}).values()),
        by_week=tuple(weekly[week] for week in found.weeks),
        by_pathway=dict(by_pathway),
        undecided=how_many_undecided(),
    )


def _daily(values: Sequence[int], title: str) -> Trend:
    says = f"From {min(values)} to {max(values)} over {len(values)} days, {values[-1]} now."
    return Trend(line_chart([values]), title, says)


def _ward(one: PathwayNow) -> Trend:
    of = "" if one.places[-1] is None else f" of {one.places[-1]} places, which the dashed line shows"
    says = f"From {min(one.taken)} to {max(one.taken)} over {len(one.taken)} days, {one.taken[-1]} now{of}."
    return Trend(line_chart([one.taken], reach=one.places), f"Places taken on {one.pathway.name}", says)


def _listed(values: Sequence[int]) -> str:
    return ", ".join(str(value) for value in values)
