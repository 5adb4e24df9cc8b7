"""What they want in their own words, how far they get, and which visits served it."""

from datetime import timedelta

from homeward.demo.care.case import Case
from homeward.demo.reading import words
from homeward.episodes.models import Goal, GoalChange, GoalRating, GoalStep, Visit, VisitGoal
from homeward.episodes.models.goals import GoalEnd, Who
from homeward.episodes.models.written import AgreedWith
from homeward.kit.london import london_date

HOW_MANY = {"reablement": 3, "supported_discharge": 2}
FURTHER = (0, 1, 1, 1, 1, 1, 2)
"""How many levels further a rating is than the one before: so that seven to nine goals of ten are met.

More than 88 % were, in the National Audit of Intermediate Care 2015.
"""
SHARE_WITH_GOALS = {"rapid_response": 0.35, "urgent_social_work": 0.8, "home_ward": 0.9}
"""For the others nearly everybody has goals; somebody's first visit was too short for it."""


def set_goals(case: Case) -> None:
    """Goals set at the first visit of each stage, rated along the way, and ended with the stage or the help."""
    for stage in case.draft.stages:
        visits, pathway = case.seen_in(stage), stage.pathway
        if not visits or case.rng.random() > SHARE_WITH_GOALS.get(pathway, 0.94):
            continue
        wanted = words("care")["goals"][pathway]
        for said in case.rng.sample(wanted, min(HOW_MANY.get(pathway, 1), len(wanted))):
            goal = _goal(case, pathway, said, visits[0])
            _put_in_other_words(case, goal, visits)
            _work_towards(case, goal, visits, over=stage is not case.stage or case.episode.ended_at is not None)


def _goal(case: Case, pathway: str, said: dict[str, str], first: Visit) -> Goal:
    by, at = first.by, first.recorded_at
    goal = case.add(
        Goal(
            episode=case.episode,
            words=said["words"],
            why_it_matters=said["why"],
            agreed_with=AgreedWith.PERSON if case.rng.random() < 0.85 else AgreedWith.PERSON_AND_CARER,
            levels={"0": case.word([said["hoped"]]), "1": case.word([said["more"]])},
            baseline=case.rng.choice([-2, -1, -1, -1]),
            hoped_by=london_date(at) + timedelta(days=2 if pathway == "rapid_response" else 21),
            by=by,
            at=at,
        )
    )
    case.goals.append(goal)
    if case.brief:
        return goal
    case.add(GoalStep(goal=goal, who=Who.PERSON, what=case.word([said["person"]]), by=by, at=at))
    case.add(GoalStep(goal=goal, who=Who.TEAM, what=case.word([said["team"]]), by=by, at=at))
    return goal


def _put_in_other_words(case: Case, goal: Goal, visits: list[Visit]) -> None:
    """Some first say what anybody would, and at the second visit what they mean; both are kept."""
    if not case.brief and len(visits) > 1 and visits[1].recorded_at > goal.at and case.rng.random() < 0.06:
        before, second = case.say("goals", "first_said"), visits[1]
        at, by = second.recorded_at, second.by
        case.add(GoalChange(goal=goal, field="words", before=before, after=goal.words, by=by, at=at))


def _work_towards(case: Case, goal: Goal, visits: list[Visit], *, over: bool) -> None:
    """Each later visit may serve the goal; every third rates it, mostly a little further than before."""
    level, last = goal.baseline, None
    for place, visit in enumerate(visits[1:], start=1):
        if case.rng.random() < 0.35 and place != len(visits) - 1:
            continue
        if not case.brief:
            case.add(VisitGoal(visit=visit, goal=goal, what=case.say("goals", "done_for_it")))
        if place % 3 == 0 or (place == len(visits) - 1 and over):
            level = max(-2, min(2, level + case.rng.choice(FURTHER)))
            at = max(visit.started_at, goal.at)
            said = case.say("goals", "said")
            last = case.add(GoalRating(goal=goal, level=level, said=said, visit=visit, by=visit.by, at=at))
    if over and last is not None:
        goal.ended_at, goal.ended_by = max(visit.recorded_at for visit in visits), last.by
        goal.end_reason = GoalEnd.MET if level >= 0 else GoalEnd.PARTLY
        for step in case.of(GoalStep):
            if step.goal is goal and level >= 0:
                step.done_at = goal.ended_at
