"""A control chart as a picture that stands alone, for a document: drawn as on the pages, with its colours inside it."""

import re
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from homeward.outcomes.board_pack.blocks import Chart

STYLE = Path(__file__).parent.parent / "static" / "outcomes" / "spc.css"
FONTS = "'Liberation Sans', 'DejaVu Sans', 'Libertinus Serif'"
"""The first that is on the machine; the last comes with the program that sets the page."""


def svg_of(chart: Chart) -> str:
    """The chart as SVG, with the words for whoever cannot see it."""
    drawn = render_to_string("outcomes/board_pack_chart.html", {"chart": chart})
    begins = drawn.index('<svg class="spc-chart"')
    alone = drawn[begins : drawn.index("</svg>", begins) + len("</svg>")]
    return re.sub(r"(<svg[^>]*>)", lambda found: f"{found[1]}<style>{_style()}</style>", alone, count=1)


@cache
def _style() -> str:
    """The style of the pages up to what depends on the screen, with fonts a document has and its size of letters."""
    everywhere = STYLE.read_text(encoding="utf-8").partition("@media")[0].replace("Arial, sans-serif", FONTS)
    return f"{everywhere} .spc-axis {{ font-size: 9px; }} .spc-change-number {{ font-size: 10px; }}"
