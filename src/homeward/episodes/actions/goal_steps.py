"""Who does what for a goal: written down, done, taken up again and taken out."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.goal_setting import held_goal, note_change
from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.models.goals import Goal, GoalStep, Who
from homeward.kit.text import storable
from homeward.partnership.models import Member


@transaction.atomic
def add_step(*, goal: Goal, who: str, what: str, who_name: str = "", by: Member, now: datetime) -> GoalStep:
    """Write down that the person, their carer, the team or somebody else does something; the same step is there once.

    Raises EpisodeClosed, GoalEnded, and NothingWritten without what is done.
    """
    goal = held_goal(goal)
    said, named = storable(what).strip()[:300], storable(who_name).strip()[:120]
    if not said:
        raise NothingWritten("Write down what they do.")
    same = goal.steps.filter(who=Who(who), who_name=named, what=said, done_at=None).first()
    return same or GoalStep.objects.create(goal=goal, who=Who(who), who_name=named, what=said, by=by, at=now)


@transaction.atomic
def finish_step(*, step: GoalStep, now: datetime) -> None:
    """Say that a step is done. Raises EpisodeClosed and GoalEnded. Doing it twice changes nothing."""
    held_goal(step.goal)
    GoalStep.objects.filter(pk=step.pk, done_at=None).update(done_at=now)


@transaction.atomic
def resume_step(*, step: GoalStep) -> None:
    """Say that a step is not done after all. Raises EpisodeClosed and GoalEnded. Doing it twice changes nothing."""
    held_goal(step.goal)
    GoalStep.objects.filter(pk=step.pk).update(done_at=None)


@transaction.atomic
def remove_step(*, step: GoalStep, by: Member, now: datetime) -> None:
    """Take out a step that nobody is to do any more; what it said is kept with the goal's changes.

    Raises EpisodeClosed and GoalEnded. Doing it twice changes nothing.
    """
    goal = held_goal(step.goal)
    found = goal.steps.filter(pk=step.pk).first()
    if found is not None:
        note_change(goal, "steps", step_in_words(found), "", by, now)
        found.delete()


def step_in_words(step: GoalStep) -> str:
    """A step as a line: "Carer or family (Rose): walks with her after lunch"."""
    named = f" ({step.who_name})" if step.who_name else ""
    return f"{Who(step.who).label}{named}: {step.what}"
