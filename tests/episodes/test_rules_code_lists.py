"""Our code lists hold what is published, and find a code however another system wrote the text."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.code_lists import code_for, fits, normalised
from tests.support.published import published

NATIONAL = ("delay_reason", "discharge_destination")
FAMILIES = {
    "Hospital process": 7,
    "Care transfer hub process": 3,
    "Interface process": 12,
    "Capacity": 11,
    "Wellbeing concerns": 4,
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hospital process – Awaiting", "Hospital process - Awaiting"),
        ("Care transfer hub process– Awaiting", "Care transfer hub process – Awaiting"),
        ("Interface\xa0process – Out", "Interface process — Out"),
        ("still underway\u202f(Pathway 1 or 3)", "still underway  (pathway 1 or 3) "),
        ("Patient\xa0/family/carer", "Patient/family / carer"),
        ("Home based", "Home\u2011based"),
        ("public\u200b funds", "public funds"),
        ("persons’ needs", "persons' needs"),
    ],
)
def test_spaces_dashes_and_capitals_do_not_tell_two_values_apart(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("Pathway 1", "Pathway 2"), ("arrangement", "arrangements"), ("a/b", "ab")])
def test_words_and_numbers_do(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("name", "part", "field"),
    [
        ("delay_reason", "post_change_delay_reasons", "reason"),
        ("discharge_destination", "post_change_destinations", "destination"),
    ],
)
def test_each_published_value_has_one_code_and_each_code_was_published(name: str, part: str, field: str) -> None:
    england = published("reference_stats/acute_discharge_sitrep_2024_25.json")["england"]
    texts = [row[field] for row in england[part]["details"]]
    found = [code_for(text, code_list(name)) for text in texts]
    assert sorted(map(str, found)) == sorted(value.code for value in code_list(name).values)


def test_there_are_37_reasons_in_five_families_and_eight_destinations() -> None:
    assert Counter(value.family for value in code_list("delay_reason").values) == FAMILIES
    assert Counter(value.pathways for value in code_list("discharge_destination").values) == {
        (0,): 2, (1,): 3, (2,): 1, (3,): 2,
    }  # fmt: skip


@pytest.mark.parametrize("name", NATIONAL)
def test_no_two_published_texts_are_the_same_once_normalised(name: str) -> None:
    texts = [normalised(value.national) for value in code_list(name).values]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_a_reason_says_its_family_and_its_pathways_as_published() -> None:
    for value in code_list("delay_reason").values:
        assert value.national.startswith(f"{value.family} – ")
        assert bool(value.pathways) == ("Pathway" in value.national)
        if value.pathways and value.code != "no_equipment":  # published as "Pathway 1-3"
            named = value.national.split("(Pathway ")[1]
            assert value.pathways == tuple(int(letter) for letter in named if letter.isdigit())
    equipment = code_list("delay_reason").value("no_equipment")
    assert equipment is not None
    assert equipment.pathways == (1, 2, 3)


@pytest.mark.parametrize("name", NATIONAL)
def test_the_lists_say_that_the_definitions_changed_on_27_may_2024(name: str) -> None:
    assert "27 May 2024" in code_list(name).published_on


def test_a_text_nobody_published_has_no_code_and_a_code_is_itself() -> None:
    assert code_for("Waiting for the moon", code_list("delay_reason")) is None
    assert code_for("", code_list("delay_reason")) is None
    assert code_for(" transport ", code_list("delay_reason")) == "transport"


def test_an_unknown_code_is_shown_as_unknown() -> None:
    assert code_list("delay_reason").name_of("moon") == "Unknown code: moon"


@pytest.mark.parametrize(
    ("code", "pathway", "fine"),
    [("transport", 3, True), ("no_care_home", 3, True), ("no_care_home", 1, False), ("no_care_home", None, True)],
)
def test_a_reason_fits_its_pathways_or_all(code: str, pathway: int | None, fine: bool) -> None:
    value = code_list("delay_reason").value(code)
    assert value is not None
    assert fits(value, pathway) is fine
