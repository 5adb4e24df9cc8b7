"""What the pages of assessments show: each item with its answer, the one before, and one that can be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homeward.episodes.actions.assessing import AnswerMovedOn
from homeward.episodes.models.assessing import AnswerSource, Assessment, AssessmentAnswer
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages.assessing_forms import field_of, note_of
from homeward.episodes.queries.assessing import Made, before
from homeward.episodes.rules.falls import WAY_WORDS, Found, concerns, offer_for
from homeward.episodes.rules.scoring import change, shown
from homeward.episodes.schema.tools import TOTAL, Item, Tool
from homeward.pathways.queries import service_model_version

FALLS_TOOL = "falls"


@dataclass(frozen=True, slots=True)
class Line:
    """One item: the answer that holds, the one in the assessment before, one that can be kept, and a disagreement."""

    code: str
    asks: str
    item: Item | None
    now: AssessmentAnswer | None
    before: AssessmentAnswer | None
    keepable: AssessmentAnswer | None
    moved_on: AnswerMovedOn | None
    opened: str

    @property
    def field(self) -> str:
        """The name of its field on the form."""
        return field_of(self.item) if self.item else ""

    @property
    def note_field(self) -> str:
        """The name of the field for a few words, where it has one."""
        return note_of(self.item) if self.item and self.item.note else ""

    def words(self, row: AssessmentAnswer | None) -> str:
        """An answer to this item in words."""
        return shown(self.item, row.value) if row else ""

    @property
    def changed(self) -> bool:
        """True where the answer differs from the one before."""
        return self.now is not None and self.before is not None and self.now.value != self.before.value


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines."""

    code: str
    title: str
    help: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An assessment in the list, with the one before it and how the score moved."""

    made: Made
    before: Made | None

    @property
    def change(self) -> str:
        """How the score moved, in words."""
        if self.made.tool is None or self.before is None:
            return ""
        return change(self.made.tool, self.before.score, self.made.score)


def parts_of(
    one: Made,
    earlier: Made | None,
    *,
    keepable: Mapping[str, AssessmentAnswer] | None = None,
    moved_on: Iterable[AnswerMovedOn] = (),
    opened: Mapping[str, str] | None = None,
) -> list[Part]:
    """The sections of an assessment; where its tool is gone, one section with the answers as they were written.

    `opened` says for an item which answer the viewer had open, where that is not the one that holds now.
    """
    disagreements = {moved.item.code: moved for moved in moved_on}

    def line(code: str, asks: str, item: Item | None) -> Line:
        now = one.answers.get(code)
        return Line(
            code,
            asks,
            item,
            now,
            earlier.answers.get(code) if earlier else None,
            (keepable or {}).get(code),
            disagreements.get(code),
            (opened or {}).get(code, str(now.pk) if now else ""),
        )

    known = {item.code for item in one.tool.items} if one.tool else set()
    others = tuple(
        line(code, "Whole score" if code == TOTAL else code, None) for code in one.answers if code not in known
    )
    parts = [
        Part(part.code, part.title, part.help, tuple(line(item.code, item.asks, item) for item in part.items))
        for part in (one.tool.sections if one.tool else ())
    ]
    if TOTAL in one.answers:
        parts = []
    return [*parts, Part("written", "As it was written", "", others)] if others else parts


def rows_of(made: Iterable[Made]) -> list[Row]:
    """Assessments each with the one before it."""
    everything = list(made)
    return [Row(one, before(one, everything)) for one in everything]


def told_by(row: AssessmentAnswer) -> str:
    """Who gave an answer, in words; the day is for the template to add."""
    told = row.kept_from or row
    if told.source == AnswerSource.ACCEPTED:
        return told.assessment.from_organisation
    return str(told.by)


@dataclass(frozen=True, slots=True)
class AboutFalls:
    """Beside a falls assessment: is it meant for this age, and which offer fits, where the model wants that shown."""

    meant: bool | None
    found: Found | None
    missing: tuple[str, ...]

    @property
    def way(self) -> str:
        """The offer in words."""
        return WAY_WORDS[self.found.way] if self.found and self.found.way else ""


def about_falls(episode: Episode, tool: Tool | None, one: Made, age: int | None) -> AboutFalls | None:
    """What stands beside a falls assessment; None for every other. Choosing an offer is off unless the model agrees."""
    if tool is None or tool.code != FALLS_TOOL:
        return None
    values = {code: row.value for code, row in one.answers.items()}
    factor = values.get("makes_falls_likelier")
    model = service_model_version(episode.model_version)
    found = offer_for(values) if model and model.falls.stratify else None
    asks = {item.code: item.asks for item in tool.items}
    missing = tuple(asks.get(code, code) for code in found.missing) if found else ()
    return AboutFalls(concerns(age, factor if isinstance(factor, bool) else None), found, missing)


def may_change(one: Made, episode: Episode) -> bool:
    """True while answers can still be written."""
    assessment: Assessment = one.assessment
    return (
        one.tool is not None
        and assessment.completed_at is None
        and assessment.withdrawn_at is None
        and episode.ended_at is None
    )
