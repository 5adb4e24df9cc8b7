"""The pages on summaries: drafted, changed, printed, sent, and what they never say."""

import pytest

from homeward.episodes.models.leaving import Summary
from homeward.people.models import Person
from tests.support.borough import NOW, Borough
from tests.support.leaving import agreed, left_well, seen
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]


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
    client.post(f"/summaries/{draft.pk}/sent", {"how": "Given by hand", "seen": "You did well."})
    draft.refresh_from_db()
    assert (draft.how, draft.sent_by) == ("Given by hand", borough.nurse)
    assert "Draft, not sent yet" not in words(client.get(f"/summaries/{draft.pk}"))
    assert "You had help from" in words(client.get(path))


def test_nobody_notes_words_as_sent_that_they_have_not_read(borough: Borough) -> None:
    left_well(borough, at=NOW)
    draft, client = Summary.objects.get(audience="gp"), as_(borough.nurse)
    page = f"/summaries/{draft.pk}/sent"
    Summary.objects.filter(pk=draft.pk).update(says='Says "more"\nnow.', by=borough.head)
    answer = client.post(page, {"how": "Post", "seen": draft.says})
    assert answer.status_code == 422
    assert "Hana Example changed this summary while you had the page open." in words(answer)
    assert "more&#34;\nnow." in words(answer)
    draft.refresh_from_db()
    assert draft.sent_at is None
    assert client.post(page, {"how": "Post", "seen": 'Says "more"\r\nnow.'}).status_code == 302
    draft.refresh_from_db()
    assert draft.sent_by == borough.nurse


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
