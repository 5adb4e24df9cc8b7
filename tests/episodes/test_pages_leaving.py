"""The pages of leaving, opened as those who use them."""

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.models import Episode
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, OnwardRequest, Summary
from homeward.episodes.verify import problems
from homeward.partnership.models import Member
from homeward.people.models import AccessEntry, Person
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.leaving import agreed, asked_for, left_well, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
TODAY = NOW + timedelta(days=3)


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock the pages read; three days after NOW until it is set."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(TODAY)
    return set_clock


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return seen(borough, at=NOW)


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def opened_with(response: Any) -> str:
    """What a form says it was opened with."""
    found = re.search(r'name="opened_with" value="([^"]*)"', words(response))
    return html.unescape(found.group(1)) if found else ""


PLAN = {"transition_plan": "Meals come at noon.", "agreed_with": "person_and_carer", "ends_on": "9 3 2026"}


def test_the_checklist_says_what_is_still_to_do(borough: Borough, episode: Episode) -> None:
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/leaving"))
    for said in ("Not written yet", "No goals were written down", "Nothing asked for", "Help goes on", "Not yet"):
        assert said in page
    assert f"/episodes/{episode.pk}/end" in page


def test_the_checklist_asks_few_questions(borough: Borough, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    episode = left_well(borough, at=NOW)
    client = as_(borough.nurse)
    path = f"/episodes/{episode.pk}/leaving"
    client.get(path)
    # session, member, organisation, teams; episode, goals, series; leaving, changes, onward, summaries, follow-ups;
    # seen lately, and what the frame says of the person and of the viewer
    with django_assert_num_queries(15):
        client.get(path)


def test_a_coordinator_reads_the_checklist_and_is_offered_nothing_to_change(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    page = words(as_(borough.coordinator).get(f"/episodes/{episode.pk}/leaving"))
    assert "Her daughter comes each evening." in page
    for offered in ("/leaving/plan", "/leaving/undo", "/sent", "/leaving/onward", "/follow-ups/", "/leaving/summary"):
        assert offered not in page


def test_what_happens_afterwards_is_written_down_and_shown(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    answer = client.post(f"/episodes/{episode.pk}/leaving/plan", PLAN, follow=True)
    assert "What happens after we leave was saved." in words(answer)
    assert "Agreed</span> with the person and their carer or family on" in words(answer)
    assert Leaving.objects.get().ends_on == date(2026, 3, 9)


def test_a_plan_can_be_kept_as_a_draft(borough: Borough, episode: Episode) -> None:
    answer = as_(borough.nurse).post(
        f"/episodes/{episode.pk}/leaving/plan", {**PLAN, "agreed_with": "not_yet"}, follow=True
    )
    assert "A draft, not agreed yet" in words(answer)
    assert Leaving.objects.get().agreed_at is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"transition_plan": " "}, "What happens after we leave: write at least a sentence."),
        ({"agreed_with": ""}, "Agreed with: choose one, or that it is not agreed yet."),
        ({"agreed_with": "the cat"}, "Agreed with: choose one, or that it is not agreed yet."),
        ({"ends_on": "soon"}, "write it as day, month and year"),
        ({"transition_plan": "x" * 5001}, "keep it under 5,000 characters"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_what_was_typed_stays(
    borough: Borough, episode: Episode, changes: dict[str, str], said: str
) -> None:
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/leaving/plan", {**PLAN, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "There is a problem" in words(answer)
    assert not Leaving.objects.exists()


def test_the_second_of_two_who_write_sees_both_texts_and_chooses(borough: Borough, episode: Episode) -> None:
    first, second = as_(borough.head), as_(borough.nurse)
    path = f"/episodes/{episode.pk}/leaving/plan"
    opened = opened_with(second.get(path))
    first.post(path, {**PLAN, "transition_plan": "Meals at one.", "opened_with": opened})
    answer = second.post(path, {**PLAN, "opened_with": opened})
    assert answer.status_code == 422
    assert "Hana Example changed this while you had the page open" in words(answer)
    assert "now says: “Meals at one.”" in words(answer)
    assert "Meals come at noon." in words(answer)
    second.post(path, {**PLAN, "opened_with": opened_with(answer)})
    assert Leaving.objects.get().transition_plan == "Meals come at noon."
    assert LeavingChange.objects.get().before["transition_plan"] == "Meals at one."
    assert "Meals at one." in words(second.get(f"/episodes/{episode.pk}/leaving"))


def test_help_ends_in_two_steps_with_what_came_of_it(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    assert "Why is the help ending?" in words(client.get(path))
    assert "Why is the help ending: choose one." in words(client.get(path + "?reason="))
    refused = client.post(path, {})
    assert refused.status_code == 422
    assert "Why is the help ending: choose one." in words(refused)
    assert "Nobody has agreed yet what happens after we leave." in words(client.get(path + "?reason=completed"))
    agreed(episode, by=borough.nurse, now=NOW)
    assert "Long-term support at home" in words(client.get(path + "?reason=completed"))
    missing = client.post(path, {"reason": "completed"})
    assert "What comes after our help: choose one." in words(missing)
    sent = {"reason": "completed", "sequel": "lts_community", "outcome": ""}
    answer = client.post(path, sent, follow=True)
    assert "Rapid response has ended for Mabel Ashdown." in words(answer)
    assert "Counted, not as a success" in words(answer)
    leaving = Leaving.objects.get()
    assert (leaving.outcome, leaving.sequel) == ("progress_support", "lts_community")
    assert list(problems()) == []


def test_the_form_to_end_help_sent_twice_ends_it_once(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    sent = {"reason": "declined", "sequel": "nfa_declined"}
    assert [client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert FollowUp.objects.count() == 1
    other = as_(borough.head).post(path, {"reason": "not_reached", "sequel": "nfa_other"})
    assert other.status_code == 422
    assert "This episode has ended" in words(other)
    assert Episode.objects.get().end_reason == "declined"


def test_a_death_is_asked_for_its_day_and_nothing_else(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    page = words(client.get(path + "?reason=died"))
    assert "When did they die?" in page
    assert "What comes after our help?" not in page
    assert "When did they die? Give the date." in words(client.post(path, {"reason": "died"}))
    ahead = client.post(path, {"reason": "died", "happened_on": "8 3 2026"})
    assert "That day is in the future." in words(ahead)
    client.post(path, {"reason": "died", "happened_on": "6 3 2026"})
    assert Leaving.objects.get().happened_on == date(2026, 3, 6)
    page = words(client.get(f"/episodes/{episode.pk}/leaving"))
    assert "They died, so nobody will be asked." in page
    assert "For Mabel" not in page


def test_help_finished_as_planned_without_an_agreed_plan_is_refused_with_what_to_do(
    borough: Borough, episode: Episode
) -> None:
    sent = {"reason": "completed", "sequel": "nfa_as_planned"}
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/end", sent)
    assert answer.status_code == 422
    assert "Agree it with the person first, then end the help." in words(answer)
    assert Episode.objects.get().ended_at is None


def test_help_nobody_has_begun_cannot_end_and_the_page_says_what_to_do(borough: Borough) -> None:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    client, path = as_(borough.nurse), f"/episodes/{referral.episode_id}/end"
    page = words(client.get(path))
    assert "there is no help to end" in page
    assert f"/people/{referral.person_id}" in page
    answer = client.post(path, {"reason": "declined", "sequel": "nfa_declined"})
    assert answer.status_code == 422
    assert "Nobody has seen this person yet." in words(answer)
    assert Episode.objects.get().ended_at is None


def test_what_came_of_help_is_said_anew_once_it_is_known_and_what_was_said_stays(
    borough: Borough, episode: Episode
) -> None:
    agreed(episode, by=borough.nurse, now=NOW)
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/leaving/outcome"
    assert client.get(path).status_code == 302
    client.post(f"/episodes/{episode.pk}/end", {"reason": "completed", "sequel": "not_known"})
    assert 'value="not_known" checked' in words(client.get(path))
    clash = client.post(path, {"reason": "completed", "sequel": "nfa_other", "outcome": "nfa_advice"})
    assert clash.status_code == 422
    assert "say different things" in words(clash)
    for _ in range(2):
        answer = client.post(path, {"reason": "completed", "sequel": "lts_community", "outcome": ""}, follow=True)
    assert "Nia Example corrected it: Not known yet" in words(answer)
    leaving = Leaving.objects.get()
    assert (leaving.outcome, leaving.sequel) == ("progress_support", "lts_community")
    assert LeavingChange.objects.get().before["sequel"] == "not_known"
    assert list(problems()) == []


def test_an_episode_opened_in_error_is_asked_nothing_more(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/end"
    assert "What comes after our help?" not in words(client.get(path + "?reason=opened_in_error"))
    client.post(path, {"reason": "opened_in_error"})
    assert Episode.objects.get().end_reason == "opened_in_error"
    assert client.get(f"/episodes/{episode.pk}/leaving/outcome").status_code == 302


def test_an_end_is_taken_back_by_whoever_ended_it(borough: Borough, it_is: Callable[[datetime], None]) -> None:
    episode = left_well(borough, at=NOW)
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/leaving/undo"
    assert "write a few words" in words(client.post(path, {"why": " "}))
    answer = client.post(path, {"why": "Another Mabel."}, follow=True)
    assert "The help for Mabel Ashdown goes on." in words(answer)
    assert "took an end back" in words(answer)
    assert Episode.objects.get().ended_at is None
    assert client.post(path, {"why": "Again."}).status_code == 302


def test_an_end_is_not_taken_back_by_a_colleague(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    Episode.objects.update(ended_by=borough.head)
    client = as_(borough.nurse)
    assert client.post(f"/episodes/{episode.pk}/leaving/undo", {"why": "No."}).status_code == 403
    assert "/leaving/undo" not in words(client.get(f"/episodes/{episode.pk}/leaving"))


ONWARD = {
    "service": "meals",
    "hours_per_week": "3.5",
    "starts_on": "10 3 2026",
    "sent_to": "Brokerage",
    "funded_by": "council",
    "weekly_cost": "",
    "details": "",
}


def test_care_is_asked_for_once_waits_on_a_list_and_is_answered(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    for _ in range(2):
        client.post(f"/episodes/{episode.pk}/leaving/onward", ONWARD)
    request = OnwardRequest.objects.get()
    assert "Meals, 3.5 hours a week" in words(client.get("/onward"))
    path = f"/onward/{request.pk}"
    assert "What became of it: choose one." in words(client.post(path, {}))
    assert "give the provider&#39;s name" in words(client.post(path, {"answer": "arranged"}))
    assert "say why it was refused" in words(client.post(path, {"answer": "refused"}))
    answer = client.post(path, {"answer": "arranged", "provider": "Weir Meals", "weekly_cost": "42"}, follow=True)
    assert "Arranged</span> by Weir Meals" in words(answer)
    assert "£42.00" in words(answer)
    assert "Nothing waits." in words(client.get("/onward"))
    again = as_(borough.head).post(path, {"answer": "refused", "note": "No room."})
    assert again.status_code == 422
    assert "has written down an answer already: arranged" in words(again)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"service": ""}, "Kind of care: choose one."),
        ({"hours_per_week": ""}, "Hours a week: give a number"),
        ({"hours_per_week": "169"}, "give a number from 0 to 168"),
        ({"hours_per_week": "-1"}, "give a number from 0 to 168"),
        ({"hours_per_week": "many"}, "give a number from 0 to 168"),
        ({"starts_on": ""}, "Needed from: give the date."),
        ({"sent_to": " "}, "Who is asked: give a name or a team."),
        ({"funded_by": ""}, "Who pays: choose one."),
        ({"weekly_cost": "-1"}, "Cost a week in pounds: give a number"),
    ],
)
def test_a_request_that_says_too_little_is_refused(
    borough: Borough, episode: Episode, changes: dict[str, str], said: str
) -> None:
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/leaving/onward", {**ONWARD, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not OnwardRequest.objects.exists()


def test_summaries_are_drafted_changed_printed_and_noted_as_sent(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    client = as_(borough.nurse)
    draft = Summary.objects.get(audience="person")
    assert "You had help from Rapid response" in draft.says
    path = f"/episodes/{episode.pk}/leaving/summary/person"
    client.post(path, {"says": "You did well.", "opened_with": draft.says})
    assert "You did well." in words(client.get(f"/summaries/{draft.pk}?large=1"))
    assert "lv-letter--large" in words(client.get(f"/summaries/{draft.pk}?large=1"))
    assert "Draft, not sent yet" in words(client.get(f"/summaries/{draft.pk}"))
    client.post(f"/summaries/{draft.pk}/sent", {"how": "Given by hand"})
    draft.refresh_from_db()
    assert (draft.how, draft.sent_by) == ("Given by hand", borough.nurse)
    assert "Draft, not sent yet" not in words(client.get(f"/summaries/{draft.pk}"))
    assert "You had help from" in words(client.get(path))


def test_of_two_who_write_a_summary_the_second_sees_both(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    opened = Summary.objects.get(audience="gp").says
    path = f"/episodes/{episode.pk}/leaving/summary/gp"
    as_(borough.head).post(path, {"says": "Theirs.", "opened_with": opened})
    answer = as_(borough.nurse).post(path, {"says": "Mine.", "opened_with": opened})
    assert answer.status_code == 422
    assert "Hana Example changed this summary" in words(answer)
    assert "Theirs." in words(answer)
    assert Summary.objects.get(audience="gp").says == "Theirs."
    as_(borough.nurse).post(path, {"says": "Both.", "opened_with": "Theirs."})
    assert Summary.objects.get(audience="gp").says == "Both."


def test_no_summary_says_where_somebody_is_whose_whereabouts_are_secret(borough: Borough) -> None:
    episode = seen(borough, at=NOW)
    Person.objects.update(restricted=True, address="", postcode="", phone="", gp_practice="")
    agreed(episode, by=borough.nurse, now=NOW, transition_plan="She stays at 4 Made-up Row, SE1 7EH.")
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/leaving/summary/gp"))
    assert "SE1 7EH" not in page
    assert "whereabouts are kept secret" in page


def test_a_summary_that_was_sent_before_an_address_became_secret_is_shown_without_it(borough: Borough) -> None:
    left_well(borough, at=NOW)
    Summary.objects.update(says="She stays at SE1 7EH.")
    address = f"/summaries/{Summary.objects.get(audience='gp').pk}"
    assert "SE1 7EH" in words(as_(borough.nurse).get(address))
    Person.objects.update(restricted=True, address="", postcode="", phone="", gp_practice="")
    assert "SE1 7EH" not in words(as_(borough.nurse).get(address))


def test_no_summary_names_the_address_or_who_referred_them(borough: Borough) -> None:
    left_well(borough, at=NOW)
    for summary in Summary.objects.all():
        for unsaid in ("Made-up Row", "SE1 7EH", "Rose", "7946"):
            assert unsaid not in summary.says


def test_follow_ups_stand_by_day_and_are_recorded_once(borough: Borough, it_is: Callable[[datetime], None]) -> None:
    left_well(borough, at=NOW)
    later = {"family_name": "Bell", "given_name": "Tom", "nhs_number": ""}
    left_well(borough, at=NOW + timedelta(days=1), details=later)
    client = as_(borough.nurse)
    page = words(client.get("/follow-ups"))
    assert page.index("Mabel Ashdown") < page.index("Tom Bell")
    assert "Later" in page
    it_is(NOW + timedelta(days=86))
    client = as_(borough.nurse)
    page = words(client.get("/follow-ups"))
    assert "Overdue" in page
    assert "Now" in page
    one = FollowUp.objects.get(episode__person__given_name="Mabel")
    sent = {"living_at": "home", "been_in_hospital": "no", "said": "I manage."}
    for _ in range(2):
        assert client.post(f"/follow-ups/{one.pk}", sent).status_code == 302
    one.refresh_from_db()
    assert (one.living_at, one.been_in_hospital, one.said, one.done_by) == ("home", False, "I manage.", borough.nurse)
    client.get(f"/episodes/{one.episode_id}/leaving")
    assert "Mabel Ashdown" not in words(client.get("/follow-ups"))
    other = as_(borough.head).post(f"/follow-ups/{one.pk}", {**sent, "living_at": "care_home"})
    assert other.status_code == 422
    assert "has recorded this follow-up already" in words(other)


def test_a_follow_up_long_before_its_day_needs_a_reason_that_is_kept(borough: Borough) -> None:
    left_well(borough, at=NOW)
    one, client = FollowUp.objects.get(), as_(borough.nurse)
    path, sent = f"/follow-ups/{one.pk}", {"living_at": "home", "been_in_hospital": "not_known", "said": "Well."}
    assert "This is more than a week before its day." in words(client.get(path))
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert "Why is it done before its day: write a few words." in words(refused)
    client.post(path, {**sent, "why_early": "She moves away."})
    one.refresh_from_db()
    assert one.said == "Well.\n\nAsked before its day: She moves away."
    assert one.been_in_hospital is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"living_at": ""}, "Where are they now: choose one."),
        ({"been_in_hospital": ""}, "Have they been in hospital since: choose one."),
        ({"living_at": "died", "died_on": "1 3 2027"}, "this is in the future"),
        ({"living_at": "died", "died_on": "1 3 2026"}, "this is before our help ended"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused(
    borough: Borough, it_is: Callable[[datetime], None], changes: dict[str, str], said: str
) -> None:
    left_well(borough, at=NOW)
    it_is(NOW + timedelta(days=85))
    one = FollowUp.objects.get()
    answer = as_(borough.nurse).post(
        f"/follow-ups/{one.pk}", {"living_at": "home", "been_in_hospital": "no", "said": "", **changes}
    )
    assert answer.status_code == 422
    assert said in words(answer)
    assert FollowUp.objects.get().done_at is None


def test_nobody_is_told_to_call_somebody_who_has_died(borough: Borough) -> None:
    first = left_well(borough, at=NOW)
    Episode.objects.filter(pk=first.pk).update(end_reason="died")
    client, one = as_(borough.nurse), FollowUp.objects.get()
    assert "Do not call: they have died" in words(client.get("/follow-ups"))
    page = words(client.get(f"/follow-ups/{one.pk}"))
    assert "Do not call" in page
    assert "tel:" not in page
    client.post(f"/follow-ups/{one.pk}", {"living_at": "died", "been_in_hospital": "not_known"})
    assert FollowUp.objects.get().living_at == "died"


def test_lists_show_only_ones_own_people_and_looking_is_written_down(borough: Borough) -> None:
    left_well(borough, at=NOW)
    stranger = as_(borough.reablement_worker)
    for path in ("/follow-ups", "/onward"):
        assert "Mabel Ashdown" not in words(stranger.get(path))
        assert "Mabel Ashdown" in words(as_(borough.nurse).get(path))
    assert AccessEntry.objects.filter(member=borough.nurse, route__in=["follow_ups", "onward_waiting"]).count() == 2
    assert FollowUp.objects.get().episode.person.full_name == "Mabel Ashdown"


def test_lists_ask_few_questions_however_many_people_are_on_them(
    borough: Borough, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        left_well(borough, at=NOW, details={"family_name": f"Bell {number}", "nhs_number": ""})
    client = as_(borough.nurse)
    for path in ("/follow-ups", "/onward"):
        client.get(path)
        with django_assert_max_num_queries(10):
            client.get(path)


def test_empty_lists_say_what_to_do(borough: Borough) -> None:
    client = as_(borough.nurse)
    assert "Nobody is to be asked yet." in words(client.get("/follow-ups"))
    assert "Nothing waits." in words(client.get("/onward"))


def test_after_the_end_no_form_is_shown_that_would_be_refused(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    client = as_(borough.nurse)
    for page in ("leaving/plan", "leaving/onward", "end"):
        assert '<form method="post" novalidate class' not in words(client.get(f"/episodes/{episode.pk}/{page}"))
    assert client.post(f"/episodes/{episode.pk}/leaving/plan", PLAN).status_code == 422
    assert client.post(f"/episodes/{episode.pk}/leaving/onward", ONWARD).status_code == 422


def test_an_onward_answer_is_written_down_also_after_the_end(borough: Borough, episode: Episode) -> None:
    request = asked_for(episode, by=borough.nurse, now=NOW)
    client = as_(borough.nurse)
    client.post(f"/episodes/{episode.pk}/end", {"reason": "declined", "sequel": "nfa_declined"})
    client.post(f"/onward/{request.pk}", {"answer": "withdrawn", "provider": "", "note": ""})
    request.refresh_from_db()
    assert request.answer == "withdrawn"
