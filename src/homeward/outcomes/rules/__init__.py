"""What the rules say of each fact: one rule in one place, for the live service, extracts and simulated designs."""

from homeward.outcomes.rules.groups import AGE_BAND_NAMES, age_band
from homeward.outcomes.rules.response import LEFT_OUT_NAMES, LeftOut, TriageOutcome, Waited, triage_outcome, waited

__all__ = [
    "AGE_BAND_NAMES",
    "LEFT_OUT_NAMES",
    "LeftOut",
    "TriageOutcome",
    "Waited",
    "age_band",
    "triage_outcome",
    "waited",
]
