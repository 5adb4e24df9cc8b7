"""The pages of results, of what people would have done differently, and of what was done."""

from datetime import date

import pytest

from homeward.episodes.models import Episode
from homeward.voice.actions import say_and_do
from homeward.voice.drafting import Said
from homeward.voice.models import SaidAndDone
from tests.support.borough import NOW, Borough
from tests.support.changes import marked
from tests.support.pages import as_, words
from tests.support.voice import answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]


def some_answers(borough: Borough, episode: Episode, count: int) -> None:
    for number in range(count):
        said = Said({"p_ring": "5" if number else "2", "p_once": "not_applicable"}, f"Words {number}")
        answered(episode, by=borough.nurse, now=NOW, said=said)


def test_nobody_asked_says_how_to_begin(borough: Borough) -> None:
    client = as_(borough.commissioner)
    assert "Whoever helps somebody can ask on the page" in words(client.get("/voice"))
    assert "opens a round" in words(client.get("/voice?of=staff"))


def test_the_share_who_agree_with_its_number(borough: Borough, episode: Episode) -> None:
    some_answers(borough, episode, 8)
    head = words(as_(borough.head).get("/voice"))
    assert '<strong>88%</strong> <span class="hw-quiet">of 8</span>' in head
    assert "What should be done differently" in head
    board = words(as_(borough.commissioner).get("/voice"))
    assert '<strong>88%</strong> <span class="hw-quiet">of about 10</span>' in board
    assert "of 8<" not in board
    assert "/voice/comments" not in board


def test_four_answers_are_not_shown(borough: Borough, episode: Episode) -> None:
    some_answers(borough, episode, 4)
    for viewer in (borough.head, borough.analyst):
        page = words(as_(viewer).get("/voice"))
        assert "fewer than 5" in page
        assert "%</strong>" not in page


def test_an_audience_that_is_none_is_the_first(borough: Borough) -> None:
    page = words(as_(borough.head).get("/voice?of=dogs"))
    assert 'href="/voice?of=person" aria-current="page"' in page


def test_words_are_shown_without_names_or_dates_once_five_have_answered(borough: Borough, episode: Episode) -> None:
    client = as_(borough.head)
    some_answers(borough, episode, 4)
    assert "Fewer than 5 have answered" in words(client.get("/voice/comments"))
    some_answers(borough, episode, 1)
    page = words(client.get("/voice/comments"))
    main = page[page.index("<main") : page.index("</main>")]
    assert "Words 3" in main
    assert "Ashdown" not in main
    assert "2026" not in main
    assert "Nobody wrote anything" not in main


def test_everybody_reads_what_was_done_and_a_head_of_service_writes_it(borough: Borough) -> None:
    head, sent = as_(borough.head), {"said": "You come late.", "done": "Rounds begin at 7.", "since": "1 3 2026"}
    change = marked(borough.head)
    assert f'<option value="{change.pk}">{change.title}</option>' in words(head.get("/voice/we-did/new"))
    assert head.post("/voice/we-did/new", {**sent, "change": str(change.pk)})["Location"] == "/voice/we-did"
    for viewer in (borough.gp, borough.nurse, borough.commissioner):
        page = words(as_(viewer).get("/voice/we-did"))
        assert "You come late." in page
        assert "Rounds begin at 7." in page
        assert "Since 1 Mar 2026." in page
        assert f"Part of: {change.title}." in page
        assert "take-back" not in page
        assert "Hana" not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"said": ""}, "You said: write what people told us, without names."),
        ({"done": " "}, "We did: write what was changed."),
        ({"since": "soon"}, "From when: write it as day, month and year"),
        ({"since": ""}, "From when: give the date."),
        ({"change": "999"}, "Part of which change: choose one, or none."),
    ],
)
def test_an_entry_without_its_halves_is_sent_back(borough: Borough, changes: dict[str, str], said: str) -> None:
    sent = {"said": "Late.", "done": "Earlier.", "since": "1 3 2026", "change": "", **changes}
    answer = as_(borough.head).post("/voice/we-did/new", sent)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert not SaidAndDone.objects.exists()


def test_an_entry_is_taken_back_once(borough: Borough) -> None:
    entry = say_and_do(said="Late.", done="Earlier.", since=date(2026, 3, 1), by=borough.head, now=NOW)
    head, path = as_(borough.head), f"/voice/we-did/{entry.pk}/take-back"
    assert head.post(path)["Location"] == "/voice/we-did"
    assert "Late." not in words(head.get("/voice/we-did"))
    assert head.post(path).status_code == 404
    assert SaidAndDone.objects.get().withdrawn_by == borough.head
