"""The macros: every shape and icon has words, and nothing that a strict page would refuse."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from homeward.outcomes.spc import ICONS, assurance_icon, draw, said_of, spark, variation_icon, xmr

CSS = Path(__file__).resolve().parents[3] / "src/homeward/outcomes/static/outcomes/spc.css"
DOCUMENT = Path(__file__).resolve().parents[3] / "docs/understand/spc.md"
MACROS = '{% from "outcomes/spc/marks.html" import spc_chart, spc_icon, spc_icons, spc_legend, spc_spark %}'


def _shown(what: str, **given: Any) -> str:
    return str(engines["jinja2"].from_string(MACROS + what).render(given))


def _chart(better: Any) -> Any:
    values = [50.0, 60.0] * 9 + [95.0, 5.0, 62.0]
    dates = [date(2024 + i // 12, i % 12 + 1, 1) for i in range(len(values))]
    return xmr(dates, values, better=better, target=55.0, rebase_at=[date(2025, 9, 1)])


def _whole(better: Any) -> str:
    chart = _chart(better)
    drawn = draw(chart, "{:.0f}%".format, unit="percent", changes=[(date(2025, 9, 1), "One <front> door")])
    says = said_of(chart, "{:.0f}%".format)
    return _shown(
        '{{ spc_chart(drawn, "c", "Seen in two hours", says) }}{{ spc_spark(small, says) }}'
        "{{ spc_icons(variation, assurance) }}{{ spc_legend(icons) }}"
        "{% for one in icons %}{{ spc_icon(one) }}{% endfor %}",
        drawn=drawn,
        says=says,
        small=spark(chart),
        variation=variation_icon(chart),
        assurance=assurance_icon(chart),
        icons=ICONS,
    )


class _Tags(HTMLParser):
    """What a page is made of: its elements with their attributes, and that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("better", ["higher", "lower", "neither"])
def test_charts_icons_and_legend_hold_to_a_strict_page(better: str) -> None:
    tags = _Tags(_whole(better))
    assert tags.open == []
    for name, attributes in tags.found:
        assert name not in ("script", "style")
        assert not [key for key in attributes if key == "style" or key.startswith("on")]
        if name == "svg":
            named = "aria-labelledby" in attributes or attributes.get("aria-label")
            assert named if attributes.get("role") == "img" else attributes["aria-hidden"] == "true"


def test_every_kind_of_point_has_its_own_shape_and_words() -> None:
    html = _whole("higher")
    assert "spc-dot--better" in html
    assert "spc-dot--worse" in html
    assert "spc-dot--neutral" not in html
    assert "1 July 2025: 95%. Getting better." in html
    assert "One &lt;front&gt; door, 1 September 2025" in html
    neutral = _whole("neither")
    shapes = set(re.findall(r'<path class="spc-dot spc-dot--neutral" d="M[\d.]+ [\d.]+(l[^"]+)"', neutral))
    assert len(shapes) == 4, "up and down, each large and small"


def test_every_icon_stands_with_its_name_and_what_to_do() -> None:
    html = _whole("higher")
    for icon in ICONS:
        assert f'aria-label="{icon.name}"' in html
        assert f"<strong>{icon.name}</strong>" in html
        assert icon.to_do in html


def test_every_class_the_macros_write_has_its_style() -> None:
    written = set(
        re.findall(
            r"spc-[a-z_]+(?:--[a-z]+)?", " ".join(re.findall(r'class="([^"]+)"', _whole("neither") + _whole("lower")))
        )
    )
    styled = set(re.findall(r"\.(spc-[a-z_-]+)", CSS.read_text(encoding="utf-8")))
    assert {one for one in written if "--" in one} - styled == set()


def test_the_document_says_of_every_icon_what_the_legend_says() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for icon in ICONS:
        letter = f" ({icon.letter})" if icon.letter else ""
        assert f"| {icon.name}{letter} | {icon.means} | {icon.to_do} |" in text
