"""What the summaries for the GP and for the person say, and what they leave out."""

from datetime import date
from typing import Any

import pytest

from homeward.episodes.rules.summaries import SummaryFacts, gp_summary, parts_of, person_summary


def facts(**changes: Any) -> SummaryFacts:
    said: dict[str, Any] = {
        "name": "Mabel Ashdown",
        "nhs_number": "999 000 0018",
        "born_on": date(1940, 5, 6),
        "team": "Rapid response",
        "organisation": "Riverside NHS Trust",
        "stages": (("Rapid response", date(2026, 3, 4)), ("Reablement", date(2026, 3, 6))),
        "began_on": date(2026, 3, 4),
        "ended_on": date(2026, 3, 20),
        "why_ended": "Help finished as planned",
        "visits": 9,
        "goals": ("“Walk to the shop.” Met.",),
        "scores": ("Barthel: 12 on 4 March 2026, then 17 on 19 March 2026.",),
        "comes_after": "Low-level support that goes on",
        "transition_plan": "Meals come at noon.",
        "onward": ("Meals, 3.5 hours a week from 21 March 2026, by Weir Meals.",),
        "who_to_call": "020 7946 0000, any time.",
        "follow_up_on": date(2026, 6, 12),
    }
    return SummaryFacts(**said | changes)


def test_the_gp_reads_what_happened_and_what_continues() -> None:
    assert gp_summary(facts()) == (
        "Mabel Ashdown, born 6 May 1940, NHS number 999 000 0018.\n\n"
        "What happened\n"
        "Help by Rapid response, Riverside NHS Trust: Rapid response from 4 March 2026; Reablement from 6 March 2026.\n"
        "First seen on 4 March 2026, and seen face to face 9 times.\n"
        "Our help ended on 20 March 2026: help finished as planned.\n\n"
        "What they wanted to be able to do, in their words\n"
        "- “Walk to the shop.” Met.\n\n"
        "Assessments\n"
        "- Barthel: 12 on 4 March 2026, then 17 on 19 March 2026.\n\n"
        "What continues\n"
        "Meals come at noon.\n"
        "What follows our help: low-level support that goes on.\n"
        "- Meals, 3.5 hours a week from 21 March 2026, by Weir Meals.\n"
        "We will ask how they are about 12 June 2026.\n\n"
        "Who to call\n"
        "020 7946 0000, any time."
    )


def test_the_person_reads_short_sentences_said_to_them_without_scores() -> None:
    assert person_summary(facts()) == (
        "The help you had\n"
        "You had help from Rapid response from 4 March 2026 until 20 March 2026. We saw you 9 times.\n\n"
        "What you wanted to be able to do\n"
        "- “Walk to the shop.” Met.\n\n"
        "What happens now\n"
        "Meals come at noon.\n"
        "- Meals, 3.5 hours a week from 21 March 2026, by Weir Meals.\n"
        "We will ask how you are about 12 June 2026.\n\n"
        "Who to call\n"
        "020 7946 0000, any time."
    )


@pytest.mark.parametrize(("visits", "said"), [(1, "saw you once"), (2, "saw you twice"), (3, "saw you 3 times")])
def test_visits_are_counted_as_people_say_it(visits: int, said: str) -> None:
    assert said in person_summary(facts(visits=visits))


def test_what_is_not_known_is_left_out() -> None:
    bare = facts(
        nhs_number="", born_on=None, goals=(), scores=(), transition_plan="", onward=(), comes_after="",
        follow_up_on=None, who_to_call="", visits=0, began_on=None, ended_on=None, why_ended="",
    )  # fmt: skip
    assert gp_summary(bare) == (
        "Mabel Ashdown.\n\nWhat happened\n"
        "Help by Rapid response, Riverside NHS Trust: Rapid response from 4 March 2026; Reablement from 6 March 2026."
        "\n\nWho to call\nRapid response, Riverside NHS Trust."
    )
    assert person_summary(bare) == (
        "The help you had\nYou had help from Rapid response.\n\n"
        "Who to call\nAsk for Rapid response at Riverside NHS Trust."
    )


def test_the_day_of_a_death_is_told_to_the_gp() -> None:
    died = facts(why_ended="Died", happened_on=date(2026, 3, 19))
    assert "ended on 20 March 2026: died on 19 March 2026." in gp_summary(died)


@pytest.mark.parametrize("summary", [gp_summary, person_summary])
def test_a_postcode_is_taken_out_only_where_whereabouts_are_secret(summary: Any) -> None:
    plan = "She stays with a friend at SE1 7EH."
    assert "SE1 7EH" in summary(facts(transition_plan=plan))
    assert "SE1 7EH" not in summary(facts(transition_plan=plan, restricted=True))


def test_a_saved_summary_has_its_headings_and_a_rewritten_part_has_none() -> None:
    assert parts_of("Mabel.\n\nWhat happened\nShe fell.\nOnce.\n\nMine\nAs I like.") == [
        ("", "Mabel."),
        ("What happened", "She fell.\nOnce."),
        ("", "Mine\nAs I like."),
    ]
    assert [heading for heading, _ in parts_of(person_summary(facts()))] == [
        "The help you had",
        "What you wanted to be able to do",
        "What happens now",
        "Who to call",
    ]
