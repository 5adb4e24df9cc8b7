"""What people do in an episode: each action is atomic, named by a verb people use, and takes `by` and `now`."""

from homeward.episodes.actions.ending import NobodyHasBeen, SomebodyHasBeen, end_episode, end_unseen
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.opening import BECAUSE, correct_need, open_episode
from homeward.episodes.actions.visiting import record_visit, withdraw_visit

__all__ = [
    "BECAUSE",
    "EpisodeClosed",
    "NobodyHasBeen",
    "NothingWritten",
    "SomebodyHasBeen",
    "correct_need",
    "end_episode",
    "end_unseen",
    "open_episode",
    "record_visit",
    "withdraw_visit",
]
