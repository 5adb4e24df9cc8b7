"""The groups a fact is put into: bands of age, ethnic groups, and the kinds of intermediate care."""

from datetime import date

from homeward.kit.weeks import age_on

AGE_BANDS: tuple[tuple[int, str], ...] = ((85, "85_over"), (75, "75_84"), (65, "65_74"), (18, "18_64"), (0, "under_18"))
NOT_KNOWN = "not_known"
AGE_BAND_NAMES: dict[str, str] = {
    "under_18": "Under 18",
    "18_64": "18 to 64",
    "65_74": "65 to 74",
    "75_84": "75 to 84",
    "85_over": "85 and over",
    NOT_KNOWN: "Not known",
}

NOT_STATED = "not_stated"
ETHNIC_GROUPS: dict[str, str] = {
    **dict.fromkeys("ABC", "white"),
    **dict.fromkeys("DEFG", "mixed"),
    **dict.fromkeys("HJKL", "asian"),
    **dict.fromkeys("MNP", "black"),
    # Chinese stands beside "any other" in the categories of 2001, and under Asian in the census since 2011.
    "R": "asian",
    "S": "other",
    "Z": NOT_STATED,
    "99": NOT_KNOWN,
}
"""The census's five groups by national code.

Source: NHS Data Model and Dictionary, ETHNIC CATEGORY (16+1 categories, A to S without I, O and Q; Z not stated, 99 not
known), put into the groups of the census of 2021 for England and Wales.
"""

CARE_MODELS: dict[str, str] = {
    "crisis_response": "crisis_response",
    "home_based": "home_based",
    "reablement": "reablement",
    "bed_based": "bed_based",
    "social_work": "urgent_social_work",
    "virtual_ward": "virtual_ward",
}
"""The kind of care of a fact, by the `model` of a pathway in the agreed service model."""


def age_band(born_on: date | None, on: date) -> str:
    """The band of a person's age on a day; not known without a date of birth, or with one in the future."""
    if born_on is None or born_on > on:
        return NOT_KNOWN
    age = age_on(born_on, on)
    return next(band for least, band in AGE_BANDS if age >= least)


def ethnic_group(category: str) -> str:
    """The census's group of a national ethnic category.

    Sites may add a second character of their own to a category (as A1): the first says which it is. A blank, and a code
    that no list knows, are not known.
    """
    code = category.strip().upper()
    return ETHNIC_GROUPS.get(code) or ETHNIC_GROUPS.get(code[:1], NOT_KNOWN)


def care_model(model: str) -> str:
    """The kind of care that a pathway of this `model` is; "" for none, and for one the facts do not know."""
    return CARE_MODELS.get(model, "")
