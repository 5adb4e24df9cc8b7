"""Whether two counts are the same: counts exactly, figures but for rounding."""

from collections.abc import Mapping, Sequence
from math import isclose

from homeward.outcomes.counting import Cell

Counts = Mapping[str, Sequence[Cell]]


def differences(left: Counts, right: Counts) -> list[tuple[str, Cell | None, Cell | None]]:
    """The cells, by measure, that are not in both or not equal; none when the counts are the same."""
    return [
        (code, one.get(place), other.get(place))
        for code in {*left, *right}
        for one, other in [(_placed(left.get(code, ())), _placed(right.get(code, ())))]
        for place in {*one, *other}
        if not _same(one.get(place), other.get(place))
    ]


def _placed(cells: Sequence[Cell]) -> dict[object, Cell]:
    return {(cell.start, cell.group): cell for cell in cells}


def _same(one: Cell | None, other: Cell | None) -> bool:
    if one is None or other is None:
        return False
    counts = [(cell.numerator, cell.denominator, cell.excluded) for cell in (one, other)]
    return (
        counts[0] == counts[1]
        and one.figures.keys() == other.figures.keys()
        and all(_close(value, other.figures[code]) for code, value in one.figures.items())
    )


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
