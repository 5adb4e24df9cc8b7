"""Two people's edits of a plan are put together: who changed what alone is heard, and a clash loses nothing."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.rules.plan_edits import STAFF_ONLY, TEXTS, changed_since, merged, tidy
from tests.support.borough import NOW


@pytest.mark.parametrize(
    ("opened", "typed", "stands", "written", "clashes"),
    [
        ("a", "a", "a", None, None),
        ("a", "b", "a", "b", None),
        ("a", "a", "b", None, None),
        ("a", "b", "b", None, None),
        ("a", "b", "c", None, ("c", "b")),
        ("", "b", "", "b", None),
        ("a", "", "a", "", None),
        ("a", "", "b", None, ("b", "")),
        ("a", "b", "", None, ("", "b")),
        ("", "b", "c", None, ("c", "b")),
        ("one\ntwo", "one\r\ntwo", "one\ntwo", None, None),
        ("one\ntwo", " one\r\ntwo \r\n", "three", None, None),
    ],
)
def test_who_changed_a_text_alone_is_heard_and_two_who_changed_it_are_both_shown(
    opened: str, typed: str, stands: str, written: str | None, clashes: tuple[str, str] | None
) -> None:
    both = merged(opened={"aims": opened}, typed={"aims": typed}, now={"aims": stands})
    assert both.changes == ({} if written is None else {"aims": (stands, written)})
    assert both.clashes == ({} if clashes is None else {"aims": clashes})


def test_changes_of_different_texts_are_both_kept() -> None:
    opened = dict.fromkeys(TEXTS, "as it was")
    now = opened | {"who_to_call": "theirs"}
    both = merged(opened=opened, typed=opened | {"aims": "mine"}, now=now)
    assert both.changes == {"aims": ("as it was", "mine")}
    assert both.clashes == {}


def test_a_text_that_was_not_sent_or_is_not_known_is_left_alone() -> None:
    assert merged(opened={"aims": "a"}, typed={}, now={"aims": "a"}).changes == {}
    assert merged(opened={}, typed={"aims": "b"}, now={"aims": "a"}).changes == {}
    assert merged(opened={"secret": "a"}, typed={"secret": "b"}, now={"aims": "a"}).changes == {}


words = st.sampled_from(["", "a", "b", "a\nb", "a\r\nb", " a "])
plans = st.fixed_dictionaries(dict.fromkeys(TEXTS, words))


@given(opened=plans, typed=plans, now=plans)
def test_no_text_anybody_typed_is_ever_lost(opened: dict[str, str], typed: dict[str, str], now: dict[str, str]) -> None:
    both = merged(opened=opened, typed=typed, now=now)
    for name in TEXTS:
        stands = both.changes[name][1] if name in both.changes else tidy(now[name])
        mine_is_kept = tidy(typed[name]) in (stands, *both.clashes.get(name, ()))
        assert mine_is_kept or tidy(typed[name]) == tidy(opened[name])
        theirs_is_kept = tidy(now[name]) in (stands, *both.clashes.get(name, ()))
        assert theirs_is_kept or tidy(now[name]) == tidy(opened[name])


@given(opened=plans, typed=plans)
def test_who_edits_alone_never_meets_a_clash(opened: dict[str, str], typed: dict[str, str]) -> None:
    both = merged(opened=opened, typed=typed, now=opened)
    assert both.clashes == {}
    assert {name: after for name, (_, after) in both.changes.items()} == {
        name: tidy(text) for name, text in typed.items() if tidy(text) != tidy(opened[name])
    }


@pytest.mark.parametrize(
    ("agreed_at", "changed_at", "expected"),
    [
        (None, NOW, False),
        (NOW, None, False),
        (NOW, NOW - timedelta(seconds=1), False),
        (NOW, NOW, False),
        (NOW, NOW + timedelta(seconds=1), True),
    ],
)
def test_a_plan_is_changed_since_it_was_agreed_only_by_what_came_after(
    agreed_at: datetime | None, changed_at: datetime | None, expected: bool
) -> None:
    assert changed_since(agreed_at, None, changed_at) is expected


def test_what_to_know_before_a_visit_is_the_only_text_for_staff_alone() -> None:
    assert set(TEXTS) - STAFF_ONLY == {"aims", "if_it_gets_worse", "who_to_call"}
