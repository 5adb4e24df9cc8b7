"""The page on which the plan is written, and what two people who write at once see."""

import pytest
from django.contrib.sessions.models import Session

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Plan, PlanChange
from homeward.partnership.models import HeldInput
from tests.support.borough import Borough
from tests.support.pages import as_, words
from tests.support.plan_pages import typed, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]


@pytest.fixture
def clash(borough: Borough, episode: Episode) -> str:
    """The page the nurse sees who wrote the same text as the head of service, and another one."""
    write(episode, borough.head, aims="Theirs & more.")
    response = as_(borough.nurse).post(
        f"/episodes/{episode.pk}/plan/edit", typed(aims="Mine.", who_to_call="My number.")
    )
    assert response.status_code == 422
    return words(response)


def test_saving_the_plan_keeps_what_was_before(borough: Borough, episode: Episode) -> None:
    write(episode, borough.head, aims="Cook.")
    client = as_(borough.nurse)
    response = client.post(f"/episodes/{episode.pk}/plan/edit", typed({"aims": "Cook."}, aims="Bake."), follow=True)
    page = words(response)
    assert response.redirect_chain == [(f"/episodes/{episode.pk}/plan", 302)]
    assert "What was changed (2)" in page
    assert '<span class="ep-quiet">Before:</span> Cook.' in page
    assert "by Nia Example, Riverside NHS Trust" in page


def test_different_texts_changed_by_two_are_both_kept(borough: Borough, episode: Episode) -> None:
    write(episode, borough.head, who_to_call="Rose.")
    as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", typed(aims="Walk."))
    plan = Plan.objects.get()
    assert (plan.aims, plan.who_to_call) == ("Walk.", "Rose.")


def test_two_who_changed_the_same_text_see_both_and_nothing_is_lost(
    borough: Borough, episode: Episode, clash: str
) -> None:
    for said in (
        "Two of you changed the plan",
        "Nothing is saved yet",
        "Hana Example, Riverside NHS Trust, 4 Mar 2026, 10:00",
        '<p class="hw-words">Theirs &amp; more.</p>',
        '<p class="hw-words">Mine.</p>',
        'name="mine_aims" value="Mine."',
        'name="opened_aims" value="Theirs &amp; more."',
        "My number.",
    ):
        assert said in clash, said
    assert (Plan.objects.get().aims, Plan.objects.get().who_to_call) == ("Theirs & more.", "")


@pytest.mark.parametrize(
    ("choice", "aims"),
    [("theirs", "Theirs & more."), ("mine", "Mine."), ("new", "Both put together.")],
)
def test_the_second_of_two_chooses(borough: Borough, episode: Episode, clash: str, choice: str, aims: str) -> None:
    chosen = typed(
        {"aims": "Theirs & more."},
        clash="aims",
        choice_aims=choice,
        mine_aims="Mine.",
        aims="Both put together.",
        who_to_call="My number.",
    )
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", chosen)
    assert response.status_code == 302
    assert (Plan.objects.get().aims, Plan.objects.get().who_to_call) == (aims, "My number.")
    assert PlanChange.objects.filter(field="aims").count() == (1 if choice == "theirs" else 2)


def test_without_a_choice_both_texts_are_asked_about_again(borough: Borough, episode: Episode, clash: str) -> None:
    chosen = typed({"aims": "Theirs & more."}, clash="aims", mine_aims="Mine.", aims="Put together.")
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", chosen)
    page = words(response)
    assert response.status_code == 422
    assert "What we will do together: choose which text to keep." in page
    for said in ("Theirs &amp; more.", "Mine.", "Put together."):
        assert said in page


def test_a_third_who_wrote_meanwhile_is_put_beside_what_the_second_chose(
    borough: Borough, episode: Episode, clash: str
) -> None:
    write(episode, borough.head, aims="A third.")
    chosen = typed({"aims": "Theirs & more."}, clash="aims", choice_aims="mine", mine_aims="Mine.", aims="x")
    page = words(as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", chosen))
    assert '<p class="hw-words">A third.</p>' in page
    assert '<p class="hw-words">Mine.</p>' in page
    assert Plan.objects.get().aims == "A third."


@pytest.mark.usefixtures("it_is")
def test_nothing_of_a_plan_or_a_visit_is_lost_when_the_session_ends(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    visit = {"kind": "face_to_face", "started_at": "2026-03-04T10:00", "what_happened": "Walked to the door."}
    texts = typed(aims="Cook supper.", before_a_visit="Knock.", if_it_gets_worse="Ring us.", who_to_call="The team.")
    for part, sent in (("plan/edit", texts), ("visits/new", visit)):
        page = f"/episodes/{episode.pk}/{part}"
        client.get(page)
        Session.objects.all().delete()
        answer = client.post(page, sent, headers={"referer": f"http://testserver{page}"})
        assert answer["Location"].startswith("/sign-in?next=")
        client.force_login(borough.nurse)
        shown = words(client.get(page))
        assert [text for text in sent.values() if text.endswith(".") and text not in shown] == []
        assert client.post(page, sent).status_code == 302
    assert HeldInput.objects.count() == 0
