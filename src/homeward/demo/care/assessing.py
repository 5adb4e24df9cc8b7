"""What was asked and scored: once, and kept by whoever came after; from the hospital where it had asked already."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from homeward.demo.care.case import Case
from homeward.demo.reading import words
from homeward.episodes.models import Assessment, AssessmentAnswer, Offer
from homeward.episodes.models.assessing import AnswerSource, OfferAnswer
from homeward.episodes.reading.tools import shelf
from homeward.episodes.schema.tools import Item, Tool
from homeward.kit.london import london_date
from homeward.partnership.models import Member

LEVELS_OF_FRAILTY: dict[int, float] = {2: 4, 3: 14, 4: 22, 5: 28, 6: 22, 7: 8, 8: 2}
"""How many of a hundred people helped are at each level of the Clinical Frailty Scale. Assumed."""

SCORED_IN_BRIEF = 0.3
"""For how many of those helped long ago the scores are told: enough for a mean of each month."""

ASKED_FIRST = (
    "what_matters",
    "lives_with",
    "getting_in",
    "walking",
    "walking_aid",
    "washing",
    "eating",
    "medicines",
    "allergies",
    "memory",
    "eyesight",
    "fell_past_year",
)
"""What is asked of nearly everybody at the first visit; the rest follows when it matters."""


def assess(case: Case) -> None:
    """Frailty and the first questions for nearly everybody; more where it belongs to what they need."""
    visits = case.seen()
    if not visits:
        return
    first, need = visits[0], case.draft.referral.need
    if case.brief:
        if case.first_pathway in ("supported_discharge", "reablement") and case.rng.random() < SCORED_IN_BRIEF:
            _scored(case, "cfs", first.by, first.recorded_at, levels=LEVELS_OF_FRAILTY)
            _daily_living(case)
        return
    if case.rng.random() < 0.85:
        _scored(case, "cfs", first.by, first.recorded_at, levels=LEVELS_OF_FRAILTY)
    told = _asked_first(case, first.by, first.recorded_at) if case.rng.random() < 0.75 else {}
    if case.first_pathway in ("supported_discharge", "reablement"):
        _daily_living(case)
    if case.first_pathway == "reablement" and case.rng.random() < 0.25:
        _how_they_feel(case, first.by, first.recorded_at)
    if need == "confusion_delirium":
        _scored(case, "four_at", first.by, first.recorded_at)
    if need == "fall" and case.rng.random() < 0.7:
        _falls(case, told, visits[min(1, len(visits) - 1)].by, visits[min(1, len(visits) - 1)].recorded_at)


def _begun(case: Case, tool: Tool, by: Member, at: datetime) -> Assessment:
    took = timedelta(minutes=case.rng.randrange(1, 9))
    return case.add(
        Assessment(
            episode=case.episode,
            tool=tool.code,
            tool_version=tool.version,
            begun_at=at - took,
            begun_by=by,
            completed_at=at,
            completed_by=by,
        )
    )


def _scored(
    case: Case, code: str, by: Member, at: datetime, *, levels: Mapping[int, float] | None = None, share: float = 0.5
) -> Assessment:
    """Every item of a scored tool answered; `share` is how far up its values the answers lie."""
    tool = _tool(code)
    made = _begun(case, tool, by, at)
    for item in tool.items:
        if levels:
            place = case.rng.choices(list(levels), list(levels.values()))[0] - 1
        else:
            place = round(max(0.0, min(1.0, case.rng.gauss(share, 0.22))) * (len(item.values) - 1))
        _answer(case, made, item.code, item.values[place].code, by, made.begun_at)
    return made


def _how_they_feel(case: Case, by: Member, at: datetime) -> None:
    """The EQ-5D-5L as worked out from a paper copy: its index and scale, and nothing else."""
    tool = _tool("eq5d5l")
    made = _begun(case, tool, by, at)
    values = {"index": round(case.rng.uniform(0.1, 0.8), 3), "vas": case.rng.randrange(30, 80)}
    for item in tool.items:
        if item.code in values:
            _answer(case, made, item.code, values[item.code], by, made.begun_at)


def _daily_living(case: Case) -> None:
    """The Barthel index at the start and again near the end; the hospital's own is accepted where it sent one."""
    visits = case.seen()
    first = visits[0]
    start = case.rng.uniform(0.35, 0.7)
    before = _scored(case, "barthel", first.by, first.recorded_at, share=start)
    if _hospital_sent_its_own(case):
        before.begun_at = first.recorded_at
        before.from_organisation = words("care")["hospital"]["name"]
        before.assessor = words("care")["assessing"]["hospital_assessor"]
        before.assessed_on = london_date(case.episode.opened_at) - timedelta(days=1)
        for row in case.rows:
            if isinstance(row, AssessmentAnswer) and row.assessment is before:
                row.source, row.at = AnswerSource.ACCEPTED, before.begun_at
    if len(visits) > 4:
        again = visits[-1] if case.episode.ended_at else visits[len(visits) // 2]
        _scored(case, "barthel", again.by, again.recorded_at, share=min(1.0, start + case.rng.uniform(-0.05, 0.4)))


def _hospital_sent_its_own(case: Case) -> bool:
    """Not of somebody whose whereabouts are secret: it would say in which hospital they were."""
    secret = case.draft.referral.person.restricted
    return case.first_pathway == "supported_discharge" and not secret and case.rng.random() < 0.6


def _asked_first(case: Case, by: Member, at: datetime) -> dict[str, AssessmentAnswer]:
    """The holistic assessment as far as it was asked; each answer by what it is about."""
    tool, told = _tool("holistic"), {}
    made = _begun(case, tool, by, at)
    open_still = case.episode.ended_at is None and case.rng.random() < 0.25
    if open_still:
        made.completed_at = made.completed_by = None
    for code in ASKED_FIRST:
        item = tool.item(code)
        secret = code == "getting_in" and case.draft.referral.person.restricted
        if item is None or secret or case.rng.random() < 0.12:
            continue
        told[item.concept or item.code] = _answer(case, made, code, _said(case, item), by, made.begun_at)
    return told


def _falls(case: Case, told: dict[str, AssessmentAnswer], by: Member, at: datetime) -> None:
    """The falls assessment keeps what was told before, asks the rest, and leads to offers."""
    tool = _tool("falls")
    made = _begun(case, tool, by, at)
    for item in tool.items:
        known = told.get(item.concept or "")
        if known is not None and known.at < made.begun_at:
            case.add(
                AssessmentAnswer(
                    assessment=made,
                    item=item.code,
                    value=known.value,
                    source=AnswerSource.KEPT,
                    kept_from=known,
                    by=by,
                    at=made.begun_at,
                )
            )
        elif item.kind in ("yes_no", "choice") or item.code == "fall_story":
            _answer(case, made, item.code, _said(case, item), by, made.begun_at)
    for kind in ("strength_balance", "home_hazards"):
        answer = case.rng.choice(
            [OfferAnswer.ACCEPTED, OfferAnswer.ACCEPTED, OfferAnswer.DECLINED, OfferAnswer.THINKING]
        )
        answered_at = None if answer == OfferAnswer.THINKING else at
        case.add(Offer(episode=case.episode, kind=kind, answer=answer, answered_at=answered_at, by=by, at=at))


def _said(case: Case, item: Item) -> object:
    if item.kind == "yes_no":
        return case.rng.random() < 0.4
    if item.kind == "choice":
        return case.rng.choice(item.values).code
    texts = words("care")["assessing"].get(item.code) or words("care")["assessing"].get(item.concept or "")
    return case.word(texts) if texts else "See the record."


def _answer(case: Case, made: Assessment, item: str, value: object, by: Member, at: datetime) -> AssessmentAnswer:
    return case.add(AssessmentAnswer(assessment=made, item=item, value=value, by=by, at=at))


def _tool(code: str) -> Tool:
    return shelf().current()[code]
