"""Statistical process control: does a measure change, or does it only vary? Pure: plain values in and out.

Public names:

- `xmr(dates, values, *, better, target=None, rebase_at=(), fix_after_n_points=None, screen_outliers=True,
  trend_points=7, shift_points=7) -> Xmr`: one series. None is a month without a value: left out, and said so.
- `Xmr` has `points` (of `Point`), `variation` (a `Kind`), `assurance` (an `Assurance`), `left_out`, `warnings`.
- `said_of(xmr, in_words, *, period="month") -> str`: what it shows, in sentences; `in_words` writes a value, as
  `lambda value: showing.in_words(value, unit)`.
- `draw(xmr, in_words, *, unit, changes=()) -> Drawing`: where every mark of a chart goes; `changes` are dates with
  titles, as of phased changes. `spark(xmr) -> Spark`: the same, very small, for a list.
- `variation_icon(xmr)`, `assurance_icon(xmr)`: an `Icon` or None; `ICONS`: all of them, with what they mean.
- `outcomes/spc/marks.html` has the macros: `spc_chart(drawing, name, title, says)`, `spc_spark(spark, says)`,
  `spc_icon(icon)`, `spc_icons(variation, assurance)`, `spc_legend(icons)`. They need `outcomes/spc.css`.
- `homeward.outcomes.spc.many.xmr_many`: the same rules for very many series at once, in arrays.

Not imported here: `many`, which loads numpy.
"""

from homeward.outcomes.spc.parts import Assurance, Better, Cause, Kind, Point, Xmr
from homeward.outcomes.spc.series import SeriesUnusable, xmr

__all__ = ["Assurance", "Better", "Cause", "Kind", "Point", "SeriesUnusable", "Xmr", "xmr"]
