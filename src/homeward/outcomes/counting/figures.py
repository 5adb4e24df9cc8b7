"""The figures of a measure, from what its rows add up to. The only place where sums become percentages or means."""

from collections.abc import Mapping

from homeward.outcomes.counting.asking import Sums
from homeward.outcomes.definitions import QUANTILES, Definition, Figure, FigureKind

NOTHING = Sums()
Quantiles = Mapping[FigureKind, float]


def figures_of(measure: Definition, sums: Sums, quantiles: Quantiles) -> dict[str, float | None]:
    """Each figure by its code; None where there is nothing to work it out from.

    A count of nothing is 0. So is a total, unless there were rows and all of them were left out: then it is not known.
    """
    return {figure.code: _value(figure, sums, quantiles) for figure in measure.figures}


def _value(figure: Figure, sums: Sums, quantiles: Quantiles) -> float | None:
    if figure.kind in QUANTILES:
        value = quantiles.get(figure.kind)
        return None if value is None else figure.scale * value
    if figure.kind is FigureKind.COUNT:
        return float(sums.n)
    if figure.kind is FigureKind.TOTAL:
        return None if sums.x and not sums.d else figure.scale * sums.s
    over, under = {
        FigureKind.PERCENT: (100.0 * sums.n, float(sums.d)),
        FigureKind.MEAN: (figure.scale * sums.s, float(sums.d)),
        FigureKind.RATIO: (figure.scale * sums.s, sums.w),
    }[figure.kind]
    return over / under if under else None
