"""What is remembered of asking: sheets with their answers, staff rounds, and what was changed."""

from homeward.voice.models.rounds import StaffRound
from homeward.voice.models.said import SaidAndDone
from homeward.voice.models.sheets import Answer, AnswerSheet, SheetCode

__all__ = ["Answer", "AnswerSheet", "SaidAndDone", "SheetCode", "StaffRound"]
