"""The groups that every row is counted by, worked out from whose help it is, where it came from, and when.

What says who somebody is (date of birth, postcode, ethnic category) goes in here, and only its band comes out.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import TypeVar

from homeward.episodes.history.moves import HandedOver, StageHeld, hand_offs_of, stages_of
from homeward.episodes.history.spells import Spell, spells_of
from homeward.kit.london import london_date
from homeward.outcomes.areas import Place
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row
from homeward.outcomes.rules.groups import age_band, care_model, ethnic_group
from homeward.pathways.queries import service_model_version
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import Pathway
from homeward.referrals.history import Origin, origins_of

CHUNK = 2000
"""How many rows, or episodes, are worked on at a time."""
Element = TypeVar("Element")


def in_chunks(rows: Iterable[Element], size: int = CHUNK) -> Iterator[list[Element]]:
    """The rows, so many at a time."""
    found = iter(rows)
    while chunk := list(islice(found, size)):
        yield chunk


@dataclass(frozen=True, slots=True)
class Person:
    """What a person's groups are worked out from. Only the date of birth is kept, since age depends on the day."""

    born_on: date | None
    place: Place
    ethnicity: str


def person_of(context: Context, *, born_on: date | None, postcode: str, ethnic_category: str) -> Person:
    """What is known of a person's groups; of one without a postcode (as where it is secret) the place is not known."""
    return Person(born_on, context.areas.of(postcode), ethnic_group(ethnic_category))


def groups(
    context: Context,
    person: Person,
    *,
    on: date,
    pathway: str,
    model: str,
    organisation: str,
    source: str,
    need: str,
) -> Row:
    """The groups of one row; the age is that of the day."""
    return {
        "partnership": context.partnership,
        "origin": context.origin,
        "pathway": pathway,
        "model": model,
        "organisation": organisation,
        "locality": person.place.locality,
        "source": source,
        "need": need,
        "age_band": age_band(person.born_on, on),
        "ethnicity": person.ethnicity,
        "deprivation": person.place.deprivation,
    }


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one episode's groups: whose it is, where it came from, its stages and its hand-offs."""

    context: Context
    spell: Spell
    person: Person
    origin: Origin
    stages: Sequence[StageHeld]
    hand_offs: Sequence[HandedOver]

    def groups(self, at: datetime, *, organisation: str | None = None) -> Row:
        """The groups at an instant: the stage it was in then, and the organisation whose team had it then.

        `organisation` is given where another one did what the row is about.
        """
        stage = self.stage_at(at)
        return groups(
            self.context,
            self.person,
            on=london_date(at),
            pathway=stage.pathway,
            model=kind_of_care(stage.pathway, stage.model_version),
            organisation=self.owner_at(at) if organisation is None else organisation,
            source=self.origin.source,
            need=self.origin.need,
        )

    def stage_at(self, at: datetime) -> StageHeld:
        """The stage at an instant; what was before the first, as a visit written down before, belongs to the first."""
        begun = [stage for stage in self.stages if stage.began_at <= at]
        return begun[-1] if begun else self.stages[0]

    def owner_at(self, at: datetime) -> str:
        """The code of the organisation whose team had the episode at an instant; at a hand-off, of the next team."""
        if not self.hand_offs:
            return self.spell.organisation
        given = [one for one in self.hand_offs if one.at <= at]
        return given[-1].to_organisation if given else self.hand_offs[0].from_organisation


def known_of(context: Context, episode_ids: Collection[int]) -> dict[int, Known]:
    """What is known of the groups of these episodes, by the episode's id. Four queries."""
    spells, origins = spells_of(episode_ids), origins_of(episode_ids)
    stages, hand_offs = stages_of(episode_ids), hand_offs_of(episode_ids)
    return {
        pk: Known(
            context=context,
            spell=spell,
            person=person_of(
                context,
                born_on=spell.born_on,
                postcode=spell.postcode,
                ethnic_category=spell.ethnic_category,
            ),
            origin=origins.get(pk, Origin("", "")),
            stages=stages[pk],
            hand_offs=hand_offs.get(pk, ()),
        )
        for pk, spell in spells.items()
    }


def pathway_agreed(code: str, version: str = "") -> Pathway | None:
    """A pathway as a version of the service model says it, else as the latest that knows it; None where none does."""
    found = service_model_version(version)
    models = ([found] if found else []) + list(reversed(agreed_versions()))
    return next((one for model in models for one in model.pathways if one.code == code), None)


@cache
def kind_of_care(pathway: str, version: str = "") -> str:
    """The kind of care that a pathway is; "" for none, and for one that no agreed version knows."""
    found = pathway_agreed(pathway, version)
    return care_model(found.model) if found else ""
