"""Scores, their bands at both edges, values that cannot be, and the tools that come with the project."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.reading.tools import shelf
from homeward.episodes.rules.scoring import AnswerWrong, Score, as_typed, change, checked, in_words, score, shown, typed
from homeward.episodes.schema.tools import Item, Tool, Value

CARRIED = shelf().current()


def barthel(total: int) -> dict[str, Value]:
    """Answers that add up to a total, the first items filled first."""
    left, answers = total, {}
    for item in CARRIED["barthel"].items:
        points = min(left, int(item.scores[1]))
        answers[item.code], left = str(points), left - points
    return dict(answers)


def four_at(total: int) -> dict[str, Value]:
    parts = {"alertness": ("normal", "abnormal"), "acute_change": ("no", "yes")}
    small = ("none", "one", "more"), ("seven", "fewer", "cannot")
    for first in (0, 4):
        for last in (0, 4):
            for one in range(3):
                for two in range(3):
                    if first + last + one + two == total:
                        return {
                            "alertness": parts["alertness"][first // 4],
                            "acute_change": parts["acute_change"][last // 4],
                            "amt4": small[0][one],
                            "attention": small[1][two],
                        }
    raise AssertionError(total)


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "Wholly dependent on others"),
        (4, "Wholly dependent on others"),  # 20 of 100
        (5, "Severely dependent on others"),
        (12, "Severely dependent on others"),  # 60 of 100
        (13, "Moderately dependent on others"),
        (18, "Moderately dependent on others"),  # 90 of 100
        (19, "Slightly dependent on others"),  # 95 of 100
        (20, "Independent"),
    ],
)
def test_the_barthel_index_changes_its_band_at_each_edge(total: int, band: str) -> None:
    assert score(CARRIED["barthel"], barthel(total)) == Score(Decimal(total), band, ())


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "Delirium or severe cognitive impairment unlikely"),
        (1, "Possible cognitive impairment"),
        (3, "Possible cognitive impairment"),
        (4, "Possible delirium, with or without cognitive impairment"),
        (12, "Possible delirium, with or without cognitive impairment"),
    ],
)
def test_the_4at_changes_its_band_at_each_edge(total: int, band: str) -> None:
    assert score(CARRIED["four_at"], four_at(total)) == Score(Decimal(total), band, ())


def test_each_level_of_the_frailty_scale_is_its_own_band_with_the_national_label() -> None:
    bands = [score(CARRIED["cfs"], {"level": str(level)}).band for level in range(1, 10)]
    assert bands == [
        "Very fit", "Well", "Managing well", "Vulnerable", "Mildly frail", "Moderately frail", "Severely frail",
        "Very severely frail", "Terminally ill",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["barthel", "four_at"])
def test_an_incomplete_assessment_has_no_score_and_names_what_is_missing(code: str) -> None:
    tool = CARRIED[code]
    whole = barthel(20) if code == "barthel" else four_at(4)
    for item in tool.items:
        assert score(tool, {**whole, item.code: None}) == Score(None, "", (item.code,))
    assert score(tool, {}).missing == tuple(item.code for item in tool.items)


def test_a_whole_score_from_elsewhere_is_taken_in_place_of_answers_and_only_within_the_range() -> None:
    assert score(CARRIED["barthel"], {"total": 13}).band == "Moderately dependent on others"
    for wrong in (-1, 21, 12.5, True, "12"):
        with pytest.raises(AnswerWrong, match="Barthel index"):
            score(CARRIED["barthel"], {"total": wrong})


def test_the_frailty_scale_takes_no_whole_score_beside_its_own_item() -> None:
    assert score(CARRIED["cfs"], {"total": 5}).missing == ("level",)


@pytest.mark.parametrize(
    ("tool", "item", "value", "said"),
    [
        ("toms", "activity", -0.5, "Activity: give a number from 0 to 5, in steps of 0.5."),
        ("toms", "activity", 5.5, "Activity: give a number from 0 to 5, in steps of 0.5."),
        ("toms", "activity", 2.25, "Activity: give a number from 0 to 5, in steps of 0.5."),
        ("toms", "activity", "2.5", "Activity: give a number"),
        ("toms", "activity", True, "Activity: give a number"),
        ("eq5d5l", "vas", 101, "Scale: give a number from 0 to 100, in whole numbers."),
        ("eq5d5l", "vas", 0.5, "in whole numbers"),
        ("eq5d5l", "mobility", "6", "First digit: mobility: choose one of: 1; 2; 3; 4; 5; 9 Missing."),
        ("barthel", "grooming", "2", "Grooming: choose one of: 0 With help; 1 Alone."),
        ("barthel", "grooming", 1, "Grooming: choose one of"),
        ("falls", "unsteady", "yes", "choose yes or no"),
        ("falls", "fall_story", 3, "write it in words"),
        ("falls", "fall_story", "x" * 4001, "keep it under 4,000 characters"),
        ("falls", "gait_speed", 3.01, "from 0 to 3 metres a second, in steps of 0.01"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_a_sentence(tool: str, item: str, value: Any, said: str) -> None:
    found = CARRIED[tool].item(item)
    assert found is not None
    with pytest.raises(AnswerWrong) as refused:
        checked(found, value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("tool", "item", "value"),
    [
        ("toms", "activity", 0), ("toms", "activity", 0.5), ("toms", "activity", 5), ("eq5d5l", "vas", 100),
        ("eq5d5l", "index", -0.594), ("eq5d5l", "index", 1), ("falls", "gait_speed", 0.8), ("falls", "unsteady", False),
    ],
)  # fmt: skip
def test_both_ends_and_each_step_can_be_given(tool: str, item: str, value: Value) -> None:
    found = CARRIED[tool].item(item)
    assert found is not None
    assert checked(found, value) == value


def test_a_missing_digit_of_the_profile_is_an_answer_and_no_score() -> None:
    mobility = CARRIED["eq5d5l"].item("mobility")
    assert mobility is not None
    assert checked(mobility, "9") == "9"
    assert mobility.scores == [1, 5]
    summed = CARRIED["eq5d5l"].model_copy(
        update={"scoring": "sum", "score_of": None, "sections": CARRIED["eq5d5l"].sections[1:]}
    )
    digits: dict[str, Value] = {item.code: "1" for item in summed.items}
    assert score(summed, digits).total == 5
    assert score(summed, {**digits, "pain": "9"}) == Score(None, "", ("pain",))


@pytest.mark.parametrize("tool", list(CARRIED.values()), ids=list(CARRIED))
def test_every_value_there_is_comes_back_from_the_page_as_it_went(tool: Tool) -> None:
    for item in tool.items:
        for value in values_of(item):
            assert typed(item, as_typed(item, value)) == value
            assert shown(item, value)
        assert typed(item, "  ") is None


@pytest.mark.parametrize("text", ["abc", "NaN", "sNaN", "-Infinity", "Infinity", "1e99", "٣x", "--1"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    vas = CARRIED["eq5d5l"].item("vas")
    assert vas is not None
    with pytest.raises(AnswerWrong):
        typed(vas, text)


@given(st.data())
def test_a_sum_is_what_its_answers_add_up_to_and_always_in_one_band(data: st.DataObject) -> None:
    tool = CARRIED[data.draw(st.sampled_from(["barthel", "four_at"]))]
    chosen = {item.code: data.draw(st.sampled_from(item.values)) for item in tool.items}
    found = score(tool, {code: one.code for code, one in chosen.items()})
    assert found.total == sum(int(one.score or 0) for one in chosen.values())
    looked_up = found.total * tool.band_times
    assert [band.name for band in tool.bands if band.low <= looked_up <= band.high] == [found.band]


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_value_it_can_be_or_is_refused(text: str) -> None:
    for item in CARRIED["eq5d5l"].items + CARRIED["falls"].items:
        with suppress(AnswerWrong):
            value = typed(item, text)
            assert value is None or checked(item, value) == value


def test_a_change_says_which_way_and_whether_that_is_better() -> None:
    barthel_tool, frailty = CARRIED["barthel"], CARRIED["cfs"]

    def of(total: float | None) -> Score:
        return Score(None if total is None else Decimal(str(total)), "", ())

    assert change(barthel_tool, of(9), of(12)) == "3 higher, better"
    assert change(barthel_tool, of(12), of(9)) == "3 lower, worse"
    assert change(frailty, of(5), of(6)) == "1 higher, worse"
    assert change(frailty, of(5), of(5)) == "no change"
    assert change(frailty, of(None), of(5)) == ""
    assert change(CARRIED["toms"], of(2.5), of(3)) == "0.5 higher, better"


@pytest.mark.parametrize(("number", "words"), [(3.50, "3.5"), (100, "100"), (0, "0"), (-0.25, "-0.25"), (20.0, "20")])
def test_a_number_is_written_without_zeros_that_say_nothing(number: float, words: str) -> None:
    assert in_words(number) == words


def test_an_answer_whose_item_is_gone_is_shown_as_it_was_written() -> None:
    assert shown(None, "with_a_crane") == "with_a_crane"
    assert shown(CARRIED["barthel"].item("grooming"), "7") == "7"
    assert (shown(None, True), shown(None, 2.50), shown(None, None)) == ("Yes", "2.5", "Taken back")


def values_of(item: Item) -> list[Value]:
    if item.kind == "choice":
        return [one.code for one in item.values]
    if item.kind == "yes_no":
        return [True, False]
    if item.kind == "text":
        return ["A word.", "two\nlines"]
    return [item.min or 0, item.max or 0, (item.min or 0) + item.step]
