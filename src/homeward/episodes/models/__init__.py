"""What is remembered of an episode: dated facts, one module for each part of the care."""

from homeward.episodes.models.assessing import Assessment, AssessmentAnswer, Offer
from homeward.episodes.models.episode import EndReason, Episode, Visit, VisitGoal
from homeward.episodes.models.goals import Goal, GoalChange, GoalRating, GoalStep
from homeward.episodes.models.hospital import DelayReason, HospitalStay, ReadyPeriod, StayChange
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, OnwardRequest, Summary
from homeward.episodes.models.meetings import Attendance, Dissent, Meeting, MeetingAction, MeetingItem
from homeward.episodes.models.plan import Booking, Plan, PlanChange, PlanCopy, SeriesStep, VisitSeries
from homeward.episodes.models.stages import Extension, HandOff, NamedWorker, Stage
from homeward.episodes.models.ward import Places, SeniorReview, WardStay

__all__ = [
    "Assessment",
    "AssessmentAnswer",
    "Attendance",
    "Booking",
    "DelayReason",
    "Dissent",
    "EndReason",
    "Episode",
    "Extension",
    "FollowUp",
    "Goal",
    "GoalChange",
    "GoalRating",
    "GoalStep",
    "HandOff",
    "HospitalStay",
    "Leaving",
    "LeavingChange",
    "Meeting",
    "MeetingAction",
    "MeetingItem",
    "NamedWorker",
    "Offer",
    "OnwardRequest",
    "Places",
    "Plan",
    "PlanChange",
    "PlanCopy",
    "ReadyPeriod",
    "SeniorReview",
    "SeriesStep",
    "Stage",
    "StayChange",
    "Summary",
    "Visit",
    "VisitGoal",
    "VisitSeries",
    "WardStay",
]
