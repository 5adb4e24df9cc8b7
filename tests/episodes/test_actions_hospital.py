"""What people note of a stay in hospital, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from homeward.episodes.actions import hospital as actions
from homeward.episodes.actions.ending import end_unseen
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.leaving_hospital import (
    InHospitalAgain,
    NoFirstVisit,
    NoWhereTo,
    leave_hospital,
    note_death_in_hospital,
    put_back,
)
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book, cancel_booking
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import DelayReason, HospitalStay, StayChange
from homeward.episodes.models.leaving import LeavingChange, Summary
from homeward.episodes.models.plan import Plan
from homeward.episodes.queries.hospital import (
    delays_by_day,
    delays_by_reason,
    in_hospital,
    left_without_first_visit,
    stays_of,
)
from homeward.episodes.rules.hospital import DateImpossible
from homeward.episodes.verify import code_lists as verify_code_lists
from homeward.episodes.verify import hospital as verify_hospital
from homeward.referrals.actions import accept
from homeward.referrals.secrecy import forget_whereabouts
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
HOME = "home_recovery"


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return episode_of(borough)


def episode_of(borough: Borough, **changes: Any) -> Episode:
    referral = accept(referral=received(borough, **changes), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


@pytest.fixture
def stay(borough: Borough, episode: Episode) -> HospitalStay:
    return admitted(borough, episode)


def admitted(borough: Borough, episode: Episode, ago: int = 10) -> HospitalStay:
    return actions.note_stay(
        episode=episode, hospital="Riverside", ward="Elm", admitted_on=days_ago(ago), by=borough.nurse, now=NOW
    )


def ready(borough: Borough, stay: HospitalStay, ago: int = 5) -> None:
    actions.say_ready(stay=stay, ready_on=days_ago(ago), by=borough.nurse, now=NOW)


def held_up(borough: Borough, stay: HospitalStay, code: str = "transport", ago: int = 3) -> DelayReason:
    return actions.note_delay(stay=stay, code=code, from_on=days_ago(ago), by=borough.nurse, now=NOW)


def going_home(borough: Borough, stay: HospitalStay) -> None:
    actions.choose_pathway(stay=stay, pathway=1, destination=HOME, by=borough.nurse, now=NOW)


def visit_promised(borough: Borough, episode: Episode, hours: float = 4, now: Any = NOW) -> Any:
    begins = NOW + timedelta(hours=hours)
    return book(
        episode=episode,
        what_for="First visit at home",
        from_at=begins,
        to_at=begins + timedelta(hours=2),
        by=borough.nurse,
        now=now,
    )


# ---------------------------------------------------------------- the stay


def test_a_stay_noted_twice_is_one_and_what_it_said_before_is_kept(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    again = actions.note_stay(
        episode=episode,
        hospital=" Riverside ",
        ward="Oak",
        admitted_on=days_ago(10),
        expected_on=TODAY,
        by=borough.head,
        now=NOW,
    )
    assert again.pk == stay.pk
    assert (again.hospital, again.ward, again.expected_on) == ("Riverside", "Oak", TODAY)
    kept = StayChange.objects.get()
    assert (kept.field, kept.before, kept.after, kept.by) == ("ward", "Elm", "Oak", borough.head)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hospital": "  "},
        {"admitted_on": TODAY + timedelta(days=1)},
        {"expected_on": days_ago(11)},
    ],
)
def test_a_stay_that_cannot_be_is_refused(borough: Borough, episode: Episode, wrong: dict[str, Any]) -> None:
    said = {"hospital": "Riverside", "admitted_on": days_ago(10), **wrong}
    with pytest.raises((NothingWritten, DateImpossible)):
        actions.note_stay(episode=episode, by=borough.nurse, now=NOW, **said)
    assert not HospitalStay.objects.exists()


def test_of_somebody_whose_whereabouts_are_secret_no_hospital_is_kept(borough: Borough) -> None:
    stay = admitted(borough, episode_of(borough, details={"restricted": True}))
    assert "Riverside" not in (stay.hospital, stay.ward)
    assert stay.ward == ""
    assert [one.place for one in in_hospital(borough.nurse, NOW)] == [""]


def test_a_hospital_is_forgotten_when_whereabouts_become_secret(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    actions.note_stay(episode=episode, hospital="Hilltop", admitted_on=days_ago(10), by=borough.nurse, now=NOW)
    other = admitted(borough, episode_of(borough, details={"family_name": "Bell", "nhs_number": ""}))
    forget_whereabouts(episode.person)
    stay.refresh_from_db()
    other.refresh_from_db()
    assert (stay.hospital, stay.ward, other.hospital, other.ward) == (actions.KEPT_SECRET, "", "Riverside", "Elm")
    assert not StayChange.objects.exists()


def test_where_they_live_is_taken_out_of_the_plan_and_of_papers_when_it_becomes_secret(
    borough: Borough, episode: Episode
) -> None:
    said: dict[str, Any] = {"by": borough.nurse, "now": NOW}
    where = "Key safe at 4 Made-up Row, SE1 7EH."
    blank = dict.fromkeys(("before_a_visit", "aims"), "")
    edit_plan(episode=episode, opened=blank, typed={"before_a_visit": "Ring first.", "aims": "Tea."}, **said)
    now_says = {"before_a_visit": "Ring first.", "aims": "Tea."}
    edit_plan(episode=episode, opened=now_says, typed={"before_a_visit": where, "aims": "Tea alone."}, **said)
    book(episode=episode, what_for=f"First visit. {where}", from_at=NOW, to_at=NOW + timedelta(hours=2), **said)
    draft = Summary.objects.create(episode=episode, audience="gp", says=where, by=borough.nurse, at=NOW)
    LeavingChange.objects.create(
        episode=episode, kind="plan", before={"transition_plan": where}, by=borough.nurse, at=NOW
    )
    forget_whereabouts(episode.person, also=("4 Made-up Row", "SE1 7EH"))
    draft.refresh_from_db()
    plan, hidden = Plan.objects.get(episode=episode), "Key safe at [withheld], [withheld]."
    assert (plan.before_a_visit, plan.aims) == (hidden, "Tea alone.")
    assert {(one.before, one.after) for one in plan.changes.all()} == {
        ("", "Ring first."),
        ("Ring first.", hidden),
        ("", "Tea."),
        ("Tea.", "Tea alone."),
    }
    assert episode.bookings.get().what_for == f"First visit. {hidden}"
    assert draft.says == hidden
    assert LeavingChange.objects.get().before == {"transition_plan": hidden}


def test_nothing_is_noted_in_an_episode_that_has_ended(borough: Borough, episode: Episode, stay: HospitalStay) -> None:
    end_unseen(episode=episode, reason="admitted", by=borough.nurse, now=NOW)
    with pytest.raises(EpisodeClosed):
        ready(borough, stay)
    with pytest.raises(EpisodeClosed):
        admitted(borough, episode)


# ---------------------------------------------------------------- ready, and unwell again


def test_said_twice_they_are_ready_once_and_another_day_must_be_corrected(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    ready(borough, stay)
    assert stay.ready_periods.count() == 1
    with pytest.raises(actions.ReadyAlready):
        ready(borough, stay, ago=4)


@pytest.mark.parametrize("ago", [11, -1])
def test_nobody_is_ready_before_they_came_in_or_in_the_future(borough: Borough, stay: HospitalStay, ago: int) -> None:
    with pytest.raises(DateImpossible):
        ready(borough, stay, ago=ago)


def test_unwell_again_ends_the_wait_and_a_new_ready_day_begins_it(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay, ago=8)
    delay = held_up(borough, stay, ago=7)
    actions.unwell_again(stay=stay, on=days_ago(6), why="A fever.", by=borough.nurse, now=NOW)
    [one] = in_hospital(borough.nurse, NOW)
    assert (one.ready_on, one.days, one.delay) == (None, None, None)
    delay.refresh_from_db()
    assert delay.until_on == days_ago(6)
    with pytest.raises(DateImpossible):
        ready(borough, stay, ago=7)
    ready(borough, stay, ago=2)
    [one] = in_hospital(borough.nurse, NOW)
    assert (one.ready_on, one.days) == (days_ago(2), 2)


def test_who_is_not_ready_cannot_be_unwell_again_or_held_up(borough: Borough, stay: HospitalStay) -> None:
    with pytest.raises(actions.NotReady):
        actions.unwell_again(stay=stay, on=TODAY, why="A fever.", by=borough.nurse, now=NOW)
    with pytest.raises(actions.NotReady):
        held_up(borough, stay)
    ready(borough, stay)
    with pytest.raises(NothingWritten):
        actions.unwell_again(stay=stay, on=TODAY, why=" ", by=borough.nurse, now=NOW)


def test_a_ready_day_is_corrected_with_a_reason_and_the_earlier_day_is_kept(
    borough: Borough, stay: HospitalStay
) -> None:
    ready(borough, stay, ago=5)
    held_up(borough, stay, ago=3)
    said = {"stay": stay, "by": borough.nurse, "now": NOW}
    with pytest.raises(NothingWritten):
        actions.correct_ready(ready_on=days_ago(4), why="", **said)
    with pytest.raises(DateImpossible):
        actions.correct_ready(ready_on=days_ago(2), why="Later than the delay.", **said)
    actions.correct_ready(ready_on=days_ago(4), why="The ward round was on Saturday.", **said)
    assert in_hospital(borough.nurse, NOW)[0].days == 4
    kept = StayChange.objects.get(field="ready_on")
    assert (kept.before, kept.after) == (days_ago(5).isoformat(), days_ago(4).isoformat())


# ---------------------------------------------------------------- where to, and what holds them up


@pytest.mark.parametrize(("pathway", "destination"), [(0, HOME), (4, HOME), (1, "the_moon"), (1, "")])
def test_a_destination_belongs_to_its_pathway(
    borough: Borough, stay: HospitalStay, pathway: int, destination: str
) -> None:
    with pytest.raises(actions.DestinationWrong):
        actions.choose_pathway(stay=stay, pathway=pathway, destination=destination, by=borough.nurse, now=NOW)
    stay.refresh_from_db()
    assert stay.pathway is None


def test_a_pathway_chosen_anew_keeps_what_it_was(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    actions.choose_pathway(stay=stay, pathway=2, destination="short_term_bed", by=borough.nurse, now=NOW)
    assert set(StayChange.objects.values_list("field", "before")) == {("pathway", "1"), ("destination", HOME)}


def test_a_new_reason_takes_the_place_of_the_one_before(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    first = held_up(borough, stay, "therapy_review", ago=4)
    assert held_up(borough, stay, "therapy_review", ago=4).pk == first.pk
    held_up(borough, stay, "no_home_recovery", ago=2)
    first.refresh_from_db()
    assert first.until_on == days_ago(2)
    assert delays_by_reason(borough.nurse, days_ago(3)) == {"therapy_review": 1}
    assert delays_by_reason(borough.nurse, TODAY) == {"no_home_recovery": 1}
    with pytest.raises(DateImpossible):
        held_up(borough, stay, "transport", ago=3)


@pytest.mark.parametrize("ago", [6, -1])
def test_nothing_holds_somebody_up_before_they_are_ready_or_in_the_future(
    borough: Borough, stay: HospitalStay, ago: int
) -> None:
    ready(borough, stay, ago=5)
    with pytest.raises(DateImpossible):
        held_up(borough, stay, ago=ago)


def test_a_reason_is_of_the_list(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    with pytest.raises(actions.ReasonUnknown):
        held_up(borough, stay, "the_moon")


def test_a_reason_ends_once_and_not_before_it_began(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    delay = held_up(borough, stay, ago=3)
    with pytest.raises(DateImpossible):
        actions.end_delay(delay=delay, until_on=days_ago(4), by=borough.nurse, now=NOW)
    actions.end_delay(delay=delay, until_on=days_ago(1), by=borough.nurse, now=NOW)
    actions.end_delay(delay=delay, until_on=TODAY, by=borough.nurse, now=NOW)
    delay.refresh_from_db()
    assert delay.until_on == days_ago(1)
    by_day = delays_by_day(borough.nurse, days_ago(4), TODAY)
    assert [by_day[days_ago(ago)] for ago in (4, 3, 2, 1)] == [{}, *[{"Hospital process": 1}] * 2, {}]
    assert TODAY not in by_day


def test_numbers_are_of_people_the_viewer_may_see(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    held_up(borough, stay)
    assert in_hospital(borough.reablement_worker, NOW) == []
    assert delays_by_reason(borough.reablement_worker, TODAY) == {}
    assert stays_of(borough.gp, stay.episode, NOW) == []


def test_the_longest_wait_comes_first_and_then_who_is_expected_soonest(borough: Borough) -> None:
    names = ("Late", "Later", "Soon", "Someday")
    by_name = {
        name: admitted(borough, episode_of(borough, details={"family_name": name, "nhs_number": ""})) for name in names
    }
    ready(borough, by_name["Late"], ago=2)
    ready(borough, by_name["Later"], ago=7)
    HospitalStay.objects.filter(pk=by_name["Soon"].pk).update(expected_on=TODAY)
    assert [one.person.family_name for one in in_hospital(borough.nurse, NOW)] == ["Later", "Late", "Soon", "Someday"]


# ---------------------------------------------------------------- leaving


def leave(borough: Borough, stay: HospitalStay, **said: Any) -> None:
    leave_hospital(**{"stay": stay, "left_at": NOW, "by": borough.nurse, "now": NOW, **said})


def test_nobody_leaves_without_pathway_ready_day_and_first_visit(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    with pytest.raises(NoWhereTo):
        leave(borough, stay)
    going_home(borough, stay)
    with pytest.raises(actions.NotReady):
        leave(borough, stay)
    ready(borough, stay)
    with pytest.raises(NoFirstVisit):
        leave(borough, stay)
    with pytest.raises(NoFirstVisit):
        leave(borough, stay, no_first_visit_why="  ")
    visit_promised(borough, episode)
    delay = held_up(borough, stay)
    leave(borough, stay)
    leave(borough, stay)
    stay.refresh_from_db()
    delay.refresh_from_db()
    assert (stay.left_at, stay.left_by, stay.no_first_visit_why) == (NOW, borough.nurse, "")
    assert delay.until_on == TODAY
    assert stays_of(borough.nurse, episode, NOW)[0].days_late == 5
    assert in_hospital(borough.nurse, NOW) == []
    with pytest.raises(actions.StayOver):
        leave(borough, stay, left_at=NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("begins", "booked", "enough"),
    [
        (4, timedelta(0), True),
        (0, timedelta(0), True),  # at the moment they left
        (-0.1, timedelta(0), False),  # before they left
        (4, timedelta(seconds=59), True),  # in the same minute: the page asks for minutes
        (4, timedelta(minutes=1), False),  # promised after they had left
    ],
)
def test_the_first_visit_is_promised_before_they_leave_for_after_it(
    borough: Borough, episode: Episode, stay: HospitalStay, begins: float, booked: timedelta, enough: bool
) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    visit_promised(borough, episode, hours=begins, now=NOW + booked)
    later = NOW + timedelta(minutes=3)
    if enough:
        leave(borough, stay, now=later)
    else:
        with pytest.raises(NoFirstVisit):
            leave(borough, stay, now=later)


def test_a_cancelled_visit_is_no_promise(borough: Borough, episode: Episode, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    cancel_booking(booking=visit_promised(borough, episode), why="Moved.", by=borough.nurse, now=NOW)
    with pytest.raises(NoFirstVisit):
        leave(borough, stay)


def test_a_reason_stands_for_a_first_visit_and_is_counted(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, no_first_visit_why="Stays with her son in Leeds.")
    assert left_without_first_visit(borough.nurse, TODAY, TODAY + timedelta(days=1)) == {1: (1, 1)}
    assert left_without_first_visit(borough.nurse, days_ago(1), TODAY) == {}


@pytest.mark.parametrize("left", [timedelta(minutes=6), timedelta(days=-6), timedelta(days=-11)])
def test_nobody_leaves_in_the_future_or_before_they_were_ready_or_came_in(
    borough: Borough, stay: HospitalStay, left: timedelta
) -> None:
    going_home(borough, stay)
    ready(borough, stay, ago=5)
    with pytest.raises(DateImpossible):
        leave(borough, stay, left_at=NOW + left, no_first_visit_why="None.")


def test_who_leaves_on_the_ready_day_before_midnight_in_london_has_waited_no_day(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    going_home(borough, stay)
    ready(borough, stay, ago=1)
    leave(borough, stay, left_at=NOW - timedelta(hours=10, minutes=1), no_first_visit_why="None.")
    assert stays_of(borough.nurse, episode, NOW)[0].days_late == 0


def test_a_death_needs_no_pathway_and_ends_what_held_them_up(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    delay = held_up(borough, stay)
    note_death_in_hospital(stay=stay, died_at=NOW, by=borough.nurse, now=NOW)
    stay.refresh_from_db()
    delay.refresh_from_db()
    assert stay.died_in_hospital
    assert delay.until_on == TODAY
    assert left_without_first_visit(borough.nurse, TODAY, TODAY + timedelta(days=1)) == {}


def test_a_leaving_is_taken_back_with_a_reason(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, no_first_visit_why="None.")
    said = {"stay": stay, "by": borough.head, "now": NOW}
    with pytest.raises(NothingWritten):
        put_back(why=" ", **said)
    put_back(why="The transport never came.", **said)
    put_back(why="The transport never came.", **said)
    stay.refresh_from_db()
    assert (stay.left_at, stay.left_by, stay.no_first_visit_why) == (None, None, "")
    assert StayChange.objects.get(field="left_at").why == "The transport never came."
    assert in_hospital(borough.nurse, NOW)[0].days == 5


def test_only_the_latest_stay_is_put_back(borough: Borough, episode: Episode, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, left_at=NOW - timedelta(days=2), no_first_visit_why="None.")
    with pytest.raises(DateImpossible, match="They left hospital on 2 March 2026"):
        admitted(borough, episode, ago=3)
    admitted(borough, episode, ago=2)
    with pytest.raises(InHospitalAgain):
        put_back(stay=stay, why="Mistake.", by=borough.nurse, now=NOW)


# ---------------------------------------------------------------- what verify finds


def test_verify_finds_nothing_wrong_with_what_the_actions_wrote(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    held_up(borough, stay)
    leave(borough, stay, no_first_visit_why="None.")
    assert list(verify_hospital.problems()) == []
    assert list(verify_code_lists.problems()) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"admitted_on": TODAY}, "before they came in"),
        ({"destination": "short_term_bed"}, "destination belongs"),
        ({"left_at": NOW - timedelta(days=6)}, "leaves before"),
    ],
)
def test_verify_finds_a_stay_that_cannot_be(
    borough: Borough, stay: HospitalStay, broken: dict[str, Any], rule: str
) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, no_first_visit_why="None.")
    HospitalStay.objects.filter(pk=stay.pk).update(**broken)
    assert rule in " ".join(problem.rule for problem in verify_hospital.problems())


def test_an_unknown_code_is_kept_shown_as_unknown_and_found_by_verify(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    held_up(borough, stay)
    DelayReason.objects.update(code="D99")
    HospitalStay.objects.update(destination="D98")
    found = list(verify_code_lists.problems())
    assert [problem.subject.split(": ")[1] for problem in found] == ["'D98'", "'D99'"]
    assert "delay_reason.toml" in found[1].remedy
    [one] = in_hospital(borough.nurse, NOW)
    assert (one.delay_name, one.destination_name) == ("Unknown code: D99", "Unknown code: D98")
    assert delays_by_day(borough.nurse, days_ago(1), TODAY) == {days_ago(1): {"Unknown code": 1}}


def test_nobody_is_held_up_any_more_once_our_help_has_ended(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    ready(borough, stay)
    held_up(borough, stay)
    assert delays_by_reason(borough.nurse, TODAY) == {"transport": 1}
    end_unseen(episode=episode, reason="declined", by=borough.nurse, now=NOW)
    assert delays_by_reason(borough.nurse, TODAY) == {}
    assert delays_by_reason(borough.nurse, TODAY + timedelta(days=30)) == {}
    assert delays_by_reason(borough.nurse, days_ago(1)) == {"transport": 1}
    by_day = delays_by_day(borough.nurse, days_ago(2), TODAY + timedelta(days=2))
    assert [sum(one.values()) for one in by_day.values()] == [1, 1, 0, 0]
