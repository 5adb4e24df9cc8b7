"""Moving an episode from stage to stage, and handing it over: one action each, and nobody is referred again."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held, held_open
from homeward.episodes.actions.opening import BECAUSE
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import HandOff, HowHandedOver, Stage, ToldAgain
from homeward.episodes.models.written import Written
from homeward.episodes.rules.stages import WARD, may_move_to
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member, Team
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Pathway
from homeward.people.actions import give_reason_to_see


class NobodyHasBeenYet(ValueError):
    """An episode was to change stage or owner before anybody saw the person."""


class CannotMoveThere(ValueError):
    """The agreed service model does not lead from this stage to that pathway."""


class MovedMeanwhile(ValueError):
    """Somebody else moved the episode on, or handed it over, since the page was opened."""


class WardNeedsAPlace(ValueError):
    """A stage on the @home ward was to begin without a virtual bed and a named senior clinician."""


class CannotHandOver(ValueError):
    """An episode was to be handed to a team that has it already, or that does not provide the joint service."""


@transaction.atomic
def move_stage(
    *,
    episode: Episode,
    to: str,
    why: str,
    hand_to: Team | None = None,
    how: str = HowHandedOver.TOGETHER,
    told_again: str = ToldAgain.NOT_KNOWN,
    seen_in: Stage | None = None,
    with_place: bool = False,
    by: Member,
    now: datetime,
) -> Stage:
    """Begin the next stage, on a pathway the service model in force leads to; with `hand_to` that team is the owner.

    Plan and clocks stay as they are, and so does the owner unless it is handed over. `seen_in` is the stage in which
    whoever decides saw the person; `with_place` is said only by the action that then gives a place on the @home ward.
    Sent twice, it moves once. Raises EpisodeClosed, NobodyHasBeenYet, CannotMoveThere, MovedMeanwhile, CannotHandOver,
    WardNeedsAPlace, and NothingWritten without a reason.
    """
    episode = held_open(episode)
    current = current_stage(episode)
    why = _reason(why, "Say why they move on, in a sentence.")
    if (current.pathway, current.why, current.by_id) == (to, why, by.pk):
        return current
    if seen_in is not None and seen_in.pk != current.pk:
        raise MovedMeanwhile(f"{current.by} moved them to another stage meanwhile. Look at where they are now.")
    pathway = _next_pathway(episode, to, now)
    if pathway.model == WARD and not with_place:
        raise WardNeedsAPlace(
            "Admit them on the @home ward's own page, so that they have a place and a senior clinician."
        )
    return _begin(episode, current, pathway, why, hand_to, how, told_again, by, now)


@transaction.atomic
def hand_over(
    *,
    episode: Episode,
    to_team: Team,
    why: str,
    how: str = HowHandedOver.TOGETHER,
    told_again: str = ToldAgain.NOT_KNOWN,
    by: Member,
    now: datetime,
) -> HandOff:
    """Make another team the owner, with the reason, and let it see the person's record. The stage goes on.

    Sent twice, it is written once. Raises EpisodeClosed, NobodyHasBeenYet, CannotHandOver, and NothingWritten without
    a reason.
    """
    episode = held_open(episode)
    _somebody_has_been(episode)
    why = _reason(why, "Say why they are handed over, in a sentence.")
    last = episode.hand_offs.last()
    if last is not None and (last.to_team_id, last.why, last.by_id) == (to_team.pk, why, by.pk):
        return last
    hand_off = _hand_over(episode, to_team, why, how, told_again, by, now)
    episode.save(update_fields=["owning_team"])
    return hand_off


@transaction.atomic
def note_told_again(*, hand_off: HandOff, told_again: str, by: Member, now: datetime) -> None:
    """Write down whether the person had to tell their story again to the next team. Also after the end."""
    held(hand_off.episode)
    hand_off.told_again = ToldAgain(told_again)
    hand_off.save(update_fields=["told_again"])


def current_stage(episode: Episode) -> Stage:
    """The stage an episode is in, or was in when it ended."""
    return episode.stages.select_related("by").order_by("-began_at", "-pk")[0]


def after(last: Written | None, now: datetime) -> datetime:
    """The moment to write down what follows `last`: now, or that row's own where another process's clock is ahead.

    So the latest by its time is also the one that was written last.
    """
    return max(now, last.at) if last else now


def _next_pathway(episode: Episode, to: str, now: datetime) -> Pathway:
    _somebody_has_been(episode)
    allowed = may_move_to(service_model_on(london_date(now)), episode.pathway)
    found = next((one for one in allowed if one.code == to), None)
    if found is None:
        raise CannotMoveThere(
            "The agreed service model does not lead there from the stage they are in. Choose another."
        )
    return found


def _begin(
    episode: Episode,
    current: Stage,
    pathway: Pathway,
    why: str,
    hand_to: Team | None,
    how: str,
    told_again: str,
    by: Member,
    now: datetime,
) -> Stage:
    if now <= current.began_at:
        raise MovedMeanwhile("The stage they are in has only just begun. Look at where they are now.")
    version = service_model_on(london_date(now)).version
    stage = Stage.objects.create(
        episode=episode, pathway=pathway.code, model_version=version, began_at=now, why=why, by=by, at=now
    )
    episode.pathway, episode.model_version = pathway.code, version
    if hand_to is not None and hand_to.pk != episode.owning_team_id:
        _hand_over(episode, hand_to, why, how, told_again, by, now)
    episode.save(update_fields=["pathway", "model_version", "owning_team"])
    return stage


def _hand_over(
    episode: Episode, to_team: Team, why: str, how: str, told_again: str, by: Member, now: datetime
) -> HandOff:
    if to_team.pk == episode.owning_team_id:
        raise CannotHandOver(f"{to_team} owns this already. Choose another team.")
    if not to_team.organisation.takes_part:
        raise CannotHandOver(f"{to_team} does not provide the joint service. Choose another team.")
    give_reason_to_see(person=episode.person, team=to_team, because=BECAUSE, now=now)
    hand_off = HandOff.objects.create(
        episode=episode,
        from_team=episode.owning_team,
        to_team=to_team,
        why=why,
        how=HowHandedOver(how),
        told_again=ToldAgain(told_again),
        by=by,
        at=after(episode.hand_offs.last(), now),
    )
    episode.owning_team = to_team
    return hand_off


def _somebody_has_been(episode: Episode) -> None:
    if episode.first_contact_at is None:
        raise NobodyHasBeenYet(
            "Nobody has seen this person yet. Until then the front door changes the pathway, on the referral."
        )


def _reason(why: str, otherwise: str) -> str:
    why = storable(why).strip()
    if not why:
        raise NothingWritten(otherwise)
    return why
