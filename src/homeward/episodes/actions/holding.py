"""Holding an episode while it is changed, and what may not be written in one."""

from homeward.episodes.models.episode import Episode


class EpisodeClosed(ValueError):
    """Something was to be written in an episode that has ended."""


class NothingWritten(ValueError):
    """A visit or a withdrawal without words."""


def held(episode: Episode) -> Episode:
    """The episode as it is now, locked until the transaction ends, so that two people's changes follow each other."""
    return Episode.objects.select_for_update(no_key=True).get(pk=episode.pk)


def held_open(episode: Episode) -> Episode:
    """The same, of an episode that still goes on. Raises EpisodeClosed after its end."""
    episode = held(episode)
    if episode.ended_at is not None:
        raise EpisodeClosed("This episode has ended, so nothing can be changed in it.")
    return episode
