"""The sections of an episode, as they stand beside each other at the top of its pages."""

from dataclasses import dataclass

from django.urls import reverse

from homeward.episodes.models.episode import Episode
from homeward.partnership.models import Member

SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("stay", "Stay", "episode"),
    ("assessments", "Assessments", "assessments"),
    ("goals", "Goals", "goals"),
    ("plan", "Plan and visits", "plan"),
    ("hospital", "Hospital", "hospital"),
    ("ward", "@home ward", "ward_stay"),
    ("meetings", "Team meetings", "episode_meetings"),
    ("leaving", "Leaving", "leaving"),
    ("how_it_was", "How it was", "how_it_was"),
)
"""Code, label and name of the page; each page takes the episode's id."""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the list of sections."""

    label: str
    href: str
    current: bool


def sections_of(viewer: Member, episode: Episode, here: str) -> list[Section]:
    """The sections of an episode, the one the page belongs to marked current."""
    return [Section(label, reverse(route, args=[episode.pk]), code == here) for code, label, route in SECTIONS]
