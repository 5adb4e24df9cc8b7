"""What a document is made of: headings, paragraphs, lists, tables, charts. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from homeward.outcomes.spc.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is that of a chapter, which begins a page."""

    level: int
    words: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; `strong` for those that somebody who reads only one thing must read."""

    words: str
    strong: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    items: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading for every column. `widths` are parts of the whole; `numbers` are columns set right."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A control chart: its place among the charts, its title, what it shows in sentences, and its key in words."""

    name: str
    title: str
    says: str
    key: str
    drawing: Drawing
    kind: str = "chart"

    @property
    def alt(self) -> str:
        """What somebody is told who cannot see it."""
        return f"Control chart. {self.title}. {self.says}"


Block = Heading | Paragraph | Bullets | Table | Chart


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole board pack: whose, about which month, counted when, and its blocks."""

    partnership: str
    month: date
    counted_at: datetime
    blocks: tuple[Block, ...]

    @property
    def month_name(self) -> str:
        """The month as "October 2026"."""
        return f"{self.month:%B %Y}"

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"Board pack for {self.month_name}"
