"""A visit lies within its episode's life and belongs to it whole, and nothing is promised in an episode that ended."""

from collections.abc import Iterator

from django.db.models import F, Q

from homeward.episodes.models.episode import Episode, Visit, VisitGoal
from homeward.episodes.models.goals import GoalRating
from homeward.episodes.models.plan import Booking, VisitSeries
from homeward.episodes.rules.visits import MINUTES_A_WATCH_MAY_BE_FAST
from homeward.kit.london import london_date
from homeward.kit.problem import Problem


def problems() -> Iterator[Problem]:
    """Visits outside their episode, parts of one episode that belong to another, and promises after the end."""
    yield from _outside_its_episode()
    yield from _of_another_episode()
    yield from _after_the_end()


def _outside_its_episode() -> Iterator[Problem]:
    too_early = Q(started_at__lt=F("episode__needed_from"))
    too_late = Q(started_at__gt=F("episode__ended_at") + MINUTES_A_WATCH_MAY_BE_FAST)
    found = Visit.objects.filter(too_early | too_late, withdrawn_at=None)
    for pk, episode in found.values_list("pk", "episode_id").iterator():
        yield Problem(
            "episodes",
            "A visit begins after help was needed and before the episode ends",
            f"Visit {pk} of episode {episode}",
            "Withdraw the visit and record it with the time at which it began.",
        )


def _of_another_episode() -> Iterator[Problem]:
    apart = [
        ("series", Visit.objects.filter(series__isnull=False).exclude(series__episode=F("episode"))),
        ("promise", Booking.objects.filter(visit__isnull=False).exclude(visit__episode=F("episode"))),
        ("goal", VisitGoal.objects.exclude(goal__episode=F("visit__episode"))),
        ("rating", GoalRating.objects.filter(visit__isnull=False).exclude(goal__episode=F("visit__episode"))),
        ("goal of a series", VisitSeries.goals.through.objects.exclude(goal__episode=F("visitseries__episode"))),
    ]
    for part, rows in apart:
        for row in rows.order_by("pk").iterator():
            yield Problem(
                "episodes",
                "A visit, its series, its promise and its goals belong to one episode",
                f"{str(row._meta.verbose_name).capitalize()} {row.pk} ({part})",
                "Withdraw the visit and record it again in the right episode.",
            )


def _after_the_end() -> Iterator[Problem]:
    promised = Booking.objects.filter(visit=None, cancelled_at=None, to_at__gte=F("episode__ended_at"))
    for booking in promised.iterator():
        yield _left_open(booking.episode_id, f"Promised visit {booking.pk}")
    ended = Episode.objects.filter(ended_at__isnull=False)
    for series in VisitSeries.objects.filter(episode__in=ended).select_related("episode").iterator():
        assert series.episode.ended_at is not None
        if series.ended_on is None or series.ended_on > london_date(series.episode.ended_at):
            yield _left_open(series.episode_id, f"Series {series.pk}")


def _left_open(episode: int, what: str) -> Problem:
    return Problem(
        "episodes",
        "Nothing is promised any more in an episode that has ended",
        f"{what} of episode {episode}",
        "Close the plan of the episode: end its series, and cancel what is still promised.",
    )
