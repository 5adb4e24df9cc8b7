"""What an hour of help costs: the partnership's own figures, `unit_costs.csv` in its data folder. None are shipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from homeward.outcomes.own_files import FieldWrong, OwnFileWrong, read_own

COLUMNS = ("pathway", "kind", "pounds_per_hour", "from_on", "price_year", "source")
FILE = "unit_costs.csv"
MOST_POUNDS = 10_000
"""An hour that costs more than this is a slip of the decimal point."""


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What an hour of one worker's time costs from a day on, in the prices of which year, and who says so."""

    pathway: str
    kind: str
    pounds_per_hour: Decimal
    from_on: date
    price_year: str
    source: str

    def pence(self, minutes: int, staff: int = 1) -> int:
        """What these minutes of each of so many workers cost, half a penny rounded up."""
        exact = self.pounds_per_hour * 100 * minutes * staff / 60
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """Unit costs by pathway and kind of contact, the latest first; "" stands for every pathway, or every kind."""

    by: Mapping[tuple[str, str], tuple[UnitCost, ...]] = field(default_factory=dict)

    def on(self, pathway: str, kind: str, day: date) -> UnitCost | None:
        """The unit cost in force on a day: for this pathway and kind, else for the pathway, the kind, or for all."""
        for key in ((pathway, kind), (pathway, ""), ("", kind), ("", "")):
            found = next((one for one in self.by.get(key, ()) if one.from_on <= day), None)
            if found is not None:
                return found
        return None

    def pence(self, pathway: str, kind: str, day: date, minutes: int | None, staff: int = 1) -> int | None:
        """What a contact cost in pence; None without a unit cost, or without a length."""
        cost = self.on(pathway, kind, day)
        return None if cost is None or minutes is None else cost.pence(minutes, staff)


NO_COSTS = UnitCosts()


def read_unit_costs(path: Path) -> UnitCosts:
    """The unit costs in a file, or none where there is no file. Raises OwnFileWrong with every fault."""
    if not path.exists():
        return NO_COSTS
    _, rows = read_own(path, COLUMNS, _line)
    by: dict[tuple[str, str], list[UnitCost]] = {}
    faults = []
    for one in sorted(rows, key=lambda row: row.from_on, reverse=True):
        same = by.setdefault((one.pathway, one.kind), [])
        if same and same[-1].from_on == one.from_on:
            named = f'pathway "{one.pathway}" and kind "{one.kind}"'
            faults.append(f"from_on: {named} have two costs from {one.from_on}. Keep one.")
        same.append(one)
    if faults:
        raise OwnFileWrong(path.name, faults)
    return UnitCosts({key: tuple(costs) for key, costs in by.items()})


def _line(values: dict[str, str]) -> UnitCost:
    try:
        pounds = Decimal(values["pounds_per_hour"])
    except InvalidOperation:
        pounds = Decimal("NaN")
    if not pounds.is_finite() or not 0 <= pounds <= MOST_POUNDS:
        says = f'"{values["pounds_per_hour"]}" is not an amount from 0 to {MOST_POUNDS:,}. Write pounds, as 42.50.'
        raise FieldWrong("pounds_per_hour", says)
    try:
        from_on = date.fromisoformat(values["from_on"])
    except ValueError:
        raise FieldWrong("from_on", f'"{values["from_on"]}" is not a day. Write it as 2026-04-01.') from None
    for name in ("price_year", "source"):
        if not values[name]:
            raise FieldWrong(name, "it is empty. Say it, so that readers know what the costs rest on.")
    return UnitCost(values["pathway"], values["kind"], pounds, from_on, values["price_year"], values["source"])
