"""What makes an answer doubtful, in sentences. Warnings of the libraries are told, never swallowed."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

FEW_MONTHS = 12
FEW_AREAS = 10
"""With fewer areas, intervals that rest on comparing areas are too short (Cameron, Gelbach and Miller 2008)."""
LIKELY_CHANCE = 0.05


@contextmanager
def told_of(doubts: list[str]) -> Iterator[None]:
    """Turn every warning that a library gives meanwhile into a sentence among `doubts`, each once."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        yield
    for one in given:
        said = f"The calculation warned: {' '.join(str(one.message).split()).rstrip('.')}."
        if said not in doubts:
            doubts.append(said)


def few_months(before: int, after: int) -> list[str]:
    """Says so when there is less than a year on either side."""
    short = [f"{n} months {side}" for n, side in ((before, "before"), (after, "after")) if n < FEW_MONTHS]
    if not short:
        return []
    return [f"There are only {' and '.join(short)} the change: less than a year, so a season can look like a change."]


def few_areas(areas: int) -> list[str]:
    """Says so when there are few areas to learn from."""
    if areas >= FEW_AREAS:
        return []
    return [f"Only {areas} areas are compared. With fewer than {FEW_AREAS}, one unusual area decides much."]


def alike_neighbours(left_over: Sequence[float]) -> list[str]:
    """Says so when what the model leaves over is alike from month to month (Ljung and Box 1978, three months)."""
    from statsmodels.stats.diagnostic import acorr_ljungbox

    if len(left_over) < 8 or max(left_over) - min(left_over) < 1e-9:
        return []
    chance = float(acorr_ljungbox(left_over, lags=[3])["lb_pvalue"].iloc[0])
    if chance >= LIKELY_CHANCE:
        return []
    return ["Months near one another are alike beyond the trend, so they teach less than their number says."]
