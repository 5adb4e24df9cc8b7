"""Where an episode is by its dates, which stage may follow which, and how hand-offs are counted."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from homeward.episodes.rules.stages import (
    DATES,
    MOVES,
    STATE_NAMES,
    EpisodeState,
    Event,
    HandOffFact,
    HandOffs,
    count_hand_offs,
    episode_state,
    may_move_to,
)
from homeward.pathways.queries import service_model_on

BEGAN = datetime(2026, 4, 4, 10, 0, tzinfo=UTC)
MODEL = service_model_on(date(2026, 4, 1))
OLD = service_model_on(date(2026, 3, 31))


@pytest.mark.parametrize(
    ("seen", "agreed", "ended", "state"),
    [
        (None, None, None, EpisodeState.WAITING_FOR_FIRST_VISIT),
        (None, BEGAN, None, EpisodeState.WAITING_FOR_FIRST_VISIT),
        (BEGAN, None, None, EpisodeState.BEING_HELPED),
        (BEGAN, BEGAN - timedelta(seconds=1), None, EpisodeState.BEING_HELPED),
        (BEGAN, BEGAN, None, EpisodeState.LEAVING_AGREED),
        (BEGAN, BEGAN + timedelta(days=1), None, EpisodeState.LEAVING_AGREED),
        (BEGAN, BEGAN, BEGAN, EpisodeState.ENDED),
        (None, None, BEGAN, EpisodeState.ENDED),
    ],
)
def test_where_an_episode_is_follows_from_its_dates(
    seen: datetime | None, agreed: datetime | None, ended: datetime | None, state: EpisodeState
) -> None:
    found = episode_state(first_contact_at=seen, stage_began_at=BEGAN, leaving_agreed_at=agreed, ended_at=ended)
    assert found is state


def test_every_state_has_a_name_and_its_dates_and_can_be_reached_and_left() -> None:
    assert set(STATE_NAMES) == set(DATES) == set(EpisodeState)
    assert {move.after for move in MOVES} == set(EpisodeState)
    assert {move.before for move in MOVES} == {None, *EpisodeState}
    assert {move.on for move in MOVES} == set(Event)


def test_from_one_state_one_event_leads_to_one_state_but_for_an_end_that_was_none() -> None:
    pairs = [(move.before, move.on) for move in MOVES]
    assert {pair for pair in pairs if pairs.count(pair) > 1} == {(EpisodeState.ENDED, Event.END_TAKEN_BACK)}


def test_a_stage_leads_to_what_the_agreed_model_says_in_its_order() -> None:
    names = {code: [one.code for one in may_move_to(MODEL, code)] for code in ("rapid_response", "urgent_social_work")}
    assert names == {
        "rapid_response": ["supported_discharge", "reablement", "urgent_social_work", "home_ward"],
        "urgent_social_work": ["rapid_response", "reablement"],
    }


def test_a_pathway_this_version_does_not_have_leads_to_any_it_has() -> None:
    assert len(may_move_to(OLD, "gone")) == len(OLD.pathways)
    assert len(may_move_to(MODEL, "gone")) == len(MODEL.pathways)


def test_where_nothing_was_agreed_any_other_pathway_may_follow() -> None:
    for pathway in OLD.pathways:
        assert [one.code for one in may_move_to(OLD, pathway.code)] == [
            one.code for one in OLD.pathways if one.code != pathway.code
        ]


def test_no_stage_leads_to_itself() -> None:
    for model, pathway in product((OLD, MODEL), MODEL.pathways):
        assert pathway.code not in [one.code for one in may_move_to(model, pathway.code)]


def fact(episode: int, to: str, told: str = "not_known", **changes: str) -> HandOffFact:
    words = {"from_team": "rapid-response", "from_organisation": "RXX", "to_organisation": "RXX", **changes}
    return HandOffFact(episode=episode, to_team=to, told_again=told, **words)


def test_hand_offs_are_counted_between_teams_and_between_organisations() -> None:
    counted = count_hand_offs(
        [
            fact(1, "supported-discharge", "no"),
            fact(1, "reablement", "yes", to_organisation="E0999"),
            fact(2, "reablement", to_organisation="E0999"),
        ]
    )
    assert counted == HandOffs(
        episodes=2,
        between_teams=3,
        between_organisations=2,
        most_for_one_person=2,
        told_again=1,
        not_told_again=1,
        not_known=1,
    )
    assert count_hand_offs([]) == HandOffs()
