"""A figure: what was counted of what, and the per cent or rate it makes."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """A numerator of a denominator. `per` is 100 for per cent and 100,000 for a rate; `places` are decimals shown."""

    numerator: int
    denominator: int
    per: int = 100
    places: int = 1

    @property
    def value(self) -> float | None:
        """The figure, halves rounded up, or None when there is nothing to count it of."""
        if self.denominator == 0:
            return None
        shift: int = 10**self.places
        exact = Fraction(self.numerator * self.per * shift, self.denominator)
        return int(exact + Fraction(1, 2)) / shift
