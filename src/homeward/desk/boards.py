"""What the boards need of the referrals: the clocks of those nobody has seen yet."""

from datetime import datetime

from homeward.partnership.models import Member, Team
from homeward.referrals.queries import IS_OPEN, referrals_seen_by
from homeward.referrals.rules.clock_face import ClockFace, Urgency


def waiting_clocks(viewer: Member, team: Team, now: datetime) -> dict[int, ClockFace]:
    """The clocks of those who wait for a first visit of this team, by the episode's id. One query."""
    waiting = referrals_seen_by(viewer).filter(IS_OPEN, episode__isnull=False, episode__owning_team=team)
    return {referral.episode_id: referral.clock_face(now) for referral in waiting if referral.episode_id}


def late_ones(clocks: dict[int, ClockFace]) -> set[int]:
    """The episodes whose clock has run out."""
    return {episode for episode, face in clocks.items() if face.urgency is Urgency.BREACHED}
