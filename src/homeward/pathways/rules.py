"""Is a criterion met, given what is known? Pure: a service model and answers in, findings out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from homeward.kit.london import LONDON, in_utc
from homeward.pathways.schema import Answer, Criterion, Hours, Pathway


class Outcome(StrEnum):
    """Whether something holds, does not, or cannot be said yet."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion and whether it is met."""

    criterion: Criterion
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one pathway fits, criterion by criterion."""

    pathway: Pathway
    findings: tuple[Finding, ...]
    outcome: Outcome

    @property
    def to_ask(self) -> tuple[str, ...]:
        """The codes of the questions whose answers are still missing."""
        return tuple(dict.fromkeys(f.criterion.question for f in self.findings if f.outcome is Outcome.NOT_KNOWN))


def judge(criterion: Criterion, answers: Mapping[str, Answer | None]) -> Outcome:
    """Met, not met, or not known where the answer is missing or is none that this test can judge."""
    answer = answers.get(criterion.question)
    if criterion.equals is not None:
        holds = answer == criterion.equals if isinstance(answer, bool) else None
    elif criterion.at_least is not None:
        holds = answer >= criterion.at_least if isinstance(answer, int) and not isinstance(answer, bool) else None
    else:
        holds = answer in criterion.one_of if isinstance(answer, str) and answer else None
    if holds is None:
        return Outcome.NOT_KNOWN
    return Outcome.MET if holds else Outcome.NOT_MET


def fit(pathway: Pathway, answers: Mapping[str, Answer | None]) -> Fit:
    """Every criterion of a pathway judged; the pathway fits when all are met, and not when any one is not."""
    findings = tuple(Finding(criterion, judge(criterion, answers)) for criterion in pathway.criteria)
    outcomes = {finding.outcome for finding in findings}
    if Outcome.NOT_MET in outcomes:
        together = Outcome.NOT_MET
    else:
        together = Outcome.NOT_KNOWN if Outcome.NOT_KNOWN in outcomes else Outcome.MET
    return Fit(pathway, findings, together)


def takes_people_at(hours: Hours, moment: datetime) -> bool:
    """True when a pathway takes people at this instant, by its agreed hours in London time.

    At the closing time it is shut; 00:00 as the closing time is the end of the day.
    """
    local = in_utc(moment).astimezone(LONDON)
    now = local.time().replace(tzinfo=None)
    return local.isoweekday() in hours.days and hours.opens <= now and (now < hours.closes or hours.closes == time(0))
