"""Moving on to another stage: some crises lead to weeks of help, to the @home ward, or to a social worker."""

from datetime import datetime, timedelta
from random import Random

from homeward.demo.care.case import Case
from homeward.demo.chance import pick
from homeward.demo.hours import daytime
from homeward.demo.reading import figure, words
from homeward.demo.year import between, settled
from homeward.episodes.models import Extension, HandOff, Stage, Visit
from homeward.episodes.models.episode import EndReason
from homeward.episodes.models.stages import HowHandedOver, ToldAgain
from homeward.episodes.models.written import Funder
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.pathways.queries import service_model_on

PASSED_TO = {
    "rapid_response": ("reablement", "supported_discharge", "urgent_social_work"),
    "supported_discharge": ("reablement", "urgent_social_work"),
    "reablement": ("supported_discharge", "urgent_social_work"),
    "urgent_social_work": ("reablement",),
}
"""To whose team people are passed on while their help stays the same."""


def may_move(case: Case) -> bool:
    """True for help that ended as planned, on a pathway from which some move on, under a model that says where to."""
    model = service_model_on(london_date(case.episode.ended_at or case.now))
    ended_well = case.episode.end_reason == EndReason.COMPLETED and case.episode.ended_at is not None
    return ended_well and case.first_pathway in figure("moves_on") and any(one.leads_to for one in model.pathways)


def move_on(case: Case) -> None:
    """Instead of ending, the episode goes on at another stage; most are handed over as well."""
    to = pick(case.rng, {**figure("moves_on")[case.first_pathway], "": 1})
    if not to:
        return
    episode, last = case.episode, case.seen()[-1]
    moved_at, by = episode.ended_at, last.by
    assert moved_at is not None
    episode.ended_at, episode.ended_by, episode.end_reason = None, None, ""
    model = service_model_on(london_date(moved_at))
    pathway, why = model.pathway(to), case.say("stages", to)
    episode.pathway, episode.model_version = to, model.version
    case.draft.stages.append(
        Stage(episode=episode, pathway=to, model_version=model.version, began_at=moved_at, why=why, by=by, at=moved_at)
    )
    if to == "home_ward" or case.rng.random() < 0.9:
        _hand_over(case, pathway.owner, why, by, moved_at)
    last.next_step = f"Goes on with {pathway.name.lower()}."
    _help_further(case, moved_at)


def may_be_passed_on(case: Case) -> bool:
    """True of help over several visits that has ended: before the joint front door teams often passed people on."""
    if case.episode.ended_at is None or len(case.seen()) < 2:
        return False
    share = settled(case.episode.opened_at, london_date(case.now))
    return case.rng.random() < between("passed_on_before", "passed_on_after", share)


def pass_on(case: Case) -> None:
    """After one of the visits another team goes on with the same help: a hand-off without another stage."""
    visits, episode = case.seen(), case.episode
    last_here = case.rng.choice(visits[:-1])
    at, by, to = last_here.recorded_at, last_here.by, case.rng.choice(PASSED_TO[case.first_pathway])
    team = case.draft.model.pathway(to).owner
    if case.directory.teams[team] == episode.owning_team:
        return
    others = [one for one in case.draft.visits if one.episode is episode and one.started_at > at]
    if not others or any(one.withdrawn_at or one.recorded_at <= at for one in others):
        return
    _hand_over(case, team, case.say("stages", to), by, at)
    for visit in others:
        visit.by = case.somebody(episode.owning_team)
    episode.ended_by = max(others, key=lambda one: one.recorded_at).by


def _hand_over(case: Case, team: str, why: str, by: Member, at: datetime) -> None:
    episode, to_team = case.episode, case.directory.teams[team]
    share = between("told_again_before", "told_again_after", settled(at, london_date(case.now)))
    told = ToldAgain.YES if case.rng.random() < share else ToldAgain.NO
    case.add(
        HandOff(
            episode=episode,
            from_team=episode.owning_team,
            to_team=to_team,
            why=why,
            how=HowHandedOver.TOGETHER if case.rng.random() < 0.7 else HowHandedOver.WRITTEN,
            told_again=ToldAgain.NOT_KNOWN if case.rng.random() < 0.15 else told,
            by=by,
            at=at,
        )
    )
    episode.owning_team = to_team
    case.draft.handed_to.append((to_team, at))


def _help_further(case: Case, moved_at: datetime) -> None:
    """Visits at the new stage up to now, or to its end."""
    pathway, rng = case.stage.pathway, case.rng
    length = max(3, round(rng.gauss(figure("length_days_after_moving")[pathway], 4)))
    rate = figure("contacts_in_thirty_days") / 30 if pathway != "home_ward" else 1.6
    first = london_date(moved_at)
    days = sorted({1, length, *(rng.randrange(1, length + 1) for _ in range(round(length * rate)))})
    times = [daytime(rng, first + timedelta(days=day), last=16) for day in days]
    for place, at in enumerate(moment for moment in times if moved_at < moment < case.now - timedelta(hours=2)):
        case.draft.visits.append(_visit(case, rng, at, "first" if place == 0 else "later"))
    if times[-1] < case.now - timedelta(hours=4):
        _end(case)


def _visit(case: Case, rng: Random, at: datetime, which: str) -> Visit:
    texts = words("visits")
    team = case.episode.owning_team
    pathway = case.stage.pathway
    return Visit(
        episode=case.episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=at,
        what_happened=case.word(texts[pathway][which]),
        next_step=case.word(texts["next_steps"][pathway]),
        by=case.somebody(team),
        recorded_at=at + timedelta(minutes=rng.randrange(20, 60)),
    )


def _end(case: Case) -> None:
    last = case.draft.visits[-1]
    last.what_happened = case.word(words("visits")[case.stage.pathway]["last"])
    case.episode.ended_at = last.recorded_at + timedelta(minutes=30)
    case.episode.ended_by, case.episode.end_reason = last.by, EndReason.COMPLETED


def extend(case: Case) -> None:
    """Some of those helped longer than the limit have an extension, with a reason and a funder."""
    episode, model = case.episode, service_model_on(london_date(case.now))
    if episode.ended_at is not None or episode.first_contact_at is None:
        return
    limit = timedelta(hours=model.pathway(episode.pathway).limit_hours)
    began = episode.first_contact_at if len(case.draft.stages) == 1 else case.stage.began_at
    last = case.seen()[-1]
    if last.recorded_at < began + limit - timedelta(days=6) or case.rng.random() > 0.75:
        return
    soon = limit > timedelta(days=7)
    until = max(began + limit, case.now) + timedelta(days=2 if soon else 7)
    why = case.word(["Two weeks of illness set {them} back; the goals are near.", "Long-term care begins next week."])
    case.add(
        Extension(stage=case.stage, until=until, why=why, funded_by=Funder.POOLED, by=last.by, at=last.recorded_at)
    )
