"""The groups a fact is put into, by the national codes and the agreed service model."""

import pytest

from homeward.outcomes.facts.groups import AGE_BANDS, CARE_MODELS, ETHNICITIES
from homeward.outcomes.rules.groups import AGE_BAND_NAMES, ETHNIC_GROUPS, care_model, ethnic_group
from homeward.pathways.reading import agreed_versions


@pytest.mark.parametrize(
    ("category", "group"),
    [
        ("A", "white"),
        ("C", "white"),
        ("D", "mixed"),
        ("G", "mixed"),
        ("H", "asian"),
        ("L", "asian"),
        ("M", "black"),
        ("P", "black"),
        ("R", "asian"),
        ("S", "other"),
        ("Z", "not_stated"),
        ("99", "not_known"),
        ("", "not_known"),
        (" a ", "white"),
        ("A1", "white"),
        ("I", "not_known"),
        ("9", "not_known"),
        ("X", "not_known"),
    ],
)
def test_a_national_ethnic_category_has_its_group_of_the_census(category: str, group: str) -> None:
    assert ethnic_group(category) == group


def test_there_are_sixteen_categories_and_two_codes_for_none() -> None:
    assert len(ETHNIC_GROUPS) == 18
    assert set(ETHNIC_GROUPS.values()) < set(ETHNICITIES)


def test_every_band_of_age_is_one_that_facts_may_hold() -> None:
    assert set(AGE_BAND_NAMES) <= set(AGE_BANDS)


def test_every_kind_of_pathway_that_was_agreed_is_a_kind_of_care() -> None:
    kinds = {care_model(pathway.model) for model in agreed_versions() for pathway in model.pathways}
    assert "" not in kinds
    assert kinds <= set(CARE_MODELS)


@pytest.mark.parametrize(
    ("model", "kind"), [("social_work", "urgent_social_work"), ("bed_based", "bed_based"), ("", ""), ("other", "")]
)
def test_a_pathway_says_what_kind_of_care_it_is(model: str, kind: str) -> None:
    assert care_model(model) == kind
