"""The figures of a measure, from what its rows add up to. The only place where sums become percentages or means."""

from collections.abc import Callable, Mapping

from homeward.outcomes.counting.asking import Sums
from homeward.outcomes.definitions import Definition, FigureKind

Quantiles = Mapping[FigureKind, float]

NOTHING = Sums()
NO_QUANTILES: Quantiles = {}


def figures_of(measure: Definition, sums: Sums, quantiles: Quantiles = NO_QUANTILES) -> dict[str, float | None]:
    """Each figure by its code; None where there is nothing to work it out from.

    A count of nothing is 0. So is a total, unless there were rows and all of them were left out: then it is not known.
    """
    return {one.code: _OF_KIND[one.kind](one.scale, sums, quantiles) for one in measure.figures}


def _total(scale: float, sums: Sums, _: Quantiles) -> float | None:
    return None if sums.x and not sums.d else scale * sums.s


def _ranked(kind: FigureKind) -> Callable[[float, Sums, Quantiles], float | None]:
    return lambda scale, _, quantiles: scale * quantiles[kind] if kind in quantiles else None


_OF_KIND: dict[FigureKind, Callable[[float, Sums, Quantiles], float | None]] = {
    FigureKind.PERCENT: lambda scale, sums, _: 100.0 * sums.n / sums.d if sums.d else None,
    FigureKind.COUNT: lambda scale, sums, _: float(sums.n),
    FigureKind.TOTAL: _total,
    FigureKind.MEAN: lambda scale, sums, _: scale * sums.s / sums.d if sums.d else None,
    FigureKind.RATIO: lambda scale, sums, _: scale * sums.s / sums.w if sums.w else None,
    FigureKind.MEDIAN: _ranked(FigureKind.MEDIAN),
    FigureKind.P90: _ranked(FigureKind.P90),
}
