"""What they want in their own words, how far they get, and which visits served it."""

from datetime import timedelta

from homeward.demo.care.case import Case
from homeward.demo.reading import words
from homeward.episodes.models import Goal, GoalRating, GoalStep, Visit, VisitGoal
from homeward.episodes.models.goals import GoalEnd, Who
from homeward.episodes.models.written import AgreedWith
from homeward.kit.london import london_date

HOW_MANY = {"reablement": 3, "supported_discharge": 2}
SHARE_WITH_GOALS = {"rapid_response": 0.35, "urgent_social_work": 0.8, "home_ward": 0.9}
"""For the others nearly everybody has goals; somebody's first visit was too short for it."""


def set_goals(case: Case) -> None:
    """Goals set at the first visit, rated along the way, and ended with the help."""
    pathway, visits = case.stage.pathway, case.seen()
    if not visits or case.rng.random() > SHARE_WITH_GOALS.get(pathway, 0.94):
        return
    wanted = words("care")["goals"][pathway]
    for said in case.rng.sample(wanted, min(HOW_MANY.get(pathway, 1), len(wanted))):
        _work_towards(case, _goal(case, said, visits[0]), visits)


def _goal(case: Case, said: dict[str, str], first: Visit) -> Goal:
    by, at = first.by, first.recorded_at
    goal = case.add(
        Goal(
            episode=case.episode,
            words=said["words"],
            why_it_matters=said["why"],
            agreed_with=AgreedWith.PERSON if case.rng.random() < 0.85 else AgreedWith.PERSON_AND_CARER,
            levels={"0": case.word([said["hoped"]]), "1": case.word([said["more"]])},
            baseline=case.rng.choice([-2, -1, -1, -1]),
            hoped_by=london_date(at) + timedelta(days=2 if case.stage.pathway == "rapid_response" else 21),
            by=by,
            at=at,
        )
    )
    case.goals.append(goal)
    case.add(GoalStep(goal=goal, who=Who.PERSON, what=case.word([said["person"]]), by=by, at=at))
    case.add(GoalStep(goal=goal, who=Who.TEAM, what=case.word([said["team"]]), by=by, at=at))
    return goal


def _work_towards(case: Case, goal: Goal, visits: list[Visit]) -> None:
    """Each later visit may serve the goal; every third rates it, mostly a little further than before."""
    level, last = goal.baseline, None
    for place, visit in enumerate(visits[1:], start=1):
        if case.rng.random() < 0.35 and place != len(visits) - 1:
            continue
        case.add(VisitGoal(visit=visit, goal=goal, what=case.say("goals", "done_for_it")))
        if place % 3 == 0 or (place == len(visits) - 1 and case.episode.ended_at is not None):
            level = max(-2, min(2, level + case.rng.choice([-1, 0, 1, 1, 1])))
            at = max(visit.started_at, goal.at)
            said = case.say("goals", "said")
            last = case.add(GoalRating(goal=goal, level=level, said=said, visit=visit, by=visit.by, at=at))
    if case.episode.ended_at is not None and last is not None and last.at < case.episode.ended_at:
        goal.ended_at, goal.ended_by = max(last.at, visits[-1].recorded_at), last.by
        goal.end_reason = GoalEnd.MET if level >= 0 else GoalEnd.PARTLY
