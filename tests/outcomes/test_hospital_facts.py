"""Hospital stays, days held up and placements as facts: every column, and what re-sets, ends or is not known yet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.hospital import unwell_again
from homeward.episodes.actions.leaving import leave as end_help
from homeward.episodes.actions.leaving_hospital import note_death_in_hospital
from homeward.episodes.actions.onward import answer_onward
from homeward.episodes.models import DelayReason, Episode, FollowUp, HospitalStay
from homeward.outcomes.areas import Areas, Place
from homeward.outcomes.collecting import delays_facts, hospital_stays_facts, placements_facts
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.facts import TABLES
from tests.support.borough import NOW, Borough, make_borough
from tests.support.in_hospital import TODAY, admitted, days_ago, going_home, held_up, leave, ready
from tests.support.leaving import agreed, asked_for
from tests.support.meetings import being_helped

AREAS = Areas({"SE1": Place("north", "2")})
LATER = NOW + timedelta(days=100)


@pytest.fixture
def borough(db: None, home: Path) -> Borough:
    return make_borough()


def context(now: datetime = LATER) -> Context:
    return Context(partnership="testshire", now=now, areas=AREAS)


def rows_of(table: Any, now: datetime = LATER) -> list[dict[str, Any]]:
    found = list(table.rows(context(now)))
    name = table.__name__.rpartition(".")[2].removesuffix("_facts")
    assert all(set(row) == {field.name for field in TABLES[name].fields} for row in found)
    assert found == sorted(found, key=lambda row: row[TABLES[name].month_column])
    return found


def in_reablement(borough: Borough, **details: Any) -> Episode:
    return being_helped(borough, now=NOW, pathway="reablement", seen=False, **details)


def visited(borough: Borough, episode: Episode, at: datetime) -> None:
    record_visit(
        episode=episode, kind="face_to_face", started_at=at, what_happened="Saw her.", by=borough.nurse, now=at
    )


def left_today(borough: Borough, episode: Episode) -> HospitalStay:
    stay = admitted(borough, episode)
    ready(borough, stay)
    going_home(borough, stay)
    leave(borough, stay, no_first_visit_why="It is tomorrow.")
    stay.refresh_from_db()
    return stay


def test_every_column_of_a_stay_that_reablement_followed(borough: Borough) -> None:
    episode = in_reablement(borough)
    stay = left_today(borough, episode)
    visited(borough, episode, NOW + timedelta(days=1))
    (row,) = rows_of(hospital_stays_facts)
    assert row == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "reablement",
        "model": "reablement",
        "organisation": "E0999",
        "locality": "north",
        "source": "self_carer",
        "need": "fall",
        "age_band": "85_over",
        "ethnicity": "not_known",
        "deprivation": "2",
        "admitted_on": date(2026, 2, 22),
        "admitted_week": date(2026, 2, 16),
        "admitted_month": date(2026, 2, 1),
        "ready_on": date(2026, 2, 27),
        "ready_week": date(2026, 2, 23),
        "ready_month": date(2026, 2, 1),
        "left_on": date(2026, 3, 4),
        "left_week": date(2026, 3, 2),
        "left_month": date(2026, 3, 1),
        "known_on": date(2026, 5, 28),
        "known_week": date(2026, 5, 25),
        "known_month": date(2026, 5, 1),
        "stay_id": str(stay.pk),
        "episode_id": str(episode.pk),
        "person_id": str(episode.person_id),
        "discharge_pathway": "1",
        "destination": "home_recovery",
        "delay_days": 5,
        "on_ready_day": False,
        "excluded_because": "",
        "new_care_home": False,
        "unplanned": None,
        "in_2d": True,
        "linked_2d": True,
        "success_2d": True,
        "left_out_2d": "",
        "in_2b_old": False,
        "success_2b_old": None,
    }


@pytest.mark.parametrize(("day", "known"), [(date(2026, 5, 27), None), (date(2026, 5, 28), True)])
def test_whether_it_went_well_is_known_once_twelve_weeks_are_over(
    borough: Borough, day: date, known: bool | None
) -> None:
    episode = in_reablement(borough)
    left_today(borough, episode)
    visited(borough, episode, NOW + timedelta(days=1))
    (row,) = rows_of(hospital_stays_facts, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert (row["linked_2d"], row["success_2d"]) == (True, known)


@pytest.mark.parametrize(("days", "linked"), [(7, True), (8, False)])
def test_reablement_within_seven_days_is_linked(borough: Borough, days: int, linked: bool) -> None:
    episode = in_reablement(borough)
    left_today(borough, episode)
    visited(borough, episode, NOW + timedelta(days=days))
    (row,) = rows_of(hospital_stays_facts)
    assert (row["linked_2d"], row["success_2d"]) == (linked, True if linked else None)


def test_a_crisis_response_is_no_reablement(borough: Borough) -> None:
    episode = being_helped(borough, now=NOW, seen=False)
    left_today(borough, episode)
    visited(borough, episode, NOW + timedelta(hours=3))
    (row,) = rows_of(hospital_stays_facts)
    assert (row["in_2d"], row["linked_2d"]) == (True, False)


def test_going_back_into_hospital_is_no_success(borough: Borough) -> None:
    episode = in_reablement(borough)
    left_today(borough, episode)
    visited(borough, episode, NOW + timedelta(days=1))
    later = NOW + timedelta(days=20)
    end_help(
        episode=episode,
        reason="admitted",
        outcome="admitted_hospital",
        sequel="admitted_hospital",
        happened_on=later.date(),
        by=borough.nurse,
        now=later,
    )
    assert [row["success_2d"] for row in rows_of(hospital_stays_facts)] == [False]


@pytest.mark.parametrize(
    ("born_on", "why"), [(date(1990, 1, 1), "under_65"), (None, "age_not_known"), (date(1961, 3, 3), "")]
)
def test_ascof_2d_counts_people_of_65_and_over(borough: Borough, born_on: date | None, why: str) -> None:
    left_today(borough, in_reablement(borough, born_on=born_on))
    (row,) = rows_of(hospital_stays_facts)
    assert (row["in_2d"], row["left_out_2d"]) == (why == "", why)


def test_somebody_who_is_there_still_is_counted_nowhere_yet(borough: Borough) -> None:
    stay = admitted(borough, in_reablement(borough))
    ready(borough, stay)
    (row,) = rows_of(hospital_stays_facts)
    assert (row["left_on"], row["known_on"], row["delay_days"], row["on_ready_day"]) == (None,) * 4
    assert (row["ready_on"], row["destination"], row["discharge_pathway"]) == (days_ago(5), "", "")
    assert (row["excluded_because"], row["left_out_2d"], row["in_2d"]) == ("still_in_hospital",) * 2 + (False,)


def test_who_left_on_the_ready_day_waited_no_day(borough: Borough) -> None:
    stay = admitted(borough, in_reablement(borough))
    ready(borough, stay, 0)
    going_home(borough, stay)
    leave(borough, stay, no_first_visit_why="Not needed.")
    (row,) = rows_of(hospital_stays_facts)
    assert (row["delay_days"], row["on_ready_day"], row["excluded_because"]) == (0, True, "")
    assert rows_of(delays_facts) == []


def test_the_ready_date_is_set_again_when_they_were_unwell_in_between(borough: Borough) -> None:
    stay = admitted(borough, in_reablement(borough))
    ready(borough, stay, 8)
    unwell_again(stay=stay, on=days_ago(6), why="Chest infection.", by=borough.nurse, now=NOW)
    (row,) = rows_of(hospital_stays_facts)
    assert row["ready_on"] is None
    ready(borough, stay, 2)
    going_home(borough, stay)
    leave(borough, stay, no_first_visit_why="Not needed.")
    (row,) = rows_of(hospital_stays_facts)
    assert (row["ready_on"], row["delay_days"]) == (days_ago(2), 2)
    assert [one["held_on"] for one in rows_of(delays_facts)] == [days_ago(n) for n in (8, 7, 2, 1)]


def test_a_death_in_hospital_is_left_out(borough: Borough) -> None:
    stay = admitted(borough, in_reablement(borough))
    ready(borough, stay)
    note_death_in_hospital(stay=stay, died_at=NOW, by=borough.nurse, now=NOW)
    (row,) = rows_of(hospital_stays_facts)
    assert (row["excluded_because"], row["left_out_2d"], row["destination"]) == (
        "died_in_hospital",
        "discharge_method",
        "",
    )


@pytest.mark.parametrize(
    ("destination", "pathway", "new"), [("new_care_home", 3, True), ("own_care_home_same_help", 0, False)]
)
def test_who_went_into_a_care_home_for_the_first_time(
    borough: Borough, destination: str, pathway: int, new: bool
) -> None:
    stay = left_today(borough, in_reablement(borough))
    HospitalStay.objects.filter(pk=stay.pk).update(destination=destination, pathway=pathway)
    (row,) = rows_of(hospital_stays_facts)
    assert (row["new_care_home"], row["discharge_pathway"]) == (new, str(pathway))


@pytest.mark.parametrize(
    ("left", "asked", "place", "answer"),
    [
        (date(2025, 10, 1), 91, "home", (True, True)),
        (date(2025, 12, 31), 80, "extra_care", (True, True)),
        (date(2025, 12, 31), 91, "care_home", (True, False)),
        (date(2025, 12, 31), None, "", (True, None)),
        (date(2025, 12, 31), 60, "home", (True, None)),
        (date(2026, 1, 1), 91, "home", (False, None)),
        (date(2025, 9, 30), 91, "home", (False, None)),
    ],
)
def test_the_measure_of_the_years_before_counts_october_to_december(
    borough: Borough, left: date, asked: int | None, place: str, answer: tuple[bool, bool | None]
) -> None:
    episode = in_reablement(borough)
    stay = left_today(borough, episode)
    noon = datetime(left.year, left.month, left.day, 12, tzinfo=UTC)
    HospitalStay.objects.filter(pk=stay.pk).update(admitted_on=left - timedelta(days=9), left_at=noon)
    stay.ready_periods.all().delete()
    Episode.objects.filter(pk=episode.pk).update(needed_from=noon, opened_at=noon, first_contact_at=noon)
    episode.stages.update(began_at=noon)
    if asked is not None:
        at = noon + timedelta(days=asked)
        FollowUp.objects.create(
            episode=episode,
            due_on=at.date(),
            done_at=at,
            done_by=borough.nurse,
            living_at=place,
            by=borough.nurse,
            at=at,
        )
    (row,) = rows_of(hospital_stays_facts)
    assert (row["in_2b_old"], row["success_2b_old"]) == answer


def test_every_column_of_a_day_held_up(borough: Borough) -> None:
    episode = in_reablement(borough)
    stay = admitted(borough, episode)
    ready(borough, stay, 2)
    held_up(borough, stay, "transport", 1)
    DelayReason.objects.create(stay=stay, code="medical_review", from_on=days_ago(1), by=borough.nurse, at=NOW)
    going_home(borough, stay)
    leave(borough, stay, no_first_visit_why="Not needed.")
    first, second, third = rows_of(delays_facts)
    assert [(one["held_on"], one["reason"], one["family"], one["share"]) for one in (first, second, third)] == [
        (days_ago(2), "not_given", "", 1.0),
        (days_ago(1), "medical_review", "Hospital process", 0.5),
        (days_ago(1), "transport", "Hospital process", 0.5),
    ]
    assert (first["stay_id"], first["episode_id"]) == (str(stay.pk), str(episode.pk))
    assert (first["held_week"], first["held_month"]) == (date(2026, 3, 2), date(2026, 3, 1))
    assert (first["pathway"], first["organisation"], first["age_band"], first["locality"]) == (
        "reablement",
        "E0999",
        "85_over",
        "north",
    )


def test_who_is_held_up_still_was_so_up_to_yesterday(borough: Borough) -> None:
    stay = admitted(borough, in_reablement(borough))
    ready(borough, stay, 2)
    assert [one["held_on"] for one in rows_of(delays_facts, NOW)] == [days_ago(2), days_ago(1)]
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    """Half past midnight on 1 April in London, after the clocks went forward."""
    assert rows_of(delays_facts, late)[-1]["held_on"] == date(2026, 3, 31)
    assert len(rows_of(delays_facts, late)) == (date(2026, 4, 1) - days_ago(2)).days


def test_days_held_up_come_in_the_order_of_days_over_several_stays(borough: Borough) -> None:
    for number, ago in enumerate((30, 20, 10)):
        stay = admitted(borough, in_reablement(borough, family_name=f"Ashdown{number}"), ago)
        ready(borough, stay, ago - 1)
    held = [(one["held_on"], int(one["stay_id"])) for one in rows_of(delays_facts, NOW)]
    assert held == sorted(held)
    assert len(held) == 29 + 19 + 9


def _onward(borough: Borough, episode: Episode, service: str, starts_on: date, **said: Any) -> None:
    request = asked_for(episode, by=borough.nurse, now=NOW, service=service, starts_on=starts_on, **said)
    answer_onward(request=request, answer="arranged", provider="Elm Lodge", by=borough.nurse, now=NOW)


def test_every_column_of_care_that_was_arranged(borough: Borough) -> None:
    episode = in_reablement(borough)
    left_today(borough, episode)
    asked_for(episode, by=borough.nurse, now=NOW, service="meals")
    _onward(borough, episode, "long_term_residential_care", TODAY + timedelta(days=1), weekly_cost=Decimal("984.55"))
    (row,) = rows_of(placements_facts)
    request = episode.onward_requests.get(answer="arranged")
    own = {name: row[name] for name in (field.name for field in TABLES["placements"].own)}
    assert own == {
        "placement_id": f"request-{request.pk}",
        "episode_id": str(episode.pk),
        "person_id": str(episode.person_id),
        "service": "long_term_residential_care",
        "long_term_home": True,
        "direct_from_hospital": True,
        "new": True,
        "hours_per_week": 3.5,
        "weekly_cost_pence": 98455,
        "funded_by": "council",
    }
    assert (row["began_on"], row["began_month"], row["pathway"]) == (
        date(2026, 3, 5),
        date(2026, 3, 1),
        "reablement",
    )


def test_long_term_support_noted_to_follow_is_a_placement_unless_it_was_arranged(borough: Borough) -> None:
    episode, other = in_reablement(borough), in_reablement(borough, family_name="Barley")
    _onward(borough, other, "long_term_residential_care", TODAY + timedelta(days=30))
    for one in (episode, other):
        visited(borough, one, NOW)
        agreed(one, by=borough.nurse, now=NOW)
        said = {"reason": "completed", "outcome": "progress_support", "sequel": "lts_residential"}
        end_help(episode=one, by=borough.nurse, now=NOW + timedelta(days=3), **said)
    noted, arranged = rows_of(placements_facts)
    assert (noted["placement_id"], noted["service"], noted["began_on"]) == (
        f"after-{episode.pk}",
        "lts_residential",
        date(2026, 3, 8),
    )
    assert (noted["hours_per_week"], noted["weekly_cost_pence"], noted["funded_by"]) == (None, None, "")
    assert (noted["long_term_home"], noted["direct_from_hospital"]) == (True, False)
    assert arranged["episode_id"] == str(other.pk)


def test_as_many_queries_however_many_stays(borough: Borough) -> None:
    def counted() -> Iterator[int]:
        for table in (hospital_stays_facts, delays_facts, placements_facts):
            with CaptureQueriesContext(connection) as asked:
                list(table.rows(context()))
            yield len(asked)

    def one_more(number: int) -> None:
        episode = in_reablement(borough, family_name=f"Ashdown{number}")
        left_today(borough, episode)
        _onward(borough, episode, "meals", TODAY)

    one_more(0)
    before = list(counted())
    for number in range(1, 5):
        one_more(number)
    assert list(counted()) == before
