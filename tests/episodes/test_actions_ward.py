"""Admitting to the @home ward, senior reviews and places, against a real database."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, end_episode
from homeward.episodes.actions.staging import CannotMoveThere, NobodyHasBeenYet, move_stage
from homeward.episodes.actions.ward import (
    AlreadySettled,
    NoWard,
    PlacesWrong,
    ReviewTimeWrong,
    WardFull,
    WordsMissing,
    admit_to_ward,
    review,
    set_places,
    settle_on_ward,
)
from homeward.episodes.models import Episode, HandOff, Places, SeniorReview, Stage, WardStay
from homeward.episodes.queries.ward import occupancy_now, on_ward, places_taken, reviews_to_do, ward_days, wards_on
from homeward.episodes.verify import ward as promises
from homeward.kit.london import london_date
from homeward.people.queries import people_seen_by
from homeward.referrals.actions import accept
from tests.support.at_once import at_once
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.ward import HOW, WARD_NOW, admitted, nurse_of_the_ward, seen

LATER = WARD_NOW + timedelta(hours=3)


@pytest.fixture
def borough(db: None) -> Borough:
    return make_borough()


def admit(borough: Borough, episode: Episode, **changes: Any) -> WardStay:
    said = {**HOW, "by": borough.nurse, "now": LATER, **changes}
    return admit_to_ward(episode=episode, **said)


def look_over(borough: Borough, stay: WardStay, **changes: Any) -> SeniorReview:
    said: dict[str, Any] = {
        "reviewed_at": LATER,
        "reviewer": "Dr Example",
        "outcome": "stay",
        "plan": "Another day of antibiotics.",
        "by": borough.nurse,
        "now": LATER,
        **changes,
    }
    return review(ward_stay=stay, **said)


def few_places(borough: Borough, places: int) -> None:
    set_places(
        pathway="home_ward", from_on=date(2026, 5, 1), places=places, why="Few are on duty.", by=borough.head, now=LATER
    )


def test_somebody_who_is_admitted_is_in_the_next_stage_of_the_same_episode(borough: Borough) -> None:
    episode = seen(borough)
    stay = admit(borough, episode)
    episode.refresh_from_db()
    assert (episode.pathway, stay.stage.pathway, episode.owning_team.code) == (
        "home_ward",
        "home_ward",
        "rapid-response",
    )
    assert Episode.objects.count() == 1
    assert list(episode.stages.values_list("pathway", flat=True)) == ["rapid_response", "home_ward"]


def test_the_team_of_the_ward_owns_and_sees_who_is_handed_to_it(borough: Borough) -> None:
    nurse_of_the_ward(borough)
    borough.nurse.teams.remove(borough.teams["rapid-response"])
    stay = admitted(borough)
    hand_off = HandOff.objects.get()
    assert (hand_off.from_team.code, hand_off.to_team.code) == ("rapid-response", "home-ward")
    assert people_seen_by(borough.nurse).filter(pk=stay.stage.episode.person_id).exists()


@pytest.mark.parametrize(("changes", "field"), [({"senior": " "}, "senior")], ids=["no senior clinician"])
def test_nobody_comes_to_the_ward_without_a_senior_clinician(
    borough: Borough, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(WordsMissing) as refused:
        admit(borough, seen(borough), **changes)
    assert refused.value.field == field
    assert not Stage.objects.filter(pathway="home_ward").exists()


def test_nobody_unseen_comes_to_the_ward(borough: Borough) -> None:
    before = WARD_NOW - timedelta(hours=1)
    referral = accept(
        referral=received(borough, now=before, needed_at=before),
        pathway="rapid_response",
        by=borough.coordinator,
        now=before,
    )
    with pytest.raises(NobodyHasBeenYet):
        admit(borough, referral.episode)


def test_the_ward_takes_only_those_the_agreed_model_leads_to_it(borough: Borough) -> None:
    with pytest.raises(CannotMoveThere):
        admit(borough, seen(borough, pathway="urgent_social_work"))


def test_before_the_partners_agreed_a_ward_there_is_none(borough: Borough) -> None:
    episode = seen(borough, at=NOW)
    with pytest.raises(NoWard):
        admit(borough, episode, now=NOW + timedelta(hours=1))


def test_nobody_is_admitted_in_an_episode_that_ended(borough: Borough) -> None:
    episode = seen(borough)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    with pytest.raises(EpisodeClosed):
        admit(borough, episode)


def test_the_last_place_is_given_and_the_next_one_needs_a_reason(borough: Borough) -> None:
    few_places(borough, 1)
    admitted(borough, number=1)
    second = seen(borough, number=2)
    with pytest.raises(WardFull):
        admit(borough, second)
    second.refresh_from_db()
    assert second.pathway == "rapid_response"
    stay = admit(borough, second, over_capacity_why="One goes home this afternoon.")
    assert stay.over_capacity_why == "One goes home this afternoon."
    assert places_taken()["home_ward"] == 2


def test_a_reason_given_while_there_is_a_place_is_not_kept_as_if_there_were_none(borough: Borough) -> None:
    assert admit(borough, seen(borough), over_capacity_why="Just in case.").over_capacity_why == ""


def test_an_admission_sent_twice_is_written_once(borough: Borough) -> None:
    episode = seen(borough)
    first = admit(borough, episode)
    assert admit(borough, episode, now=LATER + timedelta(seconds=2)) == first
    assert (WardStay.objects.count(), Stage.objects.filter(pathway="home_ward").count()) == (1, 1)


def test_what_somebody_else_wrote_of_the_stay_is_not_written_over(borough: Borough) -> None:
    episode = seen(borough)
    admit(borough, episode)
    with pytest.raises(AlreadySettled):
        admit(borough, episode, senior="Dr Somebody Else", now=LATER + timedelta(minutes=1))


def test_who_was_accepted_for_the_ward_is_settled_on_it_without_a_move(borough: Borough) -> None:
    episode = seen(borough, pathway="home_ward")
    stay = settle_on_ward(
        episode=episode, came_from="step_down_ward", senior="Dr Example", monitoring="", by=borough.nurse, now=LATER
    )
    assert (stay.stage.pathway, Stage.objects.count()) == ("home_ward", 1)


def test_nobody_is_settled_on_the_ward_who_is_elsewhere(borough: Borough) -> None:
    with pytest.raises(NoWard):
        settle_on_ward(
            episode=seen(borough),
            came_from="step_up_gp",
            senior="Dr Example",
            monitoring="",
            by=borough.nurse,
            now=LATER,
        )


def test_a_review_is_kept_with_who_when_what_and_the_plan(borough: Borough) -> None:
    stay = admitted(borough)
    made = look_over(borough, stay)
    assert (made.reviewer, made.outcome, made.plan, made.by) == (
        "Dr Example",
        "stay",
        "Another day of antibiotics.",
        borough.nurse,
    )
    assert look_over(borough, stay) == made


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reviewed_at": LATER + timedelta(minutes=6)}, ReviewTimeWrong),
        ({"reviewed_at": WARD_NOW + timedelta(minutes=9)}, ReviewTimeWrong),
        ({"plan": "\0 "}, WordsMissing),
        ({"reviewer": ""}, WordsMissing),
        ({"outcome": "bored"}, ValueError),
    ],
)
def test_a_review_that_cannot_have_been_is_refused(
    borough: Borough, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    stay = admitted(borough)
    with pytest.raises(refusal):
        look_over(borough, stay, **changes)
    assert not SeniorReview.objects.exists()


@pytest.mark.parametrize("minutes", [-170, 5], ids=["the minute they came", "a watch that is fast"])
def test_a_review_at_the_edges_of_the_stay_is_kept(borough: Borough, minutes: int) -> None:
    stay = admitted(borough)
    at = LATER + timedelta(minutes=minutes)
    assert look_over(borough, stay, reviewed_at=at).reviewed_at == at


def test_after_they_left_the_ward_there_are_no_more_reviews(borough: Borough) -> None:
    stay = admitted(borough)
    move_stage(episode=stay.stage.episode, to="reablement", why="Off oxygen.", by=borough.nurse, now=LATER)
    with pytest.raises(NoWard):
        look_over(borough, stay, now=LATER + timedelta(hours=1))


def test_places_change_from_a_day_on_and_what_was_agreed_holds_until_then(borough: Borough) -> None:
    set_places(pathway="home_ward", from_on=date(2026, 5, 8), places=12, why="Leave.", by=borough.head, now=WARD_NOW)
    ward = wards_on(date(2026, 5, 6))[0]
    assert ward.places != 12
    assert occupancy_now(ward, WARD_NOW).places == ward.places
    assert occupancy_now(ward, WARD_NOW + timedelta(days=2)).places == 12


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"places": -1}, PlacesWrong),
        ({"places": 2001}, PlacesWrong),
        ({"pathway": "dream_ward"}, PlacesWrong),
        ({"why": " "}, WordsMissing),
    ],
)
def test_unlikely_places_are_refused(borough: Borough, changes: dict[str, Any], refusal: type[Exception]) -> None:
    said: dict[str, Any] = {"pathway": "home_ward", "from_on": date(2026, 5, 8), "places": 12, "why": "Leave."}
    with pytest.raises(refusal):
        set_places(**{**said, **changes}, by=borough.head, now=WARD_NOW)


def test_places_sent_twice_are_written_once(borough: Borough) -> None:
    few_places(borough, 12)
    few_places(borough, 12)
    few_places(borough, 13)
    few_places(borough, 12)
    assert list(Places.objects.values_list("places", flat=True)) == [12, 13, 12]


def test_the_list_shows_whose_review_is_due_first_at_the_top_in_few_questions(
    borough: Borough, django_assert_num_queries: Any
) -> None:
    nurse_of_the_ward(borough)
    first, second = admitted(borough, number=1), admitted(borough, number=2, at=WARD_NOW + timedelta(hours=1))
    look_over(borough, first, now=LATER + timedelta(hours=2), reviewed_at=LATER + timedelta(hours=2))
    with django_assert_num_queries(4):
        found = on_ward(borough.nurse, ["home_ward"], LATER + timedelta(hours=2))
    assert [one.stay for one in found] == [second, first]


def test_reviews_to_do_are_those_soon_due_or_late_of_the_viewers_teams(borough: Borough) -> None:
    nurse_of_the_ward(borough)
    stay = admitted(borough)
    begun = stay.stage.began_at
    assert reviews_to_do(borough.nurse, begun + timedelta(hours=19)) == []
    assert [one.stay for one in reviews_to_do(borough.nurse, begun + timedelta(hours=20))] == [stay]
    assert reviews_to_do(borough.reablement_worker, begun + timedelta(hours=30)) == []


def test_places_taken_by_day_follow_stages_that_begin_and_end(borough: Borough) -> None:
    stay = admitted(borough)
    admitted(borough, number=2)
    move_stage(
        episode=stay.stage.episode,
        to="reablement",
        why="Off oxygen.",
        by=borough.nurse,
        now=WARD_NOW + timedelta(days=2),
    )
    ward = wards_on(london_date(WARD_NOW))[0]
    days = ward_days(ward, days=5, now=WARD_NOW + timedelta(days=3))
    assert [(day.day.day, day.taken) for day in days] == [(5, 0), (6, 2), (7, 2), (8, 1), (9, 1)]


def test_everybody_on_the_ward_has_a_senior_clinician_or_verify_says_so(borough: Borough) -> None:
    episode = seen(borough, pathway="home_ward")
    settled = admitted(borough, number=2)
    assert [problem.subject for problem in promises.problems()] == [f"Episode {episode.pk}"]
    settle_on_ward(
        episode=episode, came_from="step_up_gp", senior="Dr Example", monitoring="", by=borough.nurse, now=LATER
    )
    assert list(promises.problems()) == []
    Stage.objects.filter(pk=settled.stage_id).update(pathway="reablement")
    assert [problem.rule for problem in promises.problems()] == ["A stay on the @home ward is of a stage on it"]


def test_a_review_from_before_the_stay_is_found_by_verify(borough: Borough) -> None:
    made = look_over(borough, admitted(borough))
    SeniorReview.objects.filter(pk=made.pk).update(reviewed_at=WARD_NOW)
    assert [problem.rule for problem in promises.problems()] == ["A senior review is after the person came to the ward"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_are_admitted_at_once_to_the_last_place_one_must_give_a_reason() -> None:
    borough = make_borough()
    few_places(borough, 1)
    episodes = [seen(borough, number=1), seen(borough, number=2)]
    results = at_once(*(partial(admit, borough, episode) for episode in episodes))
    assert sorted(type(result).__name__ for result in results) == ["WardFull", "WardStay"]
    assert places_taken()["home_ward"] == 1
