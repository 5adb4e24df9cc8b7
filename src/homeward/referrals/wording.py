"""What the referrer is told, in words. No name, address or number of the person: others may read it on the way."""

from homeward.pathways.schema import ServiceModel
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import DecisionKind


def answer_words(
    *,
    kind: DecisionKind,
    referral: Referral,
    model: ServiceModel,
    pathway: str = "",
    reason: str = "",
    passed_to: str = "",
) -> str:
    """The answer to a referrer after a decision, with the reference to quote."""
    about = f"Your referral {referral.reference}"
    if kind is DecisionKind.ACCEPT:
        team = referral.owning_team.name
        return f"{about} has been accepted for {model.pathway_name(pathway).lower()}. {team} will visit."
    if kind is DecisionKind.ASK:
        return f"{about} needs one more thing before we can decide. {reason}"
    if kind is DecisionKind.REDIRECT:
        return f"{about} has been passed to {passed_to}, because: {reason}"
    if kind is DecisionKind.DECLINE:
        return f"{about} could not be accepted, because: {reason}"
    if kind is DecisionKind.CLOSE:
        return f"{about} was closed before a visit. {reason}"
    return f"{about} has been opened again. {reason}"
