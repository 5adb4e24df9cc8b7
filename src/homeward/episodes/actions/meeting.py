"""Calling a team meeting, making its list, noting who came, and closing it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held_open
from homeward.episodes.actions.meeting_holding import (
    close_to_its_teams,
    held_meeting,
    held_while_open,
    open_to_its_teams,
)
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.meetings import Meeting, MeetingItem
from homeward.episodes.queries.meeting_facts import meeting_facts
from homeward.episodes.queries.meetings import left_undecided
from homeward.episodes.rules.meetings import LEFT_UNDECIDED, why_listed
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member, Team
from homeward.pathways.queries import service_model_on, service_model_version


class ChairIsNotInATeam(ValueError):
    """A meeting was to be chaired by somebody of none of its teams, who could not see it."""


class NoTeams(ValueError):
    """A meeting of no team, or of none of the teams of whoever calls it."""


class AlreadyDiscussed(ValueError):
    """Somebody was to be taken off a list after something was decided about them."""


@transaction.atomic
def call_meeting(
    *, title: str, starts_at: datetime, place: str, chair: Member, teams: Iterable[Team], by: Member, now: datetime
) -> Meeting:
    """Call a meeting of these teams. Which roles it needs to decide is copied from the service model in force.

    The same (title, time, chair and teams) called twice by the same member is one. Raises NothingWritten without a
    title, NoTeams unless whoever calls it is in one of the teams, and ChairIsNotInATeam.
    """
    teams, title = list(teams), storable(title).strip()[:80]
    if not title:
        raise NothingWritten("Give the meeting a name.")
    ids = {team.pk for team in teams}
    if not ids & set(by.teams.values_list("pk", flat=True)):
        raise NoTeams("Choose the teams that take part, your own among them.")
    if not ids & set(chair.teams.values_list("pk", flat=True)):
        raise ChairIsNotInATeam(f"{chair} is in none of these teams. Choose somebody who is, or add their team.")
    known = Meeting.objects.filter(title=title, starts_at=starts_at, chair=chair, by=by, closed_at=None)
    for one in known:
        if ids == set(one.teams.values_list("pk", flat=True)):
            return one
    model = service_model_on(london_date(now))
    quorum = [role.code for role in model.meetings.roles if role.needed] if model.meetings else []
    meeting = Meeting.objects.create(
        title=title,
        starts_at=starts_at,
        place=storable(place).strip()[:120],
        chair=chair,
        quorum=quorum,
        model_version=model.version,
        by=by,
        at=now,
    )
    meeting.teams.set(teams)
    return meeting


@transaction.atomic
def build_list(*, meeting: Meeting, by: Member, now: datetime) -> list[MeetingItem]:
    """Put those on the list whom the agreed rules name, and those an earlier meeting left undecided; the new ones.

    Only people of `by`'s own teams: somebody of each team brings theirs. It can be run again: nobody is listed twice,
    who is there already gets the reasons that are new, and who was taken off stays off. Raises MeetingClosed, and
    NoTeams for somebody of none of its teams.
    """
    meeting = held_while_open(meeting)
    teams = list(meeting.teams.all())
    if not {team.pk for team in teams} & set(by.teams.values_list("pk", flat=True)):
        raise NoTeams("Only somebody of the teams that take part can make the list.")
    model = service_model_version(meeting.model_version)
    rules = model.meetings.list_when if model and model.meetings else ()
    left = {one.episode_id: one for one in left_undecided(meeting)}
    found = [
        (episode, [*([LEFT_UNDECIDED] if episode.pk in left else []), *why_listed(rules, facts)])
        for episode, facts in meeting_facts(by, teams, now)
    ]
    listed = {item.episode_id: item for item in meeting.items.all()}
    _add_reasons(listed, found)
    first = sorted(found, key=lambda one: (one[0].pk not in left, -len(one[1])))
    new = [
        MeetingItem(
            meeting=meeting,
            episode=episode,
            listed_by=codes,
            request=left[episode.pk].request if episode.pk in left else "",
            by=by,
            at=now,
        )
        for episode, codes in first
        if codes and episode.pk not in listed
    ]
    MeetingItem.objects.bulk_create(new)
    open_to_its_teams(meeting, [item.episode for item in new], now)
    return new


def _add_reasons(listed: Mapping[int, MeetingItem], found: Iterable[tuple[Episode, list[str]]]) -> None:
    """Write the reasons found now beside those for which somebody is on the list already."""
    changed = []
    for episode, codes in found:
        item = listed.get(episode.pk)
        if item is None or item.taken_off_at is not None or set(codes) <= set(item.listed_by):
            continue
        item.listed_by = [*item.listed_by, *(code for code in codes if code not in item.listed_by)]
        changed.append(item)
    MeetingItem.objects.bulk_update(changed, ["listed_by"])


@transaction.atomic
def request_discussion(*, meeting: Meeting, episode: Episode, request: str, by: Member, now: datetime) -> MeetingItem:
    """Put somebody on the list because a member asks for it, saying why; who was taken off is on it again.

    Each who asks is named with their words; the same words said twice stand once. Raises MeetingClosed, EpisodeClosed,
    and NothingWritten without a reason.
    """
    words = storable(request).strip()
    if not words:
        raise NothingWritten("Say why the team should talk about them, in a sentence.")
    meeting, episode = held_while_open(meeting), held_open(episode)
    line = f"{by}: {words}"
    item, new = MeetingItem.objects.get_or_create(
        meeting=meeting, episode=episode, defaults={"request": line, "by": by, "at": now}
    )
    if not new:
        said = item.request.split("\n\n") if item.request else []
        item.request = "\n\n".join([*said, *([] if line in said else [line])])
        item.taken_off_at, item.taken_off_why = None, ""
        item.save()
    open_to_its_teams(meeting, [episode], now)
    return item


@transaction.atomic
def take_off(*, item: MeetingItem, why: str, by: Member, now: datetime) -> None:
    """Take somebody off the list, with the reason; doing it twice changes nothing.

    Raises MeetingClosed, NothingWritten without a reason, and AlreadyDiscussed after a decision.
    """
    why = storable(why).strip()[:200]
    if not why:
        raise NothingWritten("Say why they need not be talked about.")
    meeting = held_while_open(item.meeting)
    item = MeetingItem.objects.select_related("episode").get(pk=item.pk)
    if item.taken_off_at is not None:
        return
    if item.decided_at is not None:
        raise AlreadyDiscussed("Something was decided about them, so they stay on the list.")
    item.taken_off_at, item.taken_off_why = now, f"{by}: {why}"[:200]
    item.save()
    close_to_its_teams(meeting, [item.episode.person_id], now)


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Member, now: datetime) -> None:
    """Close a meeting: from now on it is only read. Closing it twice changes nothing.

    Who was not decided about is offered at the next meeting. Teams that see somebody on the list only because of it
    see them no longer, but for those that still have something to do for them.
    """
    meeting = held_meeting(meeting)
    if meeting.closed_at is not None:
        return
    meeting.closed_at, meeting.closed_by = now, by
    meeting.save(update_fields=["closed_at", "closed_by"])
    close_to_its_teams(meeting, set(meeting.items.values_list("episode__person_id", flat=True)), now)
