"""What is done at the desk by two people, or by one who presses twice, at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from homeward.desk.actions import record_visit_once
from homeward.episodes.models import Visit
from homeward.episodes.rules import VisitKind
from homeward.referrals.models import Referral
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import NOW, Borough

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def press(borough: Borough, accepted: Callable[..., Referral]) -> Callable[[], Visit]:
    """Press the button of one form, as often as it is called."""
    return partial(
        record_visit_once,
        episode=accepted().episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=LATER,
        what_happened="Saw her.",
        next_step="",
        by=borough.nurse,
        now=LATER,
    )


def test_one_form_sent_many_times_at_once_is_one_visit(press: Callable[[], Visit]) -> None:
    visits = at_once(*[press] * 4)
    assert {visit.pk for visit in visits} == {Visit.objects.get().pk}


def test_a_form_sent_again_before_the_first_is_written_waits_and_finds_its_visit(press: Callable[[], Visit]) -> None:
    assert while_unfinished(press, press) == Visit.objects.get()


def test_what_two_at_once_say_more_of_one_visit_is_all_kept(press: Callable[..., Visit]) -> None:
    press()
    at_once(partial(press, minutes=30), partial(press, next_step="Ring."))
    visit = Visit.objects.get()
    assert (visit.minutes, visit.next_step) == (30, "Ring.")
