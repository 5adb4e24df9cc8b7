"""What an answer counts for, when somebody is asked, codes, and months, at both edges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.kit.london import london_date
from homeward.voice.rules.answers import CHOICES, NotAnAnswer, agrees, taken_apart
from homeward.voice.rules.asking import may_be_asked, runs_out_at, timing_now
from homeward.voice.rules.codes import ALPHABET, code_of, key_from, key_in
from homeward.voice.rules.months import first_day, last_day, month_of, months_later, twelve_months_to
from homeward.voice.rules.rounds import is_open, mark_of

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("response", "expected"), [(1, False), (3, False), (4, True), (5, True), (None, None)])
def test_four_and_five_agree_and_no_response_is_neither(response: int | None, expected: bool | None) -> None:
    assert agrees(response) is expected


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("5", (5, "")),
        ("1", (1, "")),
        ("not_applicable", (None, "not_applicable")),
        ("rather_not", (None, "rather_not")),
    ],
)
def test_an_answer_is_on_the_scale_or_says_why_not(said: str, kept: tuple[int | None, str]) -> None:
    assert taken_apart(said) == kept


@pytest.mark.parametrize("said", ["", "0", "6", "04", "agree", "5 "])
def test_anything_else_is_no_answer(said: str) -> None:
    with pytest.raises(NotAnAnswer):
        taken_apart(said)


def test_there_are_five_places_on_the_scale_and_two_ways_round_it() -> None:
    assert [code for code, _ in CHOICES] == ["5", "4", "3", "2", "1", "not_applicable", "rather_not"]


TEN_WEEKS = timedelta(weeks=10)


@pytest.mark.parametrize(
    ("ended_at", "timing"),
    [
        (None, "during"),
        (NOW + timedelta(seconds=1), "during"),
        (NOW, "at_the_end"),
        (NOW - TEN_WEEKS + timedelta(seconds=1), "at_the_end"),
        (NOW - TEN_WEEKS, "twelve_weeks"),
    ],
)
def test_when_in_their_help_it_is(ended_at: datetime | None, timing: str) -> None:
    assert timing_now(ended_at, NOW) == timing


def test_an_address_works_for_a_day_and_a_letter_for_three_weeks() -> None:
    assert runs_out_at(NOW, by_post=False, apart=False) == NOW + timedelta(hours=24)
    assert runs_out_at(NOW, by_post=False, apart=True) == datetime(2026, 3, 6, 0, 0, tzinfo=UTC)
    # British summer time begins on 29 March: the day ends at 23:00 UTC from then on.
    later = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
    assert runs_out_at(NOW, by_post=True, apart=False) == datetime(2026, 3, 26, 0, 0, tzinfo=UTC)
    assert runs_out_at(later, by_post=True, apart=True) == datetime(2026, 4, 10, 23, 0, tzinfo=UTC)


@given(st.integers(0, 365 * 24 * 60))
def test_what_is_kept_apart_always_runs_out_at_the_end_of_a_london_day(minutes: int) -> None:
    at = NOW + timedelta(minutes=minutes)
    ends = runs_out_at(at, by_post=False, apart=True)
    assert at + timedelta(hours=24) <= ends <= at + timedelta(hours=50)
    assert london_date(ends) != london_date(ends - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("audience", "has_died", "expected"), [("person", True, False), ("person", False, True), ("carer", True, True)]
)
def test_nobody_who_has_died_is_asked(audience: str, has_died: bool, expected: bool) -> None:
    assert may_be_asked(audience, has_died=has_died) is expected


@given(st.integers(0, 2**50 - 1))
def test_a_code_gives_its_key_back_however_it_is_typed(number: int) -> None:
    key = key_from(number)
    code = code_of(key, "secret")
    assert len(code) == 19
    assert set(code) <= {*ALPHABET, "-"}
    assert key_in(code, "secret") == key
    assert key_in(f" {code.lower().replace('-', ' ')} ", "secret") == key
    assert key_in(code.replace("0", "O").replace("1", "l"), "secret") == key
    assert key_in(code, "another secret") is None


@given(st.integers(0, 2**50 - 1), st.integers(0, 15), st.sampled_from(ALPHABET))
def test_a_code_with_one_letter_changed_is_no_code(number: int, place: int, letter: str) -> None:
    plain = code_of(key_from(number), "secret").replace("-", "")
    changed = plain[:place] + letter + plain[place + 1 :]
    assert (key_in(changed, "secret") is None) is (changed != plain)


@pytest.mark.parametrize("typed", ["", "x", "7K2M", "7K2M-Q8XR-T94P-D3WAA", "é" * 16, "٣" * 16, "\0" * 16])
def test_other_text_is_no_code(typed: str) -> None:
    assert key_in(typed, "secret") is None


@pytest.mark.parametrize(
    ("month", "by", "then"), [(202603, 0, 202603), (202612, 1, 202701), (202601, -1, 202512), (202602, -11, 202503)]
)
def test_months_are_counted_over_the_year(month: int, by: int, then: int) -> None:
    assert months_later(month, by) == then


def test_a_month_begins_and_ends() -> None:
    assert month_of(date(2028, 2, 29)) == 202802
    assert (first_day(202802), last_day(202802), last_day(202612)) == (
        date(2028, 2, 1),
        date(2028, 2, 29),
        date(2026, 12, 31),
    )
    assert twelve_months_to(202603) == 202504


@pytest.mark.parametrize(
    ("today", "opened", "expected"),
    [
        (date(2026, 3, 1), (), True),
        (date(2026, 3, 31), (), True),
        (date(2026, 4, 1), (), False),
        (date(2026, 4, 1), (202604,), True),
        (date(2027, 4, 1), (202604,), False),
        (date(2026, 5, 1), (202604,), False),
    ],
)
def test_staff_are_asked_in_agreed_and_opened_months(today: date, opened: tuple[int, ...], expected: bool) -> None:
    assert is_open(today, (3, 9), opened) is expected


def test_the_mark_of_a_member_is_another_in_each_round_and_needs_the_services_key() -> None:
    marks = {mark_of(7, 202603, "a"), mark_of(7, 202609, "a"), mark_of(8, 202603, "a"), mark_of(7, 202603, "b")}
    assert len(marks) == 4
    assert mark_of(7, 202603, "a") in marks
