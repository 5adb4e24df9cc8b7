"""What the partnership remembers: who works here, and what it changed when."""

from homeward.partnership.models.changes import ChangeCorrection, ChangePhase, PhasedChange, PhaseSaid, Said
from homeward.partnership.models.members import HeldInput, Member, Organisation, OrganisationKind, Team

__all__ = [
    "ChangeCorrection",
    "ChangePhase",
    "HeldInput",
    "Member",
    "Organisation",
    "OrganisationKind",
    "PhaseSaid",
    "PhasedChange",
    "Said",
    "Team",
]
