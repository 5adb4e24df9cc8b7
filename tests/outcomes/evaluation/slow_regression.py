"""A second, slow and obvious way to do what the engine asks its libraries for, written from the published formulas."""

from collections.abc import Sequence

import numpy as np


def slow_columns(count: int, change_at: int) -> np.ndarray:
    """Constant, months since the change, after or not, months since the change when after; row by row."""
    rows = []
    for i in range(count):
        since = i - change_at
        after = 1.0 if since >= 0 else 0.0
        rows.append([1.0, float(since), after, since * after])
    return np.array(rows)


def slow_newey_west(values: Sequence[float], columns: np.ndarray, lags: int) -> tuple[np.ndarray, np.ndarray]:
    """Least squares, and Newey and West's 1987 covariance with Bartlett weights and the factor n / (n - k)."""
    y = np.array(values, dtype=float)
    n, k = columns.shape
    inverse = np.linalg.inv(columns.T @ columns)
    found = inverse @ columns.T @ y
    left = y - columns @ found
    middle = np.zeros((k, k))
    for t in range(n):
        middle += left[t] ** 2 * np.outer(columns[t], columns[t])
    for lag in range(1, lags + 1):
        weight = 1.0 - lag / (lags + 1)
        for t in range(lag, n):
            both = np.outer(columns[t], columns[t - lag]) * left[t] * left[t - lag]
            middle += weight * (both + both.T)
    return found, inverse @ middle @ inverse * n / (n - k)


def slow_poisson(
    values: Sequence[float], columns: np.ndarray, exposure: Sequence[float]
) -> tuple[np.ndarray, np.ndarray, float]:
    """Poisson regression by Newton's method, its covariance for a spread of 1, and Pearson's spread."""
    y, offset = np.array(values, dtype=float), np.log(np.array(exposure, dtype=float))
    found = np.zeros(columns.shape[1])
    found[0] = np.log(y.mean()) - offset.mean()
    for _ in range(100):
        mean = np.exp(columns @ found + offset)
        step = np.linalg.solve(columns.T @ (columns * mean[:, None]), columns.T @ (y - mean))
        found = found + step
        if np.abs(step).max() < 1e-14:
            break
    mean = np.exp(columns @ found + offset)
    spread = float(((y - mean) ** 2 / mean).sum() / (len(y) - columns.shape[1]))
    return found, np.linalg.inv(columns.T @ (columns * mean[:, None])), spread
