"""Results over the database: what each viewer sees, against an obvious count of the same answers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.models import Episode
from homeward.partnership.models import Member
from homeward.partnership.rules import Role
from homeward.voice.actions import answer_round
from homeward.voice.drafting import Said
from homeward.voice.queries.results import ThemeResult, comments_of, results_of
from homeward.voice.rules.results import HELD_BACK, NOTHING, Figure, Rate
from homeward.voice.schema import Audience
from tests.support.borough import NOW, Borough
from tests.support.voice import answered

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def said(borough: Borough, episode: Episode, answers: list[str], statement: str = "p_ring", **changes: object) -> None:
    for one in answers:
        answered(episode, by=borough.nurse, now=NOW, said=Said({statement: one}), **changes)


def theme_of(themes: tuple[ThemeResult, ...], statement: str) -> ThemeResult:
    return next(one for one in themes if any(it.statement.code == statement for it in one.statements))


def test_the_share_who_agree_is_of_those_on_the_scale(borough: Borough, episode: Episode) -> None:
    said(borough, episode, ["5", "4", "3", "2", "4", "1", "not_applicable", "rather_not"])
    results = results_of(borough.head, Audience.PERSON, TODAY)
    theme = theme_of(results.themes, "p_ring")
    assert theme.statements[0].whole == Figure(50.0, 6, False)
    assert dict(theme.statements[0].by_timing) == {
        "during": NOTHING,
        "at_the_end": Figure(50.0, 6, False),
        "twelve_weeks": NOTHING,
    }
    assert theme.whole == Figure(50.0, 6, False)
    assert results.rates == (
        ("While we help", Rate(0, 0, None)),
        ("At the end", Rate(8, 8, 100.0)),
        ("Twelve weeks later", Rate(0, 0, None)),
    )
    assert theme_of(results.themes, "p_once").whole == NOTHING


def test_four_answers_show_nothing_and_a_fifth_shows_them(borough: Borough, episode: Episode) -> None:
    said(borough, episode, ["5"] * 4)
    assert theme_of(results_of(borough.head, Audience.PERSON, TODAY).themes, "p_ring").whole == HELD_BACK
    said(borough, episode, ["1"])
    assert theme_of(results_of(borough.head, Audience.PERSON, TODAY).themes, "p_ring").whole == Figure(80.0, 5, False)


def test_one_small_timing_takes_another_with_it(borough: Borough, episode: Episode) -> None:
    said(borough, episode, ["5"] * 6)
    said(borough, episode, ["1"] * 2, timing="during")
    statement = theme_of(results_of(borough.head, Audience.PERSON, TODAY).themes, "p_ring").statements[0]
    assert statement.whole == Figure(75.0, 8, False)
    assert dict(statement.by_timing) == {"during": HELD_BACK, "at_the_end": HELD_BACK, "twelve_weeks": NOTHING}


def test_who_may_see_only_groups_sees_round_numbers(borough: Borough, episode: Episode) -> None:
    said(borough, episode, ["5"] * 6 + ["1"] * 2)
    for viewer in (borough.commissioner, borough.analyst):
        results = results_of(viewer, Audience.PERSON, TODAY)
        assert not results.exact
        assert theme_of(results.themes, "p_ring").whole == Figure(75.0, 10, False)
        assert dict(results.rates)["At the end"] == Rate(10, 10, 100.0)


def test_only_the_last_twelve_months_are_counted(borough: Borough, episode: Episode) -> None:
    said(borough, episode, ["5"] * 5)
    last_day, day_after = date(2027, 2, 28), date(2027, 3, 1)
    assert theme_of(results_of(borough.head, Audience.PERSON, last_day).themes, "p_ring").whole.valid == 5
    assert theme_of(results_of(borough.head, Audience.PERSON, day_after).themes, "p_ring").whole == NOTHING
    assert results_of(borough.head, Audience.PERSON, last_day).since == date(2026, 3, 1)


def test_each_audience_has_its_own_results(borough: Borough, episode: Episode) -> None:
    said(borough, episode, ["5"] * 5, statement="c_ring", audience="carer")
    assert not results_of(borough.head, Audience.PERSON, TODAY).anything
    assert theme_of(results_of(borough.head, Audience.CARER, TODAY).themes, "c_ring").whole == Figure(100.0, 5, False)


def test_results_take_the_same_number_of_queries_however_many_answered(
    borough: Borough, episode: Episode, django_assert_max_num_queries: Callable[..., DjangoAssertNumQueries]
) -> None:
    said(borough, episode, ["5"] * 12)
    with django_assert_max_num_queries(4):
        results_of(borough.head, Audience.PERSON, TODAY)


def staff(borough: Borough, count: int, *, at: datetime, comment: str) -> None:
    for number in range(count):
        member = Member.objects.create(
            username=f"{at:%m}-{number}", role=Role.PRACTITIONER, organisation=borough.organisations["trust"]
        )
        answer_round(said=Said({"s_time": "4"}, comment), by=member, now=at)


def test_staff_are_counted_against_all_who_were_asked(borough: Borough) -> None:
    staff(borough, 5, at=NOW, comment="")
    results = results_of(borough.head, Audience.STAFF, TODAY)
    assert results.rates == (("Staff round", Rate(10, 5, 50.0)),)
    assert theme_of(results.themes, "s_time").whole == Figure(100.0, 5, False)


def test_words_are_shown_to_heads_of_service_once_five_have_answered(borough: Borough, episode: Episode) -> None:
    for number in range(4):
        answered(episode, by=borough.nurse, now=NOW, said=Said({"p_ring": "4"}, f"Words {number}"))
    assert comments_of(borough.head, Audience.PERSON, TODAY) is None
    said(borough, episode, ["4"])
    found = comments_of(borough.head, Audience.PERSON, TODAY)
    assert found is not None
    assert sorted(found) == ["Words 0", "Words 1", "Words 2", "Words 3"]
    for viewer in (borough.commissioner, borough.nurse, borough.coordinator):
        assert comments_of(viewer, Audience.PERSON, TODAY) is None


def test_words_of_staff_wait_until_their_round_is_over(borough: Borough) -> None:
    staff(borough, 5, at=NOW, comment="More cars.")
    staff(borough, 4, at=datetime(2026, 9, 2, 9, 0, tzinfo=UTC), comment="Mine alone.")
    assert comments_of(borough.head, Audience.STAFF, date(2026, 3, 31)) is None
    assert comments_of(borough.head, Audience.STAFF, date(2026, 4, 1)) == ["More cars."] * 5
    assert comments_of(borough.head, Audience.STAFF, date(2026, 10, 1)) == ["More cars."] * 5
    assert comments_of(borough.head, Audience.STAFF, TODAY + timedelta(days=400)) is None
