"""A linear mixed model with random effects of areas and of area by period, by restricted maximum likelihood.

For given ratios of variances everything follows in closed form from sums by area and period (Laird and Ware 1982); the
ratios are searched for. The covariance of the coefficients is that of generalised least squares, as lme4 gives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import CannotSay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Mixed:
    """Coefficients with their covariance; variances between areas, between periods of an area, and the rest."""

    coefficients: "Numbers"
    covariance: "Numbers"
    between_areas: float
    between_periods: float
    rest: float


def mixed(values: "Numbers", columns: "Numbers", area: Sequence[int], period: Sequence[int] | None = None) -> Mixed:
    """Fit values (n) on columns (n by k) with a random effect for each area and, where given, each period of an area.

    Raises CannotSay when the columns cannot be told apart.
    """
    import numpy as np
    from scipy.optimize import minimize

    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise CannotSay("The change cannot be told apart from the months: areas must have begun at different times.")
    sums = _Sums.of(values, columns, area, period)
    tries = [[a, p] for a in (0.1, 0.5, 1.5) for p in (0.1, 0.5)] if period is not None else [[0.1], [0.5], [1.5]]
    bounds = [(0.0, 1e3)] * len(tries[0])
    found = min(
        (
            minimize(
                lambda roots: sums.profile(*roots)[0],
                start,
                method="Nelder-Mead",
                bounds=bounds,
                options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 2000},
            )
            for start in tries
        ),
        key=lambda one: float(one.fun),
    )
    ratios = [float(x) ** 2 for x in found.x]
    _, coefficients, rest, precision = sums.profile(*found.x)
    return Mixed(
        coefficients,
        np.linalg.inv(precision) * rest,
        ratios[0] * rest,
        ratios[1] * rest if len(ratios) > 1 else 0.0,
        rest,
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the likelihood needs: products over all rows, and sums by area and period with the area each belongs to."""

    rows: int
    products: "Numbers"
    sizes: "Numbers"
    sums: "Numbers"
    area: "Numbers"

    @classmethod
    def of(cls, values: "Numbers", columns: "Numbers", area: Sequence[int], period: Sequence[int] | None) -> "_Sums":
        import numpy as np

        both = np.column_stack([columns, values])
        cells = np.column_stack([area, period if period is not None else np.zeros(len(values))])
        keys, which = np.unique(cells, axis=0, return_inverse=True)
        which = which.reshape(-1)
        sums = np.zeros((len(keys), both.shape[1]))
        np.add.at(sums, which, both)
        _, owner = np.unique(keys[:, 0], return_inverse=True)
        return cls(len(values), both.T @ both, np.bincount(which).astype(float), sums, owner.reshape(-1))

    def profile(self, area_root: float, period_root: float = 0.0) -> "tuple[float, Numbers, float, Numbers]":
        """Twice the negative restricted log-likelihood at roots of variance ratios, without constants.

        With it come the coefficients, the residual variance, and the precision of the coefficients over it.
        """
        import numpy as np

        area_ratio, period_ratio = area_root**2, period_root**2
        shrunk = 1.0 + self.sizes * period_ratio
        product = self.products - (self.sums.T * (period_ratio / shrunk)) @ self.sums
        areas = int(self.area.max()) + 1
        within = np.zeros((areas, self.sums.shape[1]))
        np.add.at(within, self.area, self.sums / shrunk[:, None])
        size = np.bincount(self.area, weights=self.sizes / shrunk)
        damped = 1.0 + area_ratio * size
        product = product - (within.T * (area_ratio / damped)) @ within
        precision, cross = product[:-1, :-1], product[:-1, -1]
        coefficients = np.linalg.solve(precision, cross)
        free = self.rows - len(coefficients)
        rest = max(float(product[-1, -1] - cross @ coefficients) / free, 1e-300)
        logs = float(np.log(shrunk).sum() + np.log(damped).sum()) + float(np.linalg.slogdet(precision)[1])
        return free * float(np.log(rest)) + logs, coefficients, rest, precision
