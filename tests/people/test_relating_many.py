"""Many people's records opened to several teams at once, and closed to them again."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.people.actions.relating_many import end_reasons_to_see, give_reasons_to_see
from homeward.people.models import Person, Relationship
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def people() -> list[Person]:
    return [Person.objects.create(family_name=name, registered_at=NOW) for name in ("Ashdown", "Bell")]


def reasons() -> set[tuple[str, str, str]]:
    current = Relationship.objects.filter(ended_at=None)
    return set(current.values_list("person__family_name", "team__code", "because"))


def test_a_team_with_a_reason_keeps_the_one_it_has(borough: Borough, people: list[Person]) -> None:
    nurses, council = borough.teams["rapid-response"], borough.teams["reablement"]
    give_reasons_to_see(pairs=[(people[0].pk, nurses.pk)], because="Episode of care", now=NOW)
    pairs = [(person.pk, team.pk) for person in people for team in (nurses, council)]
    give_reasons_to_see(pairs=[*pairs, *pairs], because="Meeting", now=LATER)
    give_reasons_to_see(pairs=pairs, because="Meeting", now=LATER)
    assert reasons() == {
        ("Ashdown", "rapid-response", "Episode of care"),
        ("Ashdown", "reablement", "Meeting"),
        ("Bell", "rapid-response", "Meeting"),
        ("Bell", "reablement", "Meeting"),
    }
    assert Relationship.objects.count() == 4
    assert end_reasons_to_see(pairs=pairs[:3], because="Meeting", now=LATER) == 2
    assert reasons() == {("Ashdown", "rapid-response", "Episode of care"), ("Bell", "reablement", "Meeting")}


def test_a_reason_that_ended_is_given_anew_from_now_on(borough: Borough, people: list[Person]) -> None:
    pairs = [(people[0].pk, borough.teams["reablement"].pk)]
    give_reasons_to_see(pairs=pairs, because="Meeting", now=NOW)
    end_reasons_to_see(pairs=pairs, because="Meeting", now=LATER)
    give_reasons_to_see(pairs=pairs, because="Meeting", now=LATER)
    assert list(Relationship.objects.order_by("pk").values_list("began_at", "ended_at")) == [
        (NOW, LATER),
        (LATER, None),
    ]


def test_for_nobody_nothing_happens(
    borough: Borough, people: list[Person], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give_reasons_to_see(pairs=[], because="Meeting", now=NOW)
    assert end_reasons_to_see(pairs=[], because="Meeting", now=NOW) == 0
    pairs = [(person.pk, team.pk) for person in people for team in borough.teams.values()]
    with django_assert_max_num_queries(6):
        give_reasons_to_see(pairs=pairs, because="Meeting", now=NOW)
        end_reasons_to_see(pairs=pairs, because="Meeting", now=LATER)
    assert reasons() == set()
