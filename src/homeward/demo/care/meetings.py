"""Team meetings of the last two months: who came, who was talked about, what was decided, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from homeward.demo.care.case import Case
from homeward.demo.cast import of_team
from homeward.demo.chance import worded
from homeward.demo.drafts import Directory
from homeward.demo.hours import at as in_london
from homeward.demo.reading import words
from homeward.episodes.actions.meeting import build_list, call_meeting, request_discussion
from homeward.episodes.models import Attendance, Dissent, Episode, Meeting, MeetingAction, MeetingItem
from homeward.kit.london import london_date
from homeward.partnership.models import Member, Team
from homeward.pathways.queries import service_model_on

TEAMS = ("rapid-response", "supported-discharge", "reablement", "urgent-social-work")
CAME = (("nursing", "rapid-response"), ("therapy", "supported-discharge"), ("social_work", "urgent-social-work"))
WEEKS = 8
PLACE = "Committee room 2, and by video"
TITLE = "North and south, weekly"
WEDNESDAY = 3


@dataclass(slots=True)
class Held:
    """Meetings that are over, with everything said in them; nothing is saved."""

    meetings: list[Meeting] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    items: list[MeetingItem] = field(default_factory=list)
    dissents: list[Dissent] = field(default_factory=list)
    actions: list[MeetingAction] = field(default_factory=list)


def held(rng: Random, cases: Sequence[Case], directory: Directory, now: datetime) -> Held:
    """The weekly meetings before now, each about some of those who were helped that day."""
    found = Held()
    last = london_date(now) - timedelta(days=1)
    wednesdays = [
        day for day in (last - timedelta(days=back) for back in range(WEEKS * 7)) if day.isoweekday() == WEDNESDAY
    ]
    talked_about: set[int] = set()
    for day in reversed(wednesdays):
        _meeting(rng, cases, directory, day, now, found, talked_about)
    return found


def _meeting(
    rng: Random,
    cases: Sequence[Case],
    directory: Directory,
    day: date,
    now: datetime,
    found: Held,
    talked_about: set[int],
) -> None:
    model, starts_at = service_model_on(day), in_london(day, 13)
    if model.meetings is None:
        return
    chair = _member(rng, directory, "urgent-social-work")
    meeting = Meeting(
        title=TITLE,
        starts_at=starts_at,
        place=PLACE,
        chair=chair,
        quorum=[role.code for role in model.meetings.roles if role.needed],
        model_version=model.version,
        by=chair,
        at=starts_at - timedelta(days=6),
        closed_at=starts_at + timedelta(minutes=95),
        closed_by=chair,
    )
    found.meetings.append(meeting)
    _came(rng, directory, meeting, found)
    there = [case for case in cases if _helped_at(case, starts_at) and id(case.episode) not in talked_about]
    for place, case in enumerate(rng.sample(there, min(7, len(there)))):
        talked_about.add(id(case.episode))
        codes = [rule.code for rule in rng.sample(model.meetings.list_when, 1)]
        _item(rng, directory, meeting, case, codes, starts_at + timedelta(minutes=5 + 12 * place), now, found)


def _came(rng: Random, directory: Directory, meeting: Meeting, found: Held) -> None:
    for role, team in CAME:
        member = meeting.chair if role == "social_work" else _member(rng, directory, team)
        found.attendance.append(
            Attendance(meeting=meeting, role=role, member=member, by=meeting.chair, at=meeting.starts_at)
        )
    for role, name in (("gp", "Dr Leonora Sackey-Thorne"), ("voluntary", "Bartholomew Asante-Frayne")):
        found.attendance.append(
            Attendance(
                meeting=meeting,
                role=role,
                name=name,
                present=rng.random() < 0.7,
                by=meeting.chair,
                at=meeting.starts_at,
            )
        )


def _item(
    rng: Random,
    directory: Directory,
    meeting: Meeting,
    case: Case,
    codes: list[str],
    at: datetime,
    now: datetime,
    found: Held,
) -> None:
    said, chair = words("care")["meetings"], meeting.chair
    asked = rng.random() < 0.25
    item = MeetingItem(
        meeting=meeting,
        episode=case.episode,
        listed_by=[] if asked else codes,
        request=f"{chair}: {case.word(said['requests'])}" if asked else "",
        by=chair,
        at=meeting.starts_at - timedelta(days=1),
        discussion=case.word(said["discussion"]),
        decision=case.word(said["decision"]),
        decided_at=at,
        decided_by=chair,
    )
    found.items.append(item)
    if rng.random() < 0.16:
        who = worded(rng, ["Rapid response nurse", "Physiotherapist"], {})
        found.dissents.append(Dissent(item=item, who=who, says=case.word(said["dissent"]), by=chair, at=at))
    for _ in range(rng.choice([1, 1, 2])):
        found.actions.append(_action(rng, directory, item, case, at, now))


def _action(
    rng: Random, directory: Directory, item: MeetingItem, case: Case, at: datetime, now: datetime
) -> MeetingAction:
    said, team = words("care")["meetings"], directory.teams[rng.choice(TEAMS)]
    owner = _member(rng, directory, team.code)
    due_on = london_date(at) + timedelta(days=rng.choice([2, 5, 7, 7, 14]))
    action = MeetingAction(item=item, what=case.word(said["actions"]), team=team, due_on=due_on, by=item.by, at=at)
    action.owner = owner if rng.random() < 0.7 else None
    done_at = in_london(due_on + timedelta(days=rng.choice([-2, -1, 0, 0, 3])), rng.randrange(9, 17))
    if at < done_at < now and rng.random() < 0.85:
        action.done_at, action.done_by, action.came_of_it = done_at, owner, case.word(said["came_of_it"])
    return action


def _helped_at(case: Case, moment: datetime) -> bool:
    episode = case.episode
    if episode.first_contact_at is None or episode.owning_team.code not in TEAMS:
        return False
    return episode.first_contact_at < moment - timedelta(days=1) and (
        episode.ended_at is None or episode.ended_at > moment
    )


def _member(rng: Random, directory: Directory, team: str) -> Member:
    return directory.members[rng.choice(of_team(team))]


def call_the_next(rng: Random, directory: Directory, now: datetime) -> Meeting:
    """The next meeting, called and its list made as people would; somebody asks for one more person."""
    chair = _member(rng, directory, "urgent-social-work")
    teams: list[Team] = [directory.teams[code] for code in TEAMS]
    day = next(
        day
        for day in (london_date(now) + timedelta(days=ahead) for ahead in range(1, 8))
        if day.isoweekday() == WEDNESDAY
    )
    meeting = call_meeting(
        title=TITLE, starts_at=in_london(day, 13), place=PLACE, chair=chair, teams=teams, by=chair, now=now
    )
    for code in TEAMS:
        build_list(meeting=meeting, by=directory.members[of_team(code)[0]], now=now)
    listed = set(meeting.items.values_list("episode_id", flat=True))
    asked = Episode.objects.filter(ended_at=None, owning_team__code="reablement", first_contact_at__isnull=False)
    episode = asked.exclude(pk__in=listed).order_by("pk").first()
    if episode is not None:
        who = _member(rng, directory, "reablement")
        says = words("care")["meetings"]["requests"][1]
        request_discussion(meeting=meeting, episode=episode, request=says, by=who, now=now)
    return meeting
