"""The least a partnership needs: who takes part, the teams that the service model names, and one member in each."""

from homeward.partnership.models import Member, Organisation, OrganisationKind, Team
from homeward.partnership.rules import Role

trust = Organisation.objects.create(
    code="RXX", name="Riverside NHS Trust", kind=OrganisationKind.NHS_TRUST, takes_part=True
)
council = Organisation.objects.create(
    code="E0999", name="Riverside Council", kind=OrganisationKind.COUNCIL, takes_part=True
)
owners = {
    "front-door": council,
    "rapid-response": trust,
    "supported-discharge": trust,
    "reablement": council,
    "urgent-social-work": council,
    "home-ward": trust,
}
names = {"home-ward": "@home ward"}
teams = [
    Team.objects.create(code=code, name=names.get(code, code.replace("-", " ").capitalize()), organisation=organisation)
    for code, organisation in owners.items()
]
head = Member.objects.create_user(
    username="hana.head",
    email="hana.head@riverside.example",
    first_name="Hana",
    last_name="Head",
    job_title="Head of intermediate care",
    role=Role.HEAD_OF_SERVICE,
    organisation=trust,
)
head.teams.set(teams)
