"""The edges of the front door: what is learnt late, sent twice, said wrongly, and any order of decisions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from homeward.episodes.actions import EpisodeClosed, NobodyHasBeen, end_episode, record_visit, withdraw_visit
from homeward.episodes.models import Episode, Visit
from homeward.episodes.rules import VisitTimeWrong
from homeward.partnership.models import Team
from homeward.partnership.queries import TeamNotFound
from homeward.pathways.reading import AGREED, in_order, parse
from homeward.people.models import Person
from homeward.referrals import actions
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.rules.clocks import Clock
from homeward.referrals.rules.state import OPEN_STATES, State
from homeward.site.commands.verify import all_problems
from tests.support.borough import NOW, URGENT_FALL, Borough, make_borough, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def as_it_is(referral: Referral) -> Referral:
    return Referral.objects.select_related("episode", "owning_team").get(pk=referral.pk)


def note(referral: Referral, borough: Borough, **changes: Any) -> TriageNote:
    fields: dict[str, Any] = {"answers": {}, "by": borough.coordinator, "now": LATER}
    return actions.note_triage(referral=referral, **fields | changes)


@pytest.mark.parametrize(
    ("at_first", "learnt", "clock", "due_at"),
    [
        ("longer", "two_hours", Clock.TWO_HOURS, LATER + timedelta(minutes=15)),
        ("two_days", "two_hours", Clock.TWO_HOURS, LATER + timedelta(minutes=15)),
        (None, "two_days", Clock.TWO_DAYS, NOW + timedelta(minutes=15)),
        ("two_hours", "longer", Clock.OTHER, NOW + timedelta(minutes=15)),
        ("two_hours", None, Clock.TWO_HOURS, NOW + timedelta(minutes=15)),
        ("two_days", "two_days", Clock.TWO_DAYS, NOW + timedelta(minutes=240)),
    ],
)
def test_the_clock_before_a_decision_follows_what_is_learnt_and_nobody_is_due_later_for_it(
    borough: Borough, at_first: str | None, learnt: str | None, clock: Clock, due_at: datetime
) -> None:
    referral = received(borough, answers={"help_within": at_first})
    note(referral, borough, answers={"help_within": learnt})
    now = as_it_is(referral)
    assert (now.clock, now.due_at, now.clock_start_at) == (clock, due_at, referral.clock_start_at)


def test_someone_waiting_for_the_referrer_who_turns_out_to_be_urgent_is_due_soon(borough: Borough) -> None:
    referral = received(borough, answers={"help_within": "longer"})
    actions.ask(referral=referral, question="Can she stand?", by=borough.coordinator, now=NOW)
    assert as_it_is(referral).due_at == NOW + timedelta(minutes=60)
    note(referral, borough, answers={"help_within": "two_hours"})
    now = as_it_is(referral)
    assert now.state is State.WAITING_FOR_REFERRER
    assert now.due_at == LATER + timedelta(minutes=15)


def test_a_note_without_words_does_not_end_the_wait_for_the_referrer(borough: Borough) -> None:
    referral = actions.ask(referral=received(borough), question="Can she stand?", by=borough.coordinator, now=NOW)
    note(referral, borough, said=" \0 ", need="frailty_decomp")
    now = as_it_is(referral)
    assert (now.state, now.need) == (State.WAITING_FOR_REFERRER, "frailty_decomp")
    note(referral, borough, said="She\0 can.")
    assert as_it_is(referral).state is State.WAITING_FOR_TRIAGE
    assert TriageNote.objects.latest("pk").said == "She can."


def test_later_answers_stand_over_earlier_ones_and_the_earlier_notes_stay(borough: Borough) -> None:
    referral = received(borough)
    note(referral, borough, answers={"intoxicated": True, "can_regain": True})
    note(referral, borough, answers={"intoxicated": None})
    known = actions.latest_answers(as_it_is(referral))
    assert known == {**URGENT_FALL, "intoxicated": None, "can_regain": True}
    assert referral.triage_notes.count() == 3


def test_a_form_sent_twice_is_one_referral_and_with_another_person_in_it_another(borough: Borough) -> None:
    first = received(borough, form_token="one-form")
    assert received(borough, form_token="one-form", now=LATER) == first
    back_button = received(
        borough, form_token="one-form", details={"family_name": "Bell", "nhs_number": ""}, reason="Fell."
    )
    corrected = received(borough, form_token="one-form", referrer_phone="020 7946 0003")
    assert len({first, back_button, corrected}) == 3
    assert received(borough, form_token="another-form") not in (first, back_button, corrected)
    assert {received(borough).form_token for _ in range(2)} == {None}
    assert list(all_problems()) == []


@pytest.mark.parametrize("known_before", [True, False])
def test_where_a_restricted_person_is_stays_in_no_referral(borough: Borough, known_before: bool) -> None:
    said = {"location": "9 Pretend Street, with her sister"}
    first = received(borough, **({"details": {"restricted": True}} if known_before else {}), **said)
    assert bool(first.location) is not known_before
    second = received(borough, **({} if known_before else {"details": {"restricted": True}}), **said)
    assert second.person == first.person
    assert (as_it_is(first).location, as_it_is(second).location) == ("", "")
    assert list(all_problems()) == []


def test_help_seen_to_be_needed_in_the_future_starts_its_clock_when_it_was_received(borough: Borough) -> None:
    referral = received(borough, needed_at=NOW + timedelta(hours=3))
    assert (referral.clock_start_at, referral.needed_at) == (NOW, NOW + timedelta(hours=3))


def test_text_no_database_could_keep_is_kept_without_its_null_characters(borough: Borough) -> None:
    flags = ({"category": "Scene\0 safety", "text": "A large\0 dog"},)
    referral = received(
        borough, reason="Fe\0ll", what_matters="My\0 cat", flags=flags, answers={"lives_at": "own\0_home"}
    )
    now = as_it_is(referral)
    assert (now.reason, now.what_matters) == ("Fell", "My cat")
    assert now.flags == [{"category": "Scene safety", "text": "A large dog"}]
    assert actions.latest_answers(now) == {"lives_at": "own_home"}


@pytest.mark.parametrize(
    "decide",
    [
        partial(actions.ask, question=" "),
        partial(actions.decline, reason=""),
        partial(actions.redirect, to="", reason="Chest pain."),
        partial(actions.redirect, to="999", reason="\0"),
        partial(actions.accept, pathway="reablement"),
        partial(actions.accept, pathway="reablement", reason="\0"),
        partial(actions.accept, pathway="rapid_response", time_not_appropriate=True),
    ],
)
def test_a_decision_without_its_words_changes_nothing(borough: Borough, decide: Callable[..., Any]) -> None:
    referral = received(borough)
    with pytest.raises(actions.ReasonNeeded):
        decide(referral=referral, by=borough.coordinator, now=LATER)
    assert as_it_is(referral).state is State.WAITING_FOR_TRIAGE
    assert Decision.objects.count() == Episode.objects.count() == 0


def test_a_pathway_that_does_not_exist_is_refused(borough: Borough) -> None:
    with pytest.raises(actions.PathwayUnknown, match='"night_owls" is not a pathway'):
        actions.accept(referral=received(borough), pathway="night_owls", by=borough.coordinator, now=NOW)


def test_accepting_for_a_team_that_is_not_there_changes_nothing(borough: Borough) -> None:
    referral = received(borough)
    Team.objects.filter(code="rapid-response").update(code="gone")
    with pytest.raises(TeamNotFound, match="rapid-response"):
        actions.accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert as_it_is(referral).state is State.WAITING_FOR_TRIAGE
    assert Decision.objects.count() == Episode.objects.count() == 0


def test_a_referral_is_decided_under_the_version_it_was_received_under(
    borough: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (AGREED / "2025-04-01.toml").read_text(encoding="utf-8")
    newer = text.replace("in_force_from = 2025-04-01", "in_force_from = 2026-03-05").replace('"2025.1"', '"2026.1"')
    versions = in_order([parse(text), parse(newer)])
    monkeypatch.setattr("homeward.pathways.queries.agreed_versions", lambda: versions)
    next_day = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
    before, after = received(borough, now=next_day - timedelta(seconds=1)), received(borough, now=next_day)
    for referral, version in ((before, "2025.1"), (after, "2026.1")):
        accepted = actions.accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=next_day)
        assert accepted.episode is not None
        assert accepted.episode.model_version == Decision.objects.get(referral=referral).model_version == version


@pytest.mark.parametrize(("arrival", "channel"), [("phone", "phone"), ("web", "on_screen"), ("bars", "message")])
def test_the_referrer_is_told_the_way_they_came(borough: Borough, arrival: str, channel: str) -> None:
    referral = received(borough, arrival=arrival)
    actions.decline(referral=referral, reason="Lives elsewhere.", by=borough.coordinator, now=NOW)
    assert ReferrerAnswer.objects.get().channel == channel


def test_what_the_referrer_is_told_names_nobody(borough: Borough) -> None:
    """Others may read it on the way: no name, address, number or date of birth of the person."""
    referral = received(borough)
    by = borough.coordinator
    actions.ask(referral=referral, question="Can she stand?", by=by, now=NOW)
    actions.decline(referral=referral, reason="Lives elsewhere.", by=by, now=NOW)
    actions.reopen(referral=referral, reason="She does not.", by=by, now=NOW)
    actions.accept(referral=referral, pathway="rapid_response", by=by, now=NOW)
    actions.close_unseen(referral=referral, because="admitted", reason="In hospital.", by=by, now=NOW)
    actions.reopen(referral=referral, reason="Back home.", by=by, now=NOW)
    actions.redirect(referral=referral, to="999", reason="Chest pain.", told=True, by=by, now=LATER)
    answers = list(ReferrerAnswer.objects.order_by("pk"))
    assert len(answers) == Decision.objects.count() == 7
    for answer in answers:
        assert referral.reference in answer.says
        for private in ("Ashdown", "Mabel", "SE1", "Made-up", "999 000", "9990000018", "1940", "7946"):
            assert private not in answer.says
    assert [answer.given_at for answer in answers] == [None] * 6 + [LATER]
    assert answers[-1].given_by == by


def visit(referral: Referral, borough: Borough, kind: str = "face_to_face") -> None:
    episode = as_it_is(referral).episode
    if episode is not None:
        record_visit(episode=episode, kind=kind, started_at=NOW, what_happened="Went.", by=borough.nurse, now=LATER)


def take_back(referral: Referral, borough: Borough) -> None:
    for one in Visit.objects.filter(episode__person=referral.person, withdrawn_at=None)[:1]:
        withdraw_visit(visit=one, why="Another person.", by=borough.nurse, now=LATER)


def finish(referral: Referral, borough: Borough) -> None:
    episode = as_it_is(referral).episode
    if episode is not None:
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)


def decided(action: Callable[..., Any]) -> Callable[[Referral, Borough], Any]:
    return lambda referral, borough: action(referral=referral, by=borough.coordinator, now=LATER)


def started(minutes: int) -> dict[str, datetime | None]:
    return {"needed_at": NOW + timedelta(minutes=minutes), "ready_at": None}


STEPS: dict[str, Callable[[Referral, Borough], Any]] = {
    "accept": decided(partial(actions.accept, pathway="rapid_response")),
    "override": decided(partial(actions.accept, pathway="reablement", reason="She asked for it.")),
    "set aside": decided(
        partial(actions.accept, pathway="rapid_response", time_not_appropriate=True, reason="Not before noon.")
    ),
    "ask": decided(partial(actions.ask, question="Can she stand?")),
    "note": decided(partial(actions.note_triage, answers={"help_within": "two_days"}, said="She can.")),
    "decline": decided(partial(actions.decline, reason="Lives elsewhere.")),
    "redirect": decided(partial(actions.redirect, to="999", reason="Chest pain.")),
    "close": decided(partial(actions.close_unseen, because="admitted", reason="In hospital.")),
    "reopen": decided(partial(actions.reopen, reason="By mistake.")),
    "correct earlier": decided(partial(actions.correct_start, reason="A typing error.", **started(-1440))),
    "correct later": decided(partial(actions.correct_start, reason="A typing error.", **started(5))),
    "visit": visit,
    "phone": partial(visit, kind="phone_or_video"),
    "take back": take_back,
    "finish": finish,
}
REFUSALS = (actions.AlreadyDecided, actions.ReasonNeeded, EpisodeClosed, NobodyHasBeen, VisitTimeWrong)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(list(STEPS)), min_size=3, max_size=12))
@example(steps=["accept", "phone", "close", "take back", "reopen"])
@example(steps=["accept", "visit", "finish", "phone", "take back", "take back", "close", "reopen"])
@example(steps=["accept", "phone", "visit", "finish", "take back", "take back", "visit"])
def test_in_whatever_order_people_act_no_referral_is_unowned_or_unanswered(borough: Borough, steps: list[str]) -> None:
    """What is not allowed is refused in words; after all that was, verify finds nothing."""
    referral, refusals = received(borough), []
    for step in steps:
        try:
            STEPS[step](referral, borough)
        except REFUSALS as refused:
            refusals.append(str(refused))
        now = as_it_is(referral)
        assert now.owning_team is not None
        assert now.due_at is not None
        if now.state in OPEN_STATES and now.state is not State.WAITING_FOR_FIRST_VISIT:
            assert now.owning_team == borough.teams["front-door"]
    assert all(words.endswith(".") for words in refusals)
    assert list(all_problems()) == []
    assert Decision.objects.filter(referral=referral, answer=None).count() == 0
    assert Person.objects.count() == 1
