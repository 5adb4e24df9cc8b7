"""Goals are set, changed, rated, worked on and ended, and nothing that somebody wrote is lost."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, NothingWritten, end_episode, record_visit, withdraw_visit
from homeward.episodes.actions.copies import NothingToGive, give_copy
from homeward.episodes.actions.goal_setting import (
    GoalEnded,
    GoalMovedOn,
    NotAsHoped,
    VisitElsewhere,
    change_goal,
    end_goal,
    goal_details,
    rate_goal,
    reopen_goal,
    set_goal,
)
from homeward.episodes.actions.goal_steps import add_step, finish_step, remove_step, resume_step
from homeward.episodes.actions.tapering import add_series, change_pace, drop_step, end_series
from homeward.episodes.models import Episode, Goal, GoalChange, GoalRating, GoalStep, Plan, PlanCopy, Visit, VisitGoal
from homeward.episodes.queries.copies import copy_for
from homeward.episodes.queries.goals import (
    attainment,
    goals_by_episode,
    goals_in_words,
    goals_no_better,
    goals_of,
    goals_served_by,
    visits_that_served,
)
from homeward.episodes.rules.goals import HopedByPassed, NotALevel
from homeward.episodes.verify import goals as goals_hold
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return opened(borough)


def opened(borough: Borough, **changes: Any) -> Episode:
    referral = accept(referral=received(borough, **changes), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


def tea(episode: Episode, by: Member, **changes: Any) -> Goal:
    words = {"words": "I want to make my own tea again.", "agreed_with": "person", "now": NOW, **changes}
    return set_goal(episode=episode, by=by, **words)


def visited(episode: Episode, by: Member, **changes: Any) -> Visit:
    return record_visit(
        episode=episode,
        by=by,
        **{
            "kind": "face_to_face",
            "started_at": NOW + DAY,
            "what_happened": "Practised in the kitchen.",
            "now": NOW + DAY,
            **changes,
        },
    )


# ---------------------------------------------------------------- setting and changing


def test_a_goal_is_kept_in_the_persons_words(borough: Borough, episode: Episode) -> None:
    goal = tea(
        episode,
        borough.nurse,
        words="  I want my own tea,\r\nin my own cup. ",
        why_it_matters="It is my kitchen.",
        levels={"0": "Makes tea alone", "2": ""},
        baseline=-2,
        hoped_by=date(2026, 4, 1),
    )
    goal.refresh_from_db()
    assert goal.words == "I want my own tea,\nin my own cup."
    assert (goal.why_it_matters, goal.levels, goal.baseline) == ("It is my kitchen.", {"0": "Makes tea alone"}, -2)
    assert (goal.hoped_by, goal.by, goal.at) == (date(2026, 4, 1), borough.nurse, NOW)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"words": " \n\x00 "}, NothingWritten),
        ({"baseline": 3}, NotALevel),
        ({"levels": {"5": "Flies"}}, NotALevel),
        ({"hoped_by": date(2026, 3, 3)}, HopedByPassed),
        ({"agreed_with": "the cat"}, ValueError),
    ],
)
def test_what_is_no_goal_is_refused(
    borough: Borough, episode: Episode, changes: dict[str, Any], refused: type[ValueError]
) -> None:
    with pytest.raises(refused):
        tea(episode, borough.nurse, **changes)
    assert not Goal.objects.exists()


def test_a_goal_sent_twice_is_one_goal_and_the_same_words_next_week_are_another(
    borough: Borough, episode: Episode
) -> None:
    first = tea(episode, borough.nurse)
    assert tea(episode, borough.nurse, now=NOW + MINUTE) == first
    assert tea(episode, borough.nurse, now=NOW + MINUTE, hoped_by=date(2026, 4, 1)) != first
    assert tea(episode, borough.nurse, now=NOW + 7 * DAY) != first


def test_no_goal_is_set_or_changed_after_the_episode_ended(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    visited(episode, borough.nurse)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + DAY)
    by, now, opened_with = borough.nurse, NOW + 2 * DAY, goal_details(goal)
    for attempt in (
        lambda: tea(episode, by, words="Another.", now=now),
        lambda: change_goal(goal=goal, opened=opened_with, typed=opened_with | {"words": "X"}, by=by, now=now),
        lambda: rate_goal(goal=goal, level=0, by=by, now=now),
        lambda: end_goal(goal=goal, reason="met", by=by, now=now),
        lambda: reopen_goal(goal=goal, by=by, now=now),
        lambda: add_step(goal=goal, who="team", what="Rings", by=by, now=now),
        lambda: give_copy(episode=episode, how="printed", by=by, now=now),
    ):
        with pytest.raises(EpisodeClosed):
            attempt()


def changed(goal: Goal, opened_with: dict[str, str], by: Member, minutes: int, **typed: str) -> Goal:
    return change_goal(goal=goal, opened=opened_with, typed=opened_with | typed, by=by, now=NOW + minutes * MINUTE)


def test_a_change_keeps_what_the_goal_said_before_and_who_changed_it(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(
        goal, was, borough.head, 5, words="I want to make tea for two.", hoped_by="2026-04-01", looks_as_hoped="Two"
    )
    goal.refresh_from_db()
    assert (goal.words, goal.hoped_by, goal.levels) == ("I want to make tea for two.", date(2026, 4, 1), {"0": "Two"})
    kept = {(one.field, one.before, one.after, one.by.username) for one in GoalChange.objects.all()}
    assert kept == {
        ("words", "I want to make my own tea again.", "I want to make tea for two.", "hana-head"),
        ("hoped_by", "", "2026-04-01", "hana-head"),
        ("looks_as_hoped", "", "Two", "hana-head"),
    }


def test_nothing_changed_leaves_no_trace(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse, words="One line,\nand another.")
    changed(goal, goal_details(goal), borough.head, 5, words="One line,\r\nand another. ")
    assert not GoalChange.objects.exists()


def test_two_people_who_change_different_parts_are_both_kept(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(goal, was, borough.head, 1, why_it_matters="Her cups.")
    changed(goal, was, borough.nurse, 2, words="Tea for two.")
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters) == ("Tea for two.", "Her cups.")


def test_two_people_who_change_the_same_part_lose_nothing_and_the_second_chooses(
    borough: Borough, episode: Episode
) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(goal, was, borough.head, 1, words="Tea for two.")
    with pytest.raises(GoalMovedOn, match="what they want to do") as moved:
        changed(goal, was, borough.nurse, 2, words="Tea for three.", why_it_matters="Friends.")
    both = moved.value.fields["words"]
    assert list(moved.value.fields) == ["words"]
    assert (both.typed, both.now_says, both.by, both.at) == (
        "Tea for three.",
        "Tea for two.",
        borough.head,
        NOW + MINUTE,
    )
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters) == ("Tea for two.", "")
    changed(goal, goal_details(goal), borough.nurse, 3, words="Tea for three.")
    assert GoalChange.objects.filter(field="words").count() == 2


def test_two_people_who_make_the_same_change_agree(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(goal, was, borough.head, 1, words="Tea for two.")
    changed(goal, was, borough.nurse, 2, words="Tea for two.")
    assert GoalChange.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "refused"),
    [({"words": " "}, NothingWritten), ({"hoped_by": "2026-03-03"}, HopedByPassed), ({"baseline": "9"}, NotALevel)],
)
def test_a_change_into_no_goal_is_refused_whole(
    borough: Borough, episode: Episode, typed: dict[str, str], refused: type[ValueError]
) -> None:
    goal = tea(episode, borough.nurse)
    with pytest.raises(refused):
        changed(goal, goal_details(goal), borough.nurse, 1, **{"why_it_matters": "Because.", **typed})
    goal.refresh_from_db()
    assert goal.why_it_matters == ""
    assert not GoalChange.objects.exists()


# ---------------------------------------------------------------- rating, ending, taking up again


def test_ratings_are_added_and_the_last_one_holds(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=-2, said="I spilt it.", by=borough.nurse, now=NOW + DAY)
    rate_goal(goal=goal, level=0, said="I did it!", by=borough.nurse, now=NOW + 3 * DAY)
    [one] = goals_of(borough.nurse, episode)
    assert [rating.level for rating in one.ratings] == [-2, 0]
    assert (one.start_says, one.now_says) == ("less than hoped", "as hoped")
    assert one.change_says == "1 level better than at the start"


def test_a_rating_sent_twice_is_one_and_the_same_level_later_is_another(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    for later in (MINUTE, 9 * MINUTE, DAY):
        rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + later)
    rate_goal(goal=goal, level=0, by=borough.head, now=NOW + DAY)
    assert GoalRating.objects.count() == 3


def test_a_rating_is_one_of_five_levels_and_belongs_to_a_visit_of_the_same_episode(
    borough: Borough, episode: Episode
) -> None:
    goal = tea(episode, borough.nurse)
    other = opened(borough, details={"family_name": "Bell", "nhs_number": ""})
    with pytest.raises(NotALevel):
        rate_goal(goal=goal, level=3, by=borough.nurse, now=NOW + DAY)
    with pytest.raises(VisitElsewhere):
        rate_goal(goal=goal, level=0, visit=visited(other, borough.nurse), by=borough.nurse, now=NOW + DAY)
    assert not GoalRating.objects.exists()


def test_a_rating_given_at_a_visit_counts_no_more_when_the_visit_is_withdrawn(
    borough: Borough, episode: Episode
) -> None:
    goal = tea(episode, borough.nurse)
    visit = visited(episode, borough.nurse, goals={goal: "Filled the kettle."})
    rate_goal(goal=goal, level=-2, visit=visit, by=borough.nurse, now=NOW + 2 * DAY)
    assert goals_no_better([episode.pk]) == {episode.pk: 1}
    assert goals_of(borough.nurse, episode)[0].visits == 1
    withdraw_visit(visit=visit, why="Wrong person.", by=borough.nurse, now=NOW + 2 * DAY)
    assert goals_no_better([episode.pk]) == {}
    [one] = goals_of(borough.nurse, episode)
    assert (one.level, one.visits) == (None, 0)
    assert visits_that_served(borough.nurse, goal) == []


def test_a_goal_ends_with_a_reason_and_can_be_taken_up_again(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    end_goal(goal=goal, reason="met", level=1, said="Two cups!", by=borough.nurse, now=NOW + DAY)
    end_goal(goal=goal, reason="met", by=borough.head, now=NOW + 2 * DAY)
    goal.refresh_from_db()
    assert (goal.ended_at, goal.ended_by, goal.end_reason) == (NOW + DAY, borough.nurse, "met")
    assert GoalRating.objects.get().said == "Two cups!"
    with pytest.raises(GoalEnded, match="no longer worked on"):
        end_goal(goal=goal, reason="partly", by=borough.nurse, now=NOW + 2 * DAY)
    with pytest.raises(GoalEnded):
        rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + 2 * DAY)
    for _ in range(2):
        reopen_goal(goal=goal, by=borough.head, now=NOW + 2 * DAY)
    goal.refresh_from_db()
    assert (goal.ended_at, goal.ended_by, goal.end_reason) == (None, None, "")
    [kept] = GoalChange.objects.all()
    assert (kept.field, kept.before, kept.by) == ("end", "Met", borough.head)


def test_a_goal_rated_less_than_hoped_is_not_met(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=-1, by=borough.nurse, now=NOW + DAY)
    with pytest.raises(NotAsHoped, match="less than hoped"):
        end_goal(goal=goal, reason="met", by=borough.nurse, now=NOW + 2 * DAY)
    with pytest.raises(NotAsHoped):
        end_goal(goal=goal, reason="met", level=-2, by=borough.nurse, now=NOW + 2 * DAY)
    assert GoalRating.objects.count() == 1
    end_goal(goal=goal, reason="partly", by=borough.nurse, now=NOW + 2 * DAY)
    goal.refresh_from_db()
    assert goal.end_reason == "partly"


# ---------------------------------------------------------------- who does what


def test_who_does_what_is_written_down_done_and_taken_out(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    step = add_step(goal=goal, who="carer", who_name="Rose", what=" Fills the kettle ", by=borough.nurse, now=NOW)
    assert add_step(goal=goal, who="carer", who_name="Rose", what="Fills the kettle", by=borough.head, now=NOW) == step
    for later in (DAY, 2 * DAY):
        finish_step(step=step, now=NOW + later)
    step.refresh_from_db()
    assert (step.what, step.done_at) == ("Fills the kettle", NOW + DAY)
    resume_step(step=step)
    step.refresh_from_db()
    assert step.done_at is None
    for _ in range(2):
        remove_step(step=step, by=borough.nurse, now=NOW + DAY)
    assert not GoalStep.objects.exists()
    assert [one.before for one in GoalChange.objects.all()] == ["Carer or family (Rose): Fills the kettle"]
    with pytest.raises(NothingWritten):
        add_step(goal=goal, who="team", what="  ", by=borough.nurse, now=NOW)


# ---------------------------------------------------------------- what is asked of goals


def test_a_goal_leads_to_its_visits_and_a_visit_to_its_goals(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    shop = tea(episode, borough.nurse, words="Walk to the shop.")
    both = visited(episode, borough.nurse, goals={goal: "Filled the kettle.", shop: ""})
    one = visited(episode, borough.nurse, started_at=NOW + 2 * DAY, now=NOW + 2 * DAY, goals={goal: "Poured."})
    assert [(served.visit, served.what) for served in visits_that_served(borough.nurse, goal)] == [
        (one, "Poured."),
        (both, "Filled the kettle."),
    ]
    by_visit = goals_served_by(borough.nurse, [both, one])
    assert by_visit == {both.pk: [goal, shop], one.pk: [goal]}
    assert [found.what_was_done for found in by_visit[both.pk]] == ["Filled the kettle.", ""]  # type: ignore[attr-defined]


def test_goals_of_people_the_viewer_has_no_reason_to_see_are_not_there(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    visit = visited(episode, borough.nurse, goals={goal: ""})
    for stranger in (borough.reablement_worker, borough.commissioner):
        assert goals_of(stranger, episode) == []
        assert goals_by_episode(stranger, [episode]) == {}
        assert goals_in_words(stranger, episode) == []
        assert goals_served_by(stranger, [visit]) == {}
        assert visits_that_served(stranger, goal) == []
        assert copy_for(stranger, episode, now=NOW) is None


@pytest.mark.parametrize(("level", "counted"), [(-2, 1), (-1, 0), (0, 0)])
def test_a_goal_is_further_away_only_when_rated_lower_than_at_the_start(
    borough: Borough, episode: Episode, level: int, counted: int
) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=level, by=borough.nurse, now=NOW + DAY)
    assert goals_no_better([episode.pk]).get(episode.pk, 0) == counted
    rate_goal(goal=goal, level=1, by=borough.nurse, now=NOW + 2 * DAY)
    assert goals_no_better([episode.pk]) == {}


def test_many_episodes_take_as_few_questions_as_one(
    borough: Borough, episode: Episode, django_assert_num_queries: Any
) -> None:
    episodes = [episode, *(opened(borough, details={"family_name": f"P{i}", "nhs_number": ""}) for i in range(3))]
    for one in episodes:
        for words in ("Tea.", "Shop."):
            goal = tea(one, borough.nurse, words=words)
            add_step(goal=goal, who="team", what="Rings", by=borough.nurse, now=NOW)
            rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW)
    with django_assert_num_queries(4):
        found = goals_by_episode(borough.nurse, episodes)
    assert {pk: len(goals) for pk, goals in found.items()} == {one.pk: 2 for one in episodes}
    with django_assert_num_queries(1):
        goals_no_better([one.pk for one in episodes])


def test_what_became_of_each_goal_is_a_line_in_plain_words(borough: Borough, episode: Episode) -> None:
    met = tea(episode, borough.nurse, words="Make tea.")
    end_goal(goal=met, reason="met", level=0, by=borough.nurse, now=NOW + DAY)
    tea(episode, borough.nurse, words="Walk to the shop.")
    wrong = tea(episode, borough.nurse, words="Somebody else's.")
    end_goal(goal=wrong, reason="in_error", by=borough.nurse, now=NOW + DAY)
    assert goals_in_words(borough.nurse, episode) == [
        "“Make tea.” Met. At the start: less than hoped. Last rated: as hoped.",
        "“Walk to the shop.” Still worked on. Not rated since the start.",
    ]
    [*_, last] = goals_of(borough.nurse, episode)
    assert last.goal == wrong
    found = attainment(goals_of(borough.nurse, episode))
    assert (found.goals, found.rated, found.reached, found.score) == (2, 1, 1, 50.0)


# ---------------------------------------------------------------- the person's own copy


def test_a_copy_given_is_written_down_once_and_begins_the_plan_it_is_of(borough: Borough, episode: Episode) -> None:
    with pytest.raises(NothingToGive, match="Write down a goal"):
        give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW)
    assert not Plan.objects.exists()
    tea(episode, borough.nurse)
    copy = give_copy(episode=episode, how="printed", large_print=True, by=borough.nurse, now=NOW)
    assert give_copy(episode=episode, how="printed", large_print=True, by=borough.nurse, now=NOW + MINUTE) == copy
    assert give_copy(episode=episode, how="read_out", by=borough.nurse, now=NOW + MINUTE) != copy
    assert PlanCopy.objects.count() == 2
    assert (copy.plan.episode, copy.by, copy.at, copy.large_print) == (episode, borough.nurse, NOW, True)


def test_what_changed_since_the_copy_was_given_is_named(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    step = add_step(goal=goal, who="team", what="Rings", by=borough.nurse, now=NOW)

    def since() -> list[str]:
        found = copy_for(borough.nurse, episode, now=NOW)
        assert found is not None
        return found.changed_since

    assert since() == []
    give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW)
    assert since() == []
    rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + MINUTE)
    assert since() == ["how far a goal has got"]
    finish_step(step=step, now=NOW + MINUTE)
    assert since() == ["how far a goal has got", "who does what"]
    changed(goal, goal_details(goal), borough.head, 2, words="Tea for two.")
    tea(episode, borough.nurse, words="Shop.", now=NOW + 2 * MINUTE)
    assert since() == ["the goals", "how far a goal has got", "who does what"]
    give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW + DAY)
    assert since() == []


def test_a_copy_is_old_once_visits_end_or_a_change_is_taken_back_and_once_a_visit_before_it_is_written_down(
    borough: Borough, episode: Episode
) -> None:
    goal, said = tea(episode, borough.nurse), {"by": borough.nurse, "now": NOW}
    pace: dict[str, Any] = {"days": [1, 2], "minutes": 30, "times_a_day": 1}
    window = {"window_from": time(8), "window_to": time(10)}
    series = add_series(episode=episode, what_for="Tea", from_on=NOW.date(), **pace, **window, **said)
    later = {**pace, "days": [1], "from_on": NOW.date() + timedelta(days=7), "why": "Does more."}
    step, _ = change_pace(series=series, **later, **said)

    def give_new_one(after: timedelta) -> None:
        give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW + after)
        assert since(after) == []

    def since(now: timedelta) -> list[str]:
        found = copy_for(borough.nurse, episode, now=NOW + now)
        assert found is not None
        return found.changed_since

    give_new_one(MINUTE)
    drop_step(step=step, by=borough.nurse, now=NOW + 2 * MINUTE)
    assert since(3 * MINUTE) == ["when we come"]
    give_new_one(60 * MINUTE)
    end_series(series=series, on=NOW.date(), why="Manages.", by=borough.nurse, now=NOW + 60 * MINUTE + MINUTE)
    assert since(60 * MINUTE + 2 * MINUTE) == ["when we come"]
    give_new_one(DAY)
    visited(episode, borough.nurse, goals={goal: "Poured."}, ratings={goal: 0}, now=NOW + DAY + MINUTE)
    assert since(DAY + 60 * MINUTE) == ["how far a goal has got"]


# ---------------------------------------------------------------- what must always hold


def test_goals_as_the_actions_write_them_hold(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    visit = visited(episode, borough.nurse, goals={goal: "Poured."}, ratings={goal: 0})
    rate_goal(goal=goal, level=1, visit=visit, by=borough.nurse, now=NOW + 2 * DAY)
    end_goal(goal=goal, reason="met", by=borough.nurse, now=NOW + 2 * DAY)
    assert list(goals_hold.problems()) == []


def test_what_does_not_hold_of_goals_is_found(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    other = opened(borough, details={"family_name": "Bell", "nhs_number": ""})
    stranger = visited(other, borough.nurse)
    VisitGoal.objects.create(visit=stranger, goal=goal)
    GoalRating.objects.create(goal=goal, level=0, visit=stranger, by=borough.nurse, at=NOW + DAY)
    GoalRating.objects.create(goal=goal, level=0, by=borough.nurse, at=NOW - MINUTE)
    ended = tea(episode, borough.nurse, words="Shop.")
    end_goal(goal=ended, reason="changed_mind", by=borough.nurse, now=NOW + DAY)
    GoalRating.objects.create(goal=ended, level=0, by=borough.nurse, at=NOW + 2 * DAY)
    Goal.objects.filter(pk=ended.pk).update(words=" \n\t ")
    found = [problem.rule for problem in goals_hold.problems()]
    assert found == [
        "Every goal has the person's words",
        "A goal is rated after it was set and before it ended",
        "A goal is rated after it was set and before it ended",
        "A visit serves goals of its own episode",
        "A visit serves goals of its own episode",
    ]
    withdraw_visit(visit=stranger, why="Wrong person.", by=borough.nurse, now=NOW + 2 * DAY)
    assert [problem.rule for problem in goals_hold.problems()] == found[:3]
