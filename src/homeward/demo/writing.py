"""Writing many stories at once: every row of the year in a few large inserts, inside the caller's transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from homeward.demo.care.case import Case
from homeward.demo.care.giving import AFTER_VISITS, IN_ORDER, rows_by_table, save_goals_of_series, told_first
from homeward.demo.care.meetings import TEAMS, Held, call_the_next, held
from homeward.demo.care.relating import relationships
from homeward.demo.care.warding import fewer_places, say_why_over
from homeward.demo.cast import bodies, colleagues
from homeward.demo.drafts import Directory, Draft, word_answers
from homeward.demo.inserting import insert
from homeward.demo.playing import played
from homeward.demo.reading import words
from homeward.demo.stories import Story
from homeward.episodes import models
from homeward.episodes.models import (
    AssessmentAnswer,
    Attendance,
    Dissent,
    Episode,
    Meeting,
    MeetingAction,
    MeetingItem,
    Stage,
    Visit,
)
from homeward.partnership.models import Member, Organisation, Team
from homeward.people.actions import Details, person_fields
from homeward.people.models import Person, Relationship
from homeward.people.rules import number_status
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

Care = Callable[[list[Draft]], Sequence[Case]]
"""Gives care to episodes that are not saved yet."""

NOBODY_POINTS_AT = frozenset(
    {
        Relationship,
        TriageNote,
        ReferrerAnswer,
        *(models.GoalStep, models.GoalChange, models.GoalRating, models.VisitGoal, models.Booking),
        *(models.PlanChange, models.PlanCopy, models.SeriesStep, models.NamedWorker, models.HandOff, models.Extension),
        *(models.SeniorReview, models.ReadyPeriod, models.DelayReason, models.StayChange, models.Offer),
        *(models.Leaving, models.LeavingChange, models.OnwardRequest, models.Summary, models.FollowUp),
        *(Attendance, Dissent, MeetingAction),
    }
)
"""Tables whose rows need not know their ids: they are inserted in the quicker way."""

AT_ONCE = 2000
"""Rows handed to the database between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were written."""

    people: int
    referrals: int
    visits: int


def _no_care(drafts: list[Draft]) -> Sequence[Case]:
    return ()


def write_partners() -> Directory:
    """The organisations, teams and members. Nobody has a password; some may be signed in as with one click."""
    organisations = {
        body.key: Organisation(code=body.code, name=body.name, kind=body.kind, takes_part=body.takes_part)
        for body in bodies()
    }
    Organisation.objects.bulk_create(organisations.values())
    teams = {
        row["code"]: Team(code=row["code"], name=row["name"], organisation=organisations[row["organisation"]])
        for row in words("organisations")["teams"]
    }
    Team.objects.bulk_create(teams.values())
    members = {
        one.username: Member(
            username=one.username,
            first_name=one.first_name,
            last_name=one.last_name,
            email=f"{one.username}@pellbridge.example",
            organisation=organisations[one.organisation],
            role=one.role,
            job_title=one.job_title,
            skills=list(one.skills),
            demo_sign_in=one.anyone_may_be,
        )
        for one in colleagues()
    }
    for member in members.values():
        member.set_unusable_password()
    Member.objects.bulk_create(members.values())
    in_teams = Member.teams.through
    in_teams.objects.bulk_create(
        in_teams(member_id=members[one.username].pk, team_id=teams[code].pk)
        for one in colleagues()
        for code in one.teams
    )
    return Directory(members, teams, organisations)


def write_stories(
    stories: Sequence[Story], directory: Directory, progress: Progress, *, care: Care = _no_care
) -> Written:
    """Play every story, in the order received, give the care that belongs to them, and save all rows."""
    people: dict[int, Person] = {}
    drafts: list[Draft] = []
    for place, story in enumerate(stories):
        details = story.request.details
        person = people.get(id(details)) or people.setdefault(id(details), _person(details, story.received_at))
        drafts.append(played(story, person, directory))
        if place % 500 == 0:
            progress("Telling a year of referrals", place, len(stories))
    progress("Telling a year of referrals", len(stories), len(stories))
    cases = care(drafts)
    over = held(cases[0].rng, cases, directory, cases[0].now) if cases else Held()
    say_why_over(cases)
    rows = rows_by_table(cases)
    _save(Person, "Registering people", people.values(), progress)
    _save(Relationship, "Noting who may see them", relationships(drafts, directory, over), progress)
    _save(Episode, "Opening episodes", (row for draft in drafts for row in draft.episodes), progress)
    _save(Stage, "Beginning stages", (row for draft in drafts for row in draft.stages), progress)
    _save(Referral, "Writing down referrals", (draft.referral for draft in drafts), progress)
    for draft in drafts:
        word_answers(draft)
    _save(TriageNote, "Noting what triage learnt", (row for draft in drafts for row in draft.notes), progress)
    _save(Decision, "Writing down decisions", (row for draft in drafts for row in draft.decisions), progress)
    _save(ReferrerAnswer, "Answering referrers", (row for draft in drafts for row in draft.answers.values()), progress)
    care_given = _counted_together("Giving care", sum(map(len, rows.values())), progress)
    for table in IN_ORDER:
        _save(table, "", rows[table], care_given)
    told, others = told_first(rows[AssessmentAnswer])
    _save(AssessmentAnswer, "", told, care_given)
    insert(AssessmentAnswer, others)
    visits = _save(Visit, "Writing down visits", (row for draft in drafts for row in draft.visits), progress)
    for table in AFTER_VISITS:
        _save(table, "", rows[table], care_given)
    save_goals_of_series(cases, lambda table, found: _save(table, "", found, quietly))
    if cases:
        _hold_meetings(over, directory, progress)
        call_the_next(cases[0].rng, directory, cases[0].now)
        fewer_places(directory, cases[0].now)
    return Written(len(people), len(drafts), visits)


def _hold_meetings(over: Held, directory: Directory, progress: Progress) -> None:
    """Save the team meetings that are over, with everything said in them."""
    said: tuple[Sequence[Any], ...] = (over.attendance, over.items, over.dissents, over.actions)
    progress = _counted_together("Holding team meetings", len(over.meetings) + sum(map(len, said)), progress)
    _save(Meeting, "", over.meetings, progress)
    through = Meeting.teams.through
    teams = [directory.teams[code].pk for code in TEAMS]
    through.objects.bulk_create(through(meeting_id=one.pk, team_id=team) for one in over.meetings for team in teams)
    for table, rows in zip((Attendance, MeetingItem, Dissent, MeetingAction), said, strict=True):
        _save(table, "", rows, progress)


def _person(details: Details, at: datetime) -> Person:
    """The person these details register; every number was drawn once, so the database is not asked who holds it."""
    fields = person_fields(replace(details, number_said_to_be_verified=False))
    verified = details.number_said_to_be_verified
    fields["nhs_number_status"] = number_status(details.nhs_number, said_to_be_verified=verified)
    return Person(**fields, registered_at=at)


def quietly(doing: str, done: int, of: int) -> None:
    """Say nothing of a step."""


def _counted_together(doing: str, of: int, progress: Progress) -> Progress:
    """One line of progress for several tables: what each has saved is added to what was saved before it."""
    before = 0

    def advance(_: str, done: int, of_this: int) -> None:
        nonlocal before
        progress(doing, before + done, of)
        if done == of_this:
            before += done

    return advance


def _save(model: type[Model], doing: str, rows: Iterable[Any], progress: Progress) -> int:
    together = list(rows)
    for start in range(0, len(together), AT_ONCE):
        progress(doing, start, len(together))
        part = together[start : start + AT_ONCE]
        if model in NOBODY_POINTS_AT:
            insert(model, part)
        else:
            model._default_manager.bulk_create(part)
    progress(doing, len(together), len(together))
    return len(together)
