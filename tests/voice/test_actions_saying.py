"""You said, we did: both halves, and taking one back."""

from datetime import date, timedelta

import pytest

from homeward.voice.actions import SayBoth, TakenBackAlready, say_and_do, take_back
from homeward.voice.models import SaidAndDone
from homeward.voice.queries.saying import said_and_done
from tests.support.borough import NOW, Borough

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("said", "done"), [("", "We changed."), ("You said.", "  "), ("\0", "We changed.")])
def test_an_entry_says_both(borough: Borough, said: str, done: str) -> None:
    with pytest.raises(SayBoth):
        say_and_do(said=said, done=done, since=NOW.date(), by=borough.head, now=NOW)


def test_entries_stand_with_the_latest_first_until_they_are_taken_back(borough: Borough) -> None:
    early = say_and_do(said="Late.", done="Earlier.", since=date(2026, 1, 5), by=borough.head, now=NOW)
    late = say_and_do(said="Who?", done="Badges.", since=date(2026, 3, 1), by=borough.head, now=NOW)
    assert said_and_done() == [late, early]
    take_back(entry=late, by=borough.head, now=NOW + timedelta(days=1))
    assert said_and_done() == [early]
    kept = SaidAndDone.objects.get(pk=late.pk)
    assert (kept.said, kept.withdrawn_by) == ("Who?", borough.head)
    with pytest.raises(TakenBackAlready):
        take_back(entry=late, by=borough.head, now=NOW + timedelta(days=2))
