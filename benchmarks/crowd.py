"""Many open referrals at once, drafted by the same rules as the live service and saved in bulk."""

import random
from datetime import date, datetime, timedelta

from django.db import connection

from homeward.episodes.models import Episode, Stage
from homeward.kit.london import london_date
from homeward.kit.nhs_number import check_digit
from homeward.partnership.models import Member, Team
from homeward.pathways.queries import service_model_on
from homeward.people.actions import Details, person_fields
from homeward.people.models import Person, Relationship
from homeward.referrals.actions import channel_for
from homeward.referrals.drafting import Request, drafted, terms_on
from homeward.referrals.models import Arrival, Decision, Referral, ReferrerAnswer, Source, TriageNote
from homeward.referrals.rules.state import DecisionKind
from homeward.referrals.wording import answer_words

FAMILY = ("Ashdown", "Okafor", "Singh", "Larkin", "Grey", "Mensah", "Doyle", "Begum", "Costa", "Whitlock")
GIVEN = ("Mabel", "Ada", "Tom", "Blessing", "Harpreet", "Winston", "Maria", "Sean", "Fatima", "George")
BATCH = 1000


def open_referrals(how_many: int, *, by: Member, now: datetime, seed: int = 1) -> None:
    """Save this many open referrals, two in five of them accepted and waiting for a first visit.

    The teams the service model names must exist; `by` takes and decides them all.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up people, nothing secret
    model = service_model_on(london_date(now))
    teams = {team.code: team for team in Team.objects.select_related("organisation")}
    front_door = teams[model.front_door]
    requests = [_request(number, chance, now) for number in range(how_many)]
    people = Person.objects.bulk_create(
        [Person(**person_fields(request.details), registered_at=now) for request in requests], BATCH
    )
    referrals = []
    for request, person in zip(requests, people, strict=True):
        referral = drafted(
            model=model, request=request, person=person, front_door=front_door, taken_by=by, now=request.needed_at
        )
        if chance.random() < 0.4:
            _accept(referral, chance, teams, by, now)
        referrals.append(referral)
    episodes = [referral.episode for referral in referrals if referral.episode]
    Episode.objects.bulk_create(episodes, BATCH)
    Stage.objects.bulk_create([_first_stage(episode) for episode in episodes], BATCH)
    Referral.objects.bulk_create(referrals, BATCH)
    _save_what_was_said(referrals, front_door, by, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # PostgreSQL plans by how many rows it believes in, and still believes in none


def _request(number: int, chance: random.Random, now: datetime) -> Request:
    nine = f"999{number % 1_000_000:06d}"
    digit = check_digit(nine)
    details = Details(
        family_name=chance.choice(FAMILY),
        given_name=chance.choice(GIVEN),
        nhs_number=f"{nine}{digit}" if digit is not None else "",
        born_on=date(chance.randint(1928, 1962), chance.randint(1, 12), chance.randint(1, 28)),
        address=f"{chance.randint(1, 99)} Made-up Row",
    )
    within = chance.choice(("two_hours", "two_days", "longer"))
    return Request(
        details=details,
        arrival=Arrival.PHONE,
        source=chance.choice(list(Source)),
        reason="Cannot manage at home since yesterday.",
        need=chance.choice(("fall", "frailty_decomp", "catheter", "")),
        needed_at=now - timedelta(minutes=chance.randint(1, 2880)),
        answers={"help_within": within, "lives_at": "own_home"},
    )


def _accept(referral: Referral, chance: random.Random, teams: dict[str, Team], by: Member, now: datetime) -> None:
    model = service_model_on(london_date(referral.received_at))
    pathway = chance.choice(model.pathways)
    terms = terms_on(pathway, referral)
    referral.clock, referral.clock_start_at, referral.breach_at = terms.clock, terms.clock_start_at, terms.breach_at
    referral.accepted_at, referral.pathway = referral.received_at, pathway.code
    referral.owning_team, referral.due_at = teams[pathway.owner], terms.breach_at
    referral.episode = Episode(
        person=referral.person,
        pathway=pathway.code,
        model_version=model.version,
        owning_team=referral.owning_team,
        needed_from=terms.clock_start_at,
        opened_at=referral.received_at,
        opened_by=by,
    )


def _first_stage(episode: Episode) -> Stage:
    return Stage(
        episode=episode,
        pathway=episode.pathway,
        model_version=episode.model_version,
        began_at=episode.opened_at,
        by=episode.opened_by,
        at=episode.opened_at,
    )


def _save_what_was_said(referrals: list[Referral], front_door: Team, by: Member, now: datetime) -> None:
    model = service_model_on(london_date(now))
    sees = {(r.person_id, team.pk) for r in referrals for team in (front_door, r.owning_team)}
    Relationship.objects.bulk_create(
        [
            Relationship(person_id=person, team_id=team, because="Referred to the service", began_at=now)
            for person, team in sorted(sees)
        ],
        BATCH,
    )
    TriageNote.objects.bulk_create(
        [TriageNote(referral=r, answers={"lives_at": "own_home"}, at=r.received_at, by=by) for r in referrals], BATCH
    )
    decisions = Decision.objects.bulk_create(
        [
            Decision(
                referral=r,
                kind=DecisionKind.ACCEPT,
                at=r.accepted_at,
                by=by,
                model_version=model.version,
                pathway=r.pathway,
                reason="Made up.",
            )
            for r in referrals
            if r.accepted_at
        ],
        BATCH,
    )
    ReferrerAnswer.objects.bulk_create(
        [
            ReferrerAnswer(
                decision=d,
                channel=channel_for(d.referral),
                says=answer_words(kind=DecisionKind.ACCEPT, referral=d.referral, model=model, pathway=d.pathway),
                made_at=d.at,
                given_at=d.at,
                given_by=by,
            )
            for d in decisions
        ],
        BATCH,
    )
