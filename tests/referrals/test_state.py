"""Where a referral is: one rule, as a table, as database conditions, and as the worklist shows it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.episodes.models import Episode
from homeward.referrals.models import Referral
from homeward.referrals.queries import IS_OPEN, STATE_FILTERS, Filters, counts_by_state, open_referrals, out_of_time
from homeward.referrals.rules.clocks import Clock, has_breached
from homeward.referrals.rules.state import OPEN_STATES, STATE_NAMES, Dates, State, state_of
from tests.support.borough import NOW, Borough, make_borough, received

A, B, C, D = (NOW + timedelta(minutes=minutes) for minutes in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("asked", "accepted", "seen", "closed", "state"),
    [
        (None, None, None, None, State.WAITING_FOR_TRIAGE),
        (A, None, None, None, State.WAITING_FOR_REFERRER),
        (None, A, None, None, State.WAITING_FOR_FIRST_VISIT),
        (None, A, B, None, State.SEEN),
        (None, None, None, A, State.CLOSED),
        (A, None, None, B, State.CLOSED),
        (None, A, None, B, State.CLOSED),
        (None, A, B, C, State.CLOSED),
        (A, B, None, None, State.WAITING_FOR_FIRST_VISIT),
        (None, None, A, None, State.WAITING_FOR_TRIAGE),
    ],
)
def test_the_state_follows_from_dated_facts(
    asked: datetime | None, accepted: datetime | None, seen: datetime | None, closed: datetime | None, state: State
) -> None:
    dates = Dates(asked_at=asked, accepted_at=accepted, first_contact_at=seen, closed_at=closed)
    assert state_of(dates) is state


def test_every_state_has_a_name_and_a_condition() -> None:
    assert set(STATE_NAMES) == set(STATE_FILTERS) == set(State)
    assert set(OPEN_STATES) < set(State)


def possible_rows() -> Iterator[dict[str, bool]]:
    """Every combination of facts that the database lets stand."""
    for asked, accepted, seen, closed in product([False, True], repeat=4):
        if not (asked and (accepted or closed)) and (accepted or not seen):
            yield {"asked": asked, "accepted": accepted, "seen": seen, "closed": closed}


def keep_row(borough: Borough, facts: dict[str, bool], clock: Clock, breach_at: datetime) -> Referral:
    referral = received(borough, details={"nhs_number": ""})
    episode = None
    if facts["accepted"]:
        episode = Episode.objects.create(
            person=referral.person,
            pathway="reablement",
            model_version="2025.1",
            owning_team=borough.teams["reablement"],
            needed_from=referral.clock_start_at,
            opened_at=NOW,
            opened_by=borough.coordinator,
            first_contact_at=B if facts["seen"] else None,
        )
    Referral.objects.filter(pk=referral.pk).update(
        asked_at=A if facts["asked"] else None,
        accepted_at=A if facts["accepted"] else None,
        closed_at=C if facts["closed"] else None,
        episode=episode,
        pathway="reablement" if episode else "",
        clock=clock,
        breach_at=breach_at,
    )
    return Referral.objects.get(pk=referral.pk)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(list(possible_rows())),
        st.sampled_from(list(Clock)),
        st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1), timedelta(minutes=4)]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_database_conditions_and_the_rules_say_the_same_of_every_referral(
    rows: list[tuple[dict[str, bool], Clock, timedelta]], one_borough: Borough
) -> None:
    Referral.objects.all().delete()
    for facts, clock, off in rows:
        keep_row(one_borough, facts, clock, NOW + off)
    for referral in Referral.objects.select_related("episode"):
        with_this = Referral.objects.filter(pk=referral.pk)
        assert [state for state, condition in STATE_FILTERS.items() if with_this.filter(condition)] == [referral.state]
        assert with_this.filter(IS_OPEN).exists() is (referral.state in OPEN_STATES)
        assert with_this.filter(out_of_time(NOW)).exists() is has_breached(referral.clock_code, referral.breach_at, NOW)


@pytest.fixture
def one_borough(db: None) -> Borough:
    return make_borough()


def test_every_open_referral_is_on_the_worklist_once_in_one_open_state(one_borough: Borough) -> None:
    made = [keep_row(one_borough, facts, Clock.TWO_HOURS, NOW) for facts in possible_rows()]
    expected = {referral.pk for referral in made if referral.state in OPEN_STATES}
    everything = list(open_referrals(one_borough.head, Filters(), NOW).values_list("pk", flat=True))
    by_state = {
        state: set(open_referrals(one_borough.head, Filters(state=state), NOW).values_list("pk", flat=True))
        for state in State
    }
    counts = counts_by_state(one_borough.head, NOW)
    assert sorted(everything) == sorted(expected)
    assert sorted(pk for pks in by_state.values() for pk in pks) == sorted(expected)
    assert by_state[State.SEEN] == by_state[State.CLOSED] == set()
    assert {state: counts[state] for state in OPEN_STATES} == {state: len(by_state[state]) for state in OPEN_STATES}
    assert counts["all"] == len(expected)
    assert sum(counts[state] for state in OPEN_STATES) == counts["all"]


def test_no_referral_is_in_two_states_or_in_none(one_borough: Borough) -> None:
    for facts in possible_rows():
        keep_row(one_borough, facts, Clock.TWO_DAYS, NOW)
    anywhere = Q()
    for condition in STATE_FILTERS.values():
        anywhere |= condition
    assert Referral.objects.filter(anywhere).count() == Referral.objects.count() == len(list(possible_rows()))
