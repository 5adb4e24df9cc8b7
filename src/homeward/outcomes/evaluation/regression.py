"""Two regressions over months: straight lines with Newey-West errors, and quasi-Poisson for counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import Estimate
from homeward.outcomes.evaluation.doubts import told_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted regression: coefficients with their covariance, how many are free, what is left over, what to doubt."""

    coefficients: "Numbers"
    covariance: "Numbers"
    free: int
    left_over: tuple[float, ...]
    doubts: tuple[str, ...]
    spread: float = 1.0

    def combined(self, name: str, weights: "Numbers") -> Estimate:
        """The estimate of a weighted sum of the coefficients, its interval from Student's t."""
        from scipy import stats

        value = float(weights @ self.coefficients)
        error = float(max(float(weights @ self.covariance @ weights), 0.0) ** 0.5)
        reach = float(stats.t.ppf(0.975, self.free)) * error
        return Estimate(name, value, value - reach, value + reach, error)


def lags_for(months: int) -> int:
    """Over how many months errors may be related: 4 (n / 100)^(2/9), whole, at least 1 (Newey and West 1994)."""
    reach: float = 4 * (months / 100) ** (2 / 9)
    return max(1, floor(reach))


def straight(values: Sequence[float], columns: "Numbers") -> Fit:
    """Least squares of values (n) on columns (n by k), with Newey-West errors and the small-sample correction."""
    import statsmodels.api as sm

    doubts: list[str] = []
    with told_of(doubts):
        found = sm.OLS(values, columns).fit(
            cov_type="HAC", cov_kwds={"maxlags": lags_for(len(values)), "use_correction": True}, use_t=True
        )
    return Fit(found.params, found.cov_params(), int(found.df_resid), tuple(map(float, found.resid)), tuple(doubts))


def counts(values: Sequence[float], columns: "Numbers", exposure: Sequence[float]) -> Fit:
    """Quasi-Poisson of counts (n) on columns (n by k), for months of different exposure (n); coefficients are logs.

    The spread is Pearson's, and at least 1: counts that vary less than chance are not taken for more certain. It is
    worked out here, because the library divides by it on the way, also when counts never vary.
    """
    import numpy as np
    import statsmodels.api as sm

    doubts: list[str] = []
    with told_of(doubts):
        offset = np.log(np.asarray(exposure, dtype=float))
        found = sm.GLM(values, columns, family=sm.families.Poisson(), offset=offset).fit()
    spread = max(1.0, float(found.pearson_chi2) / int(found.df_resid))
    covariance = found.cov_params() * spread
    left_over = tuple(map(float, found.resid_pearson))
    return Fit(found.params, covariance, int(found.df_resid), left_over, tuple(doubts), spread)
