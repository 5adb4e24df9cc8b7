"""Asking how it was, taking what is answered, asking staff, and writing what was done about it."""

from homeward.voice.actions.answering import AnsweredAlready, NothingSaid, keep_draft, refuse, send_answers
from homeward.voice.actions.asking import CannotBeAsked, give_form, note_declined, record_answers, record_many
from homeward.voice.actions.rounds import NotAsked, answer_round, open_round
from homeward.voice.actions.saying import SayBoth, TakenBackAlready, say_and_do, take_back

__all__ = [
    "AnsweredAlready",
    "CannotBeAsked",
    "NotAsked",
    "NothingSaid",
    "SayBoth",
    "TakenBackAlready",
    "answer_round",
    "give_form",
    "keep_draft",
    "note_declined",
    "open_round",
    "record_answers",
    "record_many",
    "refuse",
    "say_and_do",
    "send_answers",
    "take_back",
]
