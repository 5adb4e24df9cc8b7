"""What a viewer may see of episodes; one module for each part of the care."""

from homeward.episodes.queries.care import caseload_of, episodes_seen_by, visits_of, visits_seen_by, with_last_visit

__all__ = ["caseload_of", "episodes_seen_by", "visits_of", "visits_seen_by", "with_last_visit"]
