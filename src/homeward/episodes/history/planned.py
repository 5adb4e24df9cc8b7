"""The visits that were planned in spells of help, as the rules of tapering read them."""

from collections import defaultdict
from collections.abc import Collection

from homeward.episodes.models.plan import SeriesStep, VisitSeries
from homeward.episodes.rules.taper import Pace, Shape


def shapes_of(episode_ids: Collection[int]) -> dict[int, list[Shape]]:
    """The series of visits of these episodes by the episode's id. Two queries."""
    series = VisitSeries.objects.filter(episode__in=episode_ids).order_by("pk")
    paces: dict[int, list[Pace]] = defaultdict(list)
    steps = SeriesStep.objects.filter(series__episode__in=episode_ids).order_by("from_on", "pk")
    for of, from_on, days, times, minutes in steps.values_list("series", "from_on", "days", "times_a_day", "minutes"):
        paces[of].append(Pace(from_on, tuple(days), times, minutes))
    found: dict[int, list[Shape]] = defaultdict(list)
    for pk, episode, staff, window_from, window_to, ended_on in series.values_list(
        "pk", "episode_id", "staff", "window_from", "window_to", "ended_on"
    ):
        found[episode].append(
            Shape(
                paces=tuple(paces.get(pk, ())),
                staff=staff,
                window_from=window_from,
                window_to=window_to,
                ended_on=ended_on,
            )
        )
    return dict(found)
