"""The pages of assessments: answered once, saved as one goes on, nothing lost and nothing overwritten unseen."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from homeward.episodes.actions.accepting import accept_assessment
from homeward.episodes.actions.assessing import answer, begin_assessment, complete_assessment
from homeward.episodes.actions.ending import end_episode
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer, Offer
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages import assessing_showing
from homeward.episodes.queries.assessing import answers_now, asked_again
from homeward.kit.london import london_date
from homeward.partnership.models import HeldInput, Member
from homeward.pathways.queries import service_model_version
from homeward.referrals.actions import accept
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    now = timezone.now() - timedelta(hours=3)
    referral = accept(
        referral=received(borough, now=now, needed_at=now), pathway="rapid_response", by=borough.coordinator, now=now
    )
    assert referral.episode is not None
    return referral.episode


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def begun(episode: Episode, by: Member, tool: str = "holistic") -> Assessment:
    return begin_assessment(episode=episode, tool=tool, by=by, now=timezone.now() - timedelta(hours=2))


def say(one: Assessment, by: Member, item: str, value: Any) -> AssessmentAnswer:
    latest = one.answers.filter(item=item).last()
    row = answer(
        assessment=one, item=item, value=value, opened=latest.pk if latest else None, by=by, now=timezone.now()
    )
    assert row is not None
    return row


def scored(episode: Episode, by: Member, level: int, *, hours_ago: int = 1) -> Assessment:
    now = timezone.now() - timedelta(hours=hours_ago)
    one = begin_assessment(episode=episode, tool="cfs", by=by, now=now)
    answer(assessment=one, item="level", value=str(level), opened=None, by=by, now=now)
    return complete_assessment(assessment=one, by=by, now=now)


def address(one: Assessment) -> str:
    return reverse("assessment", args=[one.pk])


def words(page: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_an_assessment_is_begun_answered_and_completed_without_a_script(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    assert "No assessment is complete yet. Begin with the whole-person assessment" in words(
        client.get(reverse("assessments", args=[episode.pk]))
    )
    sent = client.post(reverse("assessment_begin", args=[episode.pk]), {"tool": "cfs"})
    one = Assessment.objects.get()
    assert sent["Location"] == address(one)
    answered = client.post(address(one), {"q_level": "6", "o_level": "", "do": "complete"}, follow=True)
    said = words(answered)
    assert "Clinical Frailty Scale is complete." in said
    assert "6 Moderately frail" in said
    assert "Nia Example" in said
    listed = words(client.get(reverse("assessments", args=[episode.pk])))
    assert "6 Moderately frail" in listed
    assert "Not complete" not in listed


def test_each_field_saves_itself_and_says_when(borough: Borough, episode: Episode) -> None:
    one, client = begun(episode, borough.nurse), as_(borough.nurse)
    saved = client.post(
        f"{address(one)}?item=washing", {"q_washing": "alone", "o_washing": "", "q_what_matters": "My cat"}, **HTMX
    )
    assert re.match(r"Saved \d\d:\d\d", words(saved))
    rows = {row.item: row for row in one.answers.all()}
    assert {code: row.value for code, row in rows.items()} == {"washing": "alone", "what_matters": "My cat"}
    content = saved.content.decode()
    for code, row in rows.items():  # the page has seen what it has just written
        assert f'name="o_{code}" id="o_{code}" value="{row.pk}" hx-swap-oob="true"' in content
    again = client.post(f"{address(one)}?item=washing", {"q_washing": "alone", "o_washing": rows["washing"].pk}, **HTMX)
    assert again.status_code == 200
    assert one.answers.count() == 2


def test_a_value_that_cannot_be_is_said_below_the_field_and_the_rest_is_saved(
    borough: Borough, episode: Episode
) -> None:
    one, client = begun(episode, borough.nurse, "falls"), as_(borough.nurse)
    sent = {"q_falls_count": "many", "q_unsteady": "yes"}
    said = words(client.post(f"{address(one)}?item=falls_count", sent, **HTMX))
    assert "Not saved. How many times?: give a number from 0 to 99 falls, in whole numbers." in said
    assert {row.item for row in one.answers.all()} == {"unsteady"}
    plain = client.post(address(one), sent | {"do": "save"})
    assert plain.status_code == 422
    assert 'value="many"' in plain.content.decode()
    assert 'href="#id_q_falls_count"' in plain.content.decode()


def test_what_the_nurse_was_told_the_therapist_keeps_with_one_click(borough: Borough, episode: Episode) -> None:
    holistic = begun(episode, borough.nurse)
    told = say(holistic, borough.nurse, "walking_aid", "A frame, too low.")
    falls, client = begun(episode, borough.head, "falls"), as_(borough.head)
    page = client.get(address(falls))
    said = words(page)
    assert "Told before: A frame, too low. Nia Example" in said
    assert "Keep this answer : Which walking aid do they use?" in said
    kept = client.post(address(falls), {"do": "keep:walking_aid", "q_walking_aid": "", "q_unsteady": "no"})
    assert kept["Location"] == f"{address(falls)}#q-walking_aid"
    now = answers_now(falls)
    assert (now["walking_aid"].source, now["walking_aid"].kept_from) == ("kept", told)
    assert now["unsteady"].value is False
    assert asked_again([episode.pk]) == {episode.pk: 0}
    said = words(client.get(address(falls)))
    assert "kept by Hana Example" in said
    assert "Told before" not in said


def test_two_who_answer_at_once_both_see_both_and_choose(borough: Borough, episode: Episode) -> None:
    one, head = begun(episode, borough.nurse), as_(borough.head)
    hers = say(one, borough.nurse, "washing", "alone")
    sent = {"q_washing": "all_help", "o_washing": "", "q_what_matters": "Tea", "do": "complete"}
    answered = head.post(address(one), sent)
    assert answered.status_code == 422
    said = words(answered)
    assert "Somebody answered meanwhile" in said
    assert "Nia Example answered this at" in said
    assert "Nia Example Alone You Needs somebody to do it" in said
    assert answers_now(one)["washing"] == hers
    assert answers_now(one)["what_matters"].value == "Tea"
    assert Assessment.objects.get().completed_at is None
    by_itself = head.post(f"{address(one)}?item=washing", sent | {"do": "save"}, **HTMX)
    assert "Choose which answer holds." in words(by_itself)
    left = head.post(address(one), sent | {"do": "leave:washing"})
    assert (left.status_code, answers_now(one)["washing"]) == (302, hers)
    taken = head.post(address(one), sent | {"do": "take:washing", "t_washing": str(hers.pk)})
    assert taken.status_code == 302
    assert [row.value for row in one.answers.filter(item="washing")] == ["alone", "all_help"]


def test_what_somebody_had_typed_when_their_session_ended_is_there_after_they_sign_in_again(
    borough: Borough, episode: Episode
) -> None:
    one, client = begun(episode, borough.nurse), as_(borough.nurse)
    client.get(address(one))
    client.post(f"{address(one)}?item=washing", {"q_washing": "alone"}, **HTMX)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    came_from = {"HTTP_HX_CURRENT_URL": f"http://testserver{address(one)}"}
    typed = {"q_washing": "alone", "q_what_matters": "My cat, and the garden", "o_what_matters": ""}
    gone = client.post(f"{address(one)}?item=what_matters", typed, **HTMX, **came_from)
    assert "sign-in" in gone["HX-Redirect"]
    client.force_login(borough.nurse)
    assert "My cat, and the garden" in client.get(address(one)).content.decode()
    assert {row.item for row in one.answers.all()} == {"washing"}
    client.post(address(one), typed | {"do": "save"})
    assert answers_now(one)["what_matters"].value == "My cat, and the garden"
    assert HeldInput.objects.count() == 0


def test_what_was_held_is_let_go_when_the_page_saves_itself(borough: Borough, episode: Episode) -> None:
    one, client = begun(episode, borough.nurse), as_(borough.nurse)
    client.get(address(one))
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client.post(address(one), {"q_what_matters": "Old words"}, HTTP_REFERER=f"http://testserver{address(one)}")
    client.force_login(borough.nurse)
    assert HeldInput.objects.count() == 1
    client.post(f"{address(one)}?item=what_matters", {"q_what_matters": "New words"}, **HTMX)
    assert "Old words" not in client.get(address(one)).content.decode()


def test_an_incomplete_score_is_refused_and_says_what_is_missing(borough: Borough, episode: Episode) -> None:
    one, client = begun(episode, borough.nurse, "barthel"), as_(borough.nurse)
    refused = client.post(address(one), {"q_bowels": "2", "do": "complete"})
    assert refused.status_code == 422
    assert "can be completed: Bladder; Grooming" in words(refused)
    assert answers_now(one)["bowels"].value == "2"


def test_an_answer_can_be_taken_back(borough: Borough, episode: Episode) -> None:
    one, client = begun(episode, borough.nurse), as_(borough.nurse)
    row = say(one, borough.nurse, "washing", "alone")
    assert "Take this answer back" in words(client.get(address(one)))
    client.post(address(one), {"q_washing": "-", "o_washing": str(row.pk)})
    assert answers_now(one)["washing"].value is None
    assert "Take this answer back" not in words(client.get(address(one)))


def test_a_score_stands_beside_the_one_before_with_its_change(borough: Borough, episode: Episode) -> None:
    scored(episode, borough.nurse, 5, hours_ago=2)
    latest, client = scored(episode, borough.nurse, 6), as_(borough.nurse)
    assert "1 higher, worse" in words(client.get(reverse("assessments", args=[episode.pk])))
    assert "Before: 5" in words(client.get(address(latest)))
    beside = client.get(reverse("assessments_compare", args=[episode.pk]), {"tool": "cfs"})
    assert "Level on the Clinical Frailty Scale changed 6 Moderately frail 5 Mildly frail" in words(beside)
    assert client.get(reverse("assessments_compare", args=[episode.pk]), {"tool": "must"}).status_code == 404


def test_the_hospitals_assessment_is_accepted_by_its_score_or_its_answers(borough: Borough, episode: Episode) -> None:
    client, there = as_(borough.nurse), reverse("assessment_accept", args=[episode.pk])
    assert "What did they use?" in words(client.get(there))
    today = london_date(timezone.now())
    whose = {"from_organisation": "Riverside General", "assessor": "Physio", "assessed_on": f"{today:%d %m %Y}"}
    refused = client.post(f"{there}?tool=barthel", whose | {"total": "21"})
    assert (refused.status_code, "give a score from 0 to 20" in words(refused)) == (422, True)
    assert client.post(f"{there}?tool=barthel", {"total": "13"}).status_code == 422
    for _ in range(2):
        taken = client.post(f"{there}?tool=barthel", whose | {"total": "13"})
        assert taken["Location"] == reverse("assessments", args=[episode.pk])
    one = Assessment.objects.get()
    said = words(client.get(taken["Location"]))
    assert "13 Moderately dependent on others" in said
    assert "Riverside General, Physio" in said
    assert "Whole score 13" in words(client.get(address(one)))
    toms = {f"q_{code}": "2.5" for code in ("impairment", "activity", "participation", "wellbeing")}
    refused = client.post(f"{there}?tool=toms", whose | toms | {"q_activity": "2.3"})
    assert "Activity: give a number from 0 to 5, in steps of 0.5." in words(refused)
    client.post(f"{there}?tool=toms", whose | toms)
    assert Assessment.objects.filter(tool="toms", completed_at__isnull=False).count() == 1


def test_an_assessment_is_taken_back_with_a_reason_and_stays_to_be_read(borough: Borough, episode: Episode) -> None:
    one, client = scored(episode, borough.nurse, 5), as_(borough.nurse)
    there = reverse("assessment_withdraw", args=[one.pk])
    assert client.post(there, {"why": " "}).status_code == 422
    assert client.post(there, {"why": "Wrong person."}).status_code == 302
    assert "Taken back (1)" in words(client.get(reverse("assessments", args=[episode.pk])))
    assert "Wrong person." in words(client.get(address(one)))


def test_after_a_falls_assessment_each_offer_has_an_answer(borough: Borough, episode: Episode) -> None:
    one, client = begun(episode, borough.nurse, "falls"), as_(borough.nurse)
    assert "Strength and balance training" not in words(client.get(reverse("assessments", args=[episode.pk])))
    client.post(address(one), {"q_unsteady": "yes", "do": "complete"})
    said = words(client.get(reverse("assessments", args=[episode.pk])))
    for name in (
        "Strength and balance training",
        "Home hazard check",
        "Eyesight test",
        "Medicines review",
        "Advice on falls",
    ):
        assert name in said
    there = reverse("offer", args=[episode.pk])
    for _ in range(2):
        client.post(there, {"kind": "eyesight", "answer": "already", "note": "In May"})
    client.post(there, {"kind": "moon_dust", "answer": "already"})
    assert [(row.kind, row.answer, row.note) for row in Offer.objects.all()] == [("eyesight", "already", "In May")]
    assert "Does this already In May Nia Example" in words(client.get(reverse("assessments", args=[episode.pk])))


def test_choosing_an_offer_is_shown_only_where_the_service_model_says_so(
    borough: Borough, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, client = begun(episode, borough.nurse, "falls"), as_(borough.nurse)
    for item, value in [("fell_past_year", False), ("unsteady", True), ("timed_up_and_go", 15.1)]:
        say(one, borough.nurse, item, value)
    assert "Choosing an offer" not in words(client.get(address(one)))
    model = service_model_version(episode.model_version)
    assert model is not None
    turned_on = model.model_copy(update={"falls": model.falls.model_copy(update={"stratify": True})})
    monkeypatch.setattr(assessing_showing, "service_model_version", lambda version: turned_on)
    said = words(client.get(address(one)))
    assert "Choosing an offer Exercise for strength and balance" in said
    assert "It helps choose an offer; it does not predict falls." in said


def test_a_tool_that_is_gone_still_shows_its_answers(borough: Borough, episode: Episode) -> None:
    one, client = scored(episode, borough.nurse, 5), as_(borough.nurse)
    Assessment.objects.update(tool="old_scale")
    AssessmentAnswer.objects.update(value="with_a_crane")
    said = words(client.get(address(one)))
    assert "The answers are shown as they were written." in said
    assert "level with_a_crane" in said
    assert "old_scale" in words(client.get(reverse("assessments", args=[episode.pk])))


def test_an_ended_episode_is_read_and_has_no_forms(borough: Borough, episode: Episode) -> None:
    one, client, now = begun(episode, borough.nurse, "falls"), as_(borough.nurse), timezone.now()
    record_visit(
        episode=episode, kind="face_to_face", started_at=now, what_happened="Saw her.", by=borough.nurse, now=now
    )
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=now)
    for there in (address(one), reverse("assessments", args=[episode.pk]),
                  reverse("assessment_accept", args=[episode.pk]) + "?tool=barthel"):  # fmt: skip
        main = client.get(there).content.decode().partition("<main")[2].partition("</main")[0]
        assert 'method="post"' not in main, there
    assert client.post(address(one), {"q_unsteady": "yes"})["Location"] == address(one)
    assert client.post(f"{address(one)}?item=unsteady", {"q_unsteady": "yes"}, **HTMX)["HX-Redirect"] == address(one)
    client.post(reverse("assessment_begin", args=[episode.pk]), {"tool": "must"})
    assert (AssessmentAnswer.objects.count(), Assessment.objects.count()) == (0, 1)


def test_a_coordinator_reads_and_cannot_write(borough: Borough, episode: Episode) -> None:
    one, client = begun(episode, borough.nurse), as_(borough.coordinator)
    read = client.get(address(one))
    assert read.status_code == 200
    assert 'name="q_washing"' not in read.content.decode()
    assert client.post(address(one), {"q_washing": "alone"}).status_code == 403
    assert as_(borough.reablement_worker).get(address(one)).status_code == 404


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    borough: Borough, episode: Episode, many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        accept_assessment(
            episode=episode, tool="must", answers={"score": number}, from_organisation=f"Hospital {number}",
            assessor="", assessed_on=london_date(timezone.now()), by=borough.nurse, now=timezone.now(),
        )  # fmt: skip
    client = as_(borough.nurse)
    client.get(reverse("assessments", args=[episode.pk]))
    with django_assert_max_num_queries(24):
        client.get(reverse("assessments", args=[episode.pk]))
