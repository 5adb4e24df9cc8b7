"""Statistical process control: does a measure change, or does it only vary? Pure: plain values in and out.

- `xmr(dates, values, *, better, target=None, rebase_at=(), fix_after_n_points=None, screen_outliers=True,
  trend_points=7, shift_points=7) -> Xmr`: one series. None is a month without a value: left out, and said so.
- `Xmr` has `points` (of `Point`), `variation` (a `Kind`), `assurance` (an `Assurance`), `left_out`, `warnings`.
- `said_of(xmr, in_words, *, period="month") -> str`: what it shows, in sentences; `in_words` writes a value, as
  `lambda value: showing.in_words(value, unit)`.
- `draw(xmr, in_words, *, unit, period="month", changes=()) -> Drawing`: where every mark goes; `changes` are dates with
  titles, as of phased changes. `spark(xmr) -> Spark`: the same, very small. Both need at least one point.
- `variation_icon(xmr)` and `assurance_icon(xmr)`: an `Icon` or None; `ICONS`: all of them, with what they mean.
- `outcomes/spc/marks.html` has the macros: `spc_chart(drawing, name, title, says)`, `spc_spark(spark, says)`,
  `spc_icon(icon)`, `spc_icons(variation, assurance)`, `spc_legend(ICONS)`. A page that uses them links
  `outcomes/spc.css`.
- `many.xmr_many(values, ...)`: the same rules for very many series, in arrays. Not imported here: it loads numpy.
"""

from homeward.outcomes.spc.drawing import Drawing, draw
from homeward.outcomes.spc.icons import ICONS, Icon, assurance_icon, variation_icon
from homeward.outcomes.spc.parts import Assurance, Better, Cause, Kind, Point, Xmr
from homeward.outcomes.spc.saying import said_of
from homeward.outcomes.spc.series import xmr
from homeward.outcomes.spc.settings import SeriesUnusable
from homeward.outcomes.spc.small import Spark, spark

__all__ = [
    "ICONS",
    "Assurance",
    "Better",
    "Cause",
    "Drawing",
    "Icon",
    "Kind",
    "Point",
    "SeriesUnusable",
    "Spark",
    "Xmr",
    "assurance_icon",
    "draw",
    "said_of",
    "spark",
    "variation_icon",
    "xmr",
]
