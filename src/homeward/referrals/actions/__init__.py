"""What people do at the front door. Each action is one transaction: it happens whole or not at all."""

from homeward.referrals.actions.answering import answer_given, channel_for
from homeward.referrals.actions.correcting import correct_start
from homeward.referrals.actions.deciding import PathwayUnknown, accept, ask, close_unseen, decline, redirect, reopen
from homeward.referrals.actions.holding import (
    UNDECIDED,
    AlreadyDecided,
    ReasonNeeded,
    held,
    latest_answers,
    model_for,
)
from homeward.referrals.actions.receiving import note_triage, receive

__all__ = [
    "UNDECIDED",
    "AlreadyDecided",
    "PathwayUnknown",
    "ReasonNeeded",
    "accept",
    "answer_given",
    "ask",
    "channel_for",
    "close_unseen",
    "correct_start",
    "decline",
    "held",
    "latest_answers",
    "model_for",
    "note_triage",
    "receive",
    "redirect",
    "reopen",
]
