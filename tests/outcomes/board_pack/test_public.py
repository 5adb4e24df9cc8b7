"""The page for everybody: plain words, guarded numbers, one page, and silence where there is too little to say."""

import re
from pathlib import Path

import pytest

from homeward.outcomes.board_pack.public import picture_as_pdf, picture_of
from homeward.outcomes.board_pack.public_facts import in_ten
from tests.outcomes.board_pack.test_pack import streams_of
from tests.outcomes.board_pack.year import OCTOBER, a_year, seen
from tests.outcomes.made_facts import Fact, fact


def goals(many: int, met: int) -> list[Fact]:
    return [
        fact("goals", goal_id=str(n), set_on=OCTOBER, ended_on=OCTOBER, met=n < met, level=0, change=0)
        for n in range(many)
    ]


@pytest.mark.parametrize(
    ("percent", "words", "filled"),
    [
        (0, "Fewer than 1 in 10", 0),
        (8, "Nearly 1 in 10", 1),
        (9, "1 in 10", 1),
        (7.4, "Fewer than 1 in 10", 0),
        (10, "1 in 10", 1),
        (11, "1 in 10", 1),
        (12, "More than 1 in 10", 1),
        (50, "5 in 10", 5),
        (77, "More than 7 in 10", 7),
        (78, "Nearly 8 in 10", 8),
        (79, "8 in 10", 8),
        (90, "9 in 10", 9),
        (98, "More than 9 in 10", 9),
        (99.4, "More than 9 in 10", 9),
        (99.5, "All or nearly all", 10),
        (100, "All or nearly all", 10),
    ],
)
def test_a_share_is_told_of_ten(percent: float, words: str, filled: int) -> None:
    assert in_ten(percent) == (words, filled)


def test_facts_are_told_in_words_that_rest_on_guarded_numbers(home: Path, db: None) -> None:
    snapshot = a_year(home, last_month=seen(OCTOBER, many=43, in_time=36), other={"goals": goals(30, 12)})
    facts = {one.code: one for one in picture_of(snapshot, OCTOBER).facts}
    assert facts["two_hour_response"].number == "More than 8 in 10"
    assert facts["two_hour_response"].rests_on == "Of about 45 people we saw in a crisis."
    assert facts["referrals_received"].number == "About 45"
    assert facts["goals_met"].number == "4 in 10"


def test_a_share_of_few_people_is_not_told_and_with_little_to_say_the_page_says_so(home: Path, db: None) -> None:
    picture = picture_of(a_year(home, last_month=seen(OCTOBER, many=17, in_time=10)), OCTOBER)
    assert picture.facts == ()
    assert picture.worked_on == ()


def test_the_file_is_one_page_that_can_be_read_aloud(home: Path, db: None) -> None:
    snapshot = a_year(home, other={"goals": goals(30, 12)})
    inside = streams_of(picture_as_pdf(picture_of(snapshot, OCTOBER)))
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", inside)) == 1
    assert b"pdfuaid:part" in inside
