"""The shapes of what this room reads from files: the statements that people are asked about."""

from homeward.voice.schema.statements import (
    AUDIENCE_NAMES,
    THEME_NAMES,
    TIMING_NAMES,
    Audience,
    Statement,
    Statements,
    Theme,
    Timing,
)

__all__ = [
    "AUDIENCE_NAMES",
    "THEME_NAMES",
    "TIMING_NAMES",
    "Audience",
    "Statement",
    "Statements",
    "Theme",
    "Timing",
]
