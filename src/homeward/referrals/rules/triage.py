"""Triage: every pathway's criteria judged, and the pathway that follows. A person decides; this explains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeward.kit.weeks import age_on
from homeward.pathways.rules import Fit, Outcome, fit
from homeward.pathways.schema import Answer, ServiceModel
from homeward.referrals.rules.clocks import Clock


@dataclass(frozen=True, slots=True)
class Triage:
    """How each pathway fits, in the agreed order, and what follows.

    `suggested` is the first pathway whose every criterion is met. `ask_first` are questions that could still lead to an
    earlier pathway than that, or to any pathway when none is suggested.
    """

    fits: tuple[Fit, ...]
    suggested: str | None
    ask_first: tuple[str, ...]

    def fit_of(self, pathway: str) -> Fit | None:
        """How one pathway fits, or None when the model has no such pathway."""
        return next((one for one in self.fits if one.pathway.code == pathway), None)


def weigh(model: ServiceModel, answers: Mapping[str, Answer | None]) -> Triage:
    """Judge every pathway of a service model against what is known."""
    fits = tuple(fit(pathway, answers) for pathway in model.pathways)
    suggested: str | None = None
    open_questions: dict[str, None] = {}
    for one in fits:
        if one.outcome is Outcome.MET:
            suggested = one.pathway.code
            break
        if one.outcome is Outcome.NOT_KNOWN:
            open_questions.update(dict.fromkeys(one.to_ask))
    return Triage(fits, suggested, tuple(open_questions))


def known_answers(
    *, said: Mapping[str, Answer | None], need: str, born_on: date | None, on: date
) -> dict[str, Answer | None]:
    """All that is known: what was answered, the need, and the age on a day.

    A date of birth that is missing, or in the future and so surely wrong, leaves the age not known.
    """
    return {**said, "need": need or None, "age": age_on(born_on, on) if born_on and born_on <= on else None}


def provisional_clock(help_within: Answer | None) -> Clock:
    """The clock that runs until a pathway is decided.

    Where nobody has said how soon, the shortest: the person may be in crisis.
    """
    return {"two_days": Clock.TWO_DAYS, "longer": Clock.OTHER}.get(str(help_within), Clock.TWO_HOURS)
