"""Codes in records that our lists do not know: they are kept and shown as unknown, and a person decides what they mean.

Nothing is changed. A code usually comes from another system, or from a list that has been published anew.
"""

from collections.abc import Iterator

from django.db.models import Model

from homeward.episodes.models.hospital import DelayReason, HospitalStay
from homeward.episodes.models.leaving import Leaving, OnwardRequest
from homeward.episodes.reading.code_lists import code_list
from homeward.kit.problem import Problem

COLUMNS: tuple[tuple[type[Model], str, str, str, str], ...] = (
    (HospitalStay, "destination", "discharge_destination", "Hospital stay", "episode_id"),
    (DelayReason, "code", "delay_reason", "Delay", "stay__episode_id"),
    (Leaving, "outcome", "event_outcome", "Leaving", "episode_id"),
    (Leaving, "sequel", "support_sequel", "Leaving", "episode_id"),
    (OnwardRequest, "service", "onward_service", "Request for care", "episode_id"),
)
"""Model, field, code of the list, what a row is called, and the way to its episode."""


def problems() -> Iterator[Problem]:
    """Rows whose code is in no list."""
    for model, field, list_code, called, episode in COLUMNS:
        known = [value.code for value in code_list(list_code).values]
        unknown = model._base_manager.exclude(**{f"{field}__in": ["", *known]}).order_by("pk")
        for pk, code, of_episode in unknown.values_list("pk", field, episode).iterator():
            yield Problem(
                "episodes",
                f"Every code is in the list “{code_list(list_code).title}”",
                f"{called} {pk} of episode {of_episode}: {code!r}",
                "It is kept and shown as unknown. Ask where it came from, then choose the right value in its place, "
                f"or add it to src/homeward/episodes/code_lists/{list_code}.toml.",
            )
