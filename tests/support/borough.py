"""A very small borough for tests: organisations, teams and members, and a referral to send on its journey."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from homeward.partnership.models import Member, Organisation, OrganisationKind, Team
from homeward.partnership.rules import Role
from homeward.people.actions import Details
from homeward.referrals.actions import receive
from homeward.referrals.drafting import Request
from homeward.referrals.models import Arrival, Referral, Source

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""A Wednesday morning in winter, when London keeps UTC."""

TEAMS = {
    "front-door": ("Front door", "trust"),
    "rapid-response": ("Rapid response", "trust"),
    "supported-discharge": ("Supported discharge", "trust"),
    "reablement": ("Reablement", "council"),
    "urgent-social-work": ("Urgent social work", "council"),
    "home-ward": ("@home ward", "trust"),
}

URGENT_FALL = {
    "lives_at": "own_home",
    "now_at": "home",
    "help_within": "two_hours",
    "emergency_care": False,
    "mental_health_crisis": False,
    "hospital_tests": False,
    "intoxicated": False,
}
"""Answers that, for someone over 18 who fell, meet every criterion of rapid response."""


@dataclass(frozen=True)
class Borough:
    """The made-up borough's organisations, teams and members, by short names."""

    organisations: dict[str, Organisation]
    teams: dict[str, Team]
    coordinator: Member
    nurse: Member
    reablement_worker: Member
    head: Member
    commissioner: Member
    analyst: Member
    gp: Member
    other_gp: Member
    privacy_officer: Member


def make_borough() -> Borough:
    """Build the borough in the database, in four steps: nearly every test begins here."""
    kinds = OrganisationKind
    organisations = {
        "trust": Organisation(code="RXX", name="Riverside NHS Trust", kind=kinds.NHS_TRUST, takes_part=True),
        "council": Organisation(code="E0999", name="Riverside Council", kind=kinds.COUNCIL, takes_part=True),
        "icb": Organisation(code="QXX", name="Riverside ICB", kind=kinds.ICB),
        "gp": Organisation(code="Y00001", name="Weir Street Surgery", kind=kinds.GP_PRACTICE),
        "other_gp": Organisation(code="Y00002", name="Lock Lane Practice", kind=kinds.GP_PRACTICE),
    }
    Organisation.objects.bulk_create(organisations.values())
    teams = {
        code: Team(code=code, name=name, organisation=organisations[owner]) for code, (name, owner) in TEAMS.items()
    }
    Team.objects.bulk_create(teams.values())

    def member(username: str, role: Role, organisation: str) -> Member:
        return Member(
            username=username,
            first_name=username.split("-")[0].title(),
            last_name="Example",
            role=role,
            organisation=organisations[organisation],
            job_title=username.replace("-", " "),
        )

    borough = Borough(
        organisations=organisations,
        teams=teams,
        coordinator=member("cora-coordinator", Role.COORDINATOR, "council"),
        nurse=member("nia-nurse", Role.PRACTITIONER, "trust"),
        reablement_worker=member("ray-reablement", Role.PRACTITIONER, "council"),
        head=member("hana-head", Role.HEAD_OF_SERVICE, "trust"),
        commissioner=member("colm-commissioner", Role.COMMISSIONER, "icb"),
        analyst=member("ada-analyst", Role.ANALYST, "icb"),
        gp=member("gita-gp", Role.REFERRER, "gp"),
        other_gp=member("gus-gp", Role.REFERRER, "other_gp"),
        privacy_officer=member("pia-privacy", Role.PRIVACY_OFFICER, "trust"),
    )
    Member.objects.bulk_create(one for one in vars(borough).values() if isinstance(one, Member))
    belonging = [
        (borough.coordinator, "front-door"),
        (borough.nurse, "rapid-response"),
        (borough.reablement_worker, "reablement"),
        *((borough.head, code) for code in teams),
    ]
    in_team = Member.teams.through
    in_team.objects.bulk_create(in_team(member=one, team=teams[code]) for one, code in belonging)
    return borough


def fall_request(**changes: Any) -> Request:
    """A daughter's call: her mother fell this morning and cannot get up."""
    details = Details(
        **{
            "family_name": "Ashdown",
            "given_name": "Mabel",
            "nhs_number": "999 000 0018",
            "born_on": date(1940, 5, 6),
            "address": "4 Made-up Row",
            "postcode": "SE1 7EH",
            "phone": "020 7946 0001",
            **changes.pop("details", {}),
        }
    )
    fields: dict[str, Any] = {
        "details": details,
        "arrival": Arrival.PHONE,
        "source": Source.SELF_CARER,
        "reason": "Fell in the kitchen. Not hurt, but cannot get up.",
        "need": "fall",
        "answers": URGENT_FALL,
        "needed_at": NOW - timedelta(minutes=5),
        "referrer_name": "Rose Ashdown",
        "referrer_phone": "020 7946 0002",
        **changes,
    }
    return Request(**fields)


def received(borough: Borough, *, now: datetime = NOW, **changes: Any) -> Referral:
    """A referral taken by the coordinator."""
    return receive(request=fall_request(**changes), by=borough.coordinator, now=now)
