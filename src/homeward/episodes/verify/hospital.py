"""The dates of a stay in hospital fit each other: in, ready, held up, out."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from homeward.episodes.models.hospital import HospitalStay
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.hospital import Period, discharge_ready_date
from homeward.kit.london import london_date
from homeward.kit.problem import Problem


def problems() -> Iterator[Problem]:
    """Stays whose dates cannot be, or whose destination is of another pathway."""
    stays = HospitalStay.objects.prefetch_related("ready_periods", "delays").order_by("pk")
    for stay in stays.iterator(chunk_size=500):
        for rule, remedy in _broken(stay):
            yield Problem("episodes", rule, f"Hospital stay {stay.pk} of episode {stay.episode_id}", remedy)


def _broken(stay: HospitalStay) -> Iterator[tuple[str, str]]:
    periods = sorted(
        (Period(one.ready_on, one.unwell_on) for one in stay.ready_periods.all()),
        key=lambda period: (period.ready_on, period.unwell_on or date.max),
    )
    drd = discharge_ready_date(periods)
    left_on = london_date(stay.left_at) if stay.left_at else None
    if periods and periods[0].ready_on < stay.admitted_on:
        yield (
            "Nobody is ready to leave before they came in",
            "Correct the day they came in, or the day they were ready.",
        )
    if any(before.unwell_on is None or after.ready_on < before.unwell_on for before, after in pairwise(periods)):
        yield "Times of being ready do not overlap", "Correct from when they were ready."
    if left_on and (left_on < stay.admitted_on or (drd and left_on < drd)):
        yield "Nobody leaves before they came in or were ready", "Take the leaving back and give the right time."
    if left_on and any(one.until_on is None for one in stay.delays.all()):
        yield "Nothing holds somebody up who has left", "Take the leaving back and note again when they left."
    known = code_list("discharge_destination").value(stay.destination)
    if known and stay.pathway not in known.pathways:
        yield "A destination belongs to the discharge pathway", "Choose pathway and destination again."
