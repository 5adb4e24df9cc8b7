"""Some facts about the service for everybody who lives here, in plain words, worked out from the counts. Pure.

A fact is said only when its figure may be shown and rests on enough people; what cannot be said is left out. Words are
short, for a reading age of about eleven.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeward.outcomes.series import Series
from homeward.outcomes.showing import Shown
from homeward.outcomes.spc import Assurance, Kind

LEAST_PEOPLE = 20
"""Below so many, "in 10" says more than is known."""
MOST_FACTS = 8
MOST_WORKED_ON = 3


@dataclass(frozen=True, slots=True)
class PublicFact:
    """One fact: the picture that stands for it, the number in large, the words after it, and how many it rests on.

    `of_ten` is how many of ten figures are filled; None for a number that is no share.
    """

    code: str
    picture: str
    number: str
    words: str
    rests_on: str
    of_ten: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How a share of people is told: "9 in 10" and these words."""

    code: str
    picture: str
    words: str
    of: str


SHARES = (
    Share("two_hour_response", "clock", "people in a crisis were seen within 2 hours.", "people we saw in a crisis"),
    Share("two_day_response", "door", "people began their help within 2 days.", "people who began help"),
    Share("destination_home", "house", "people were living at home when our help ended.", "people whose help ended"),
    Share("goals_met", "star", "goals that people set for themselves were met.", "goals that people set"),
    Share("people_agree", "speech", "answers about our help were good ones.", "answers that people gave"),
    Share("ascof_2a", "person", "people needed no lasting care after our help.", "people new to care"),
    Share(
        "at_home_12_weeks",
        "house",
        "people were living at home 12 weeks after our help.",
        "people we asked 12 weeks on",
    ),
    Share("discharged_on_ready_day", "door", "people left hospital on the day they were ready.", "people who left"),
)
WORKED_ON = {
    "two_hour_response": "Seeing more people within 2 hours when they are in a crisis.",
    "two_day_response": "Starting help sooner.",
    "discharged_on_ready_day": "Getting people home from hospital on the day they are ready.",
    "delay_days": "Cutting the days that people wait in hospital when they could go home.",
    "hand_offs": "Passing people from team to team less often.",
    "told_again": "Making sure that nobody has to tell their story twice.",
    "over_limit": "Making sure that help goes on no longer than it needs to.",
    "goals_met": "Helping more people to reach their own goals.",
    "people_agree": "Acting on what people tell us.",
    "home_ward_occupancy": "Having enough places on our ward for people at home.",
    "wait_to_first_contact": "Cutting the wait for the first visit.",
    "wait_to_start": "Cutting the wait for help to start.",
    "destination_home": "Helping more people to live at home after our help.",
    "at_home_12_weeks": "Helping people to stay at home after our help has ended.",
}
"""What a measure that goes wrong is called here; measures that people cannot feel are not here."""


def facts_of(found: Mapping[str, tuple[Series, Shown | None]], month: date) -> tuple[PublicFact, ...]:
    """The facts that can be told of a month, at most eight, each measure with what was counted of it."""
    told = [*_counts(found, month), *(fact for share in SHARES for fact in _share(share, found))]
    return tuple([*told, *_how_long(found)][:MOST_FACTS])


def worked_on(found: Mapping[str, tuple[Series, Shown | None]]) -> tuple[str, ...]:
    """What gets worse, or misses its target as things run, in the words of those who live with it; at most three."""
    tests: Sequence[Callable[[Series], bool]] = (
        lambda one: one.chart.variation is Kind.CONCERN,
        lambda one: one.assurance is not None and one.chart.assurance is Assurance.NOT_MET,
        lambda one: one.meets is False,
    )
    codes = [code for holds in tests for code in WORKED_ON if code in found and holds(found[code][0])]
    return tuple(WORKED_ON[code] for code in list(dict.fromkeys(codes))[:MOST_WORKED_ON])


def in_ten(percent: float) -> tuple[str, int]:
    """A share as people say it, and how many of ten to fill: 84 as "More than 8 in 10", 88 as "Nearly 9 in 10"."""
    if percent >= 99.5:
        return "All or nearly all", 10
    whole, rest = divmod(percent, 10)
    tenths = int(whole)
    if rest >= 7.5 and tenths + 1 < 10:
        return f"{'' if rest >= 9 else 'Nearly '}{tenths + 1} in 10", tenths + 1
    if not tenths:
        return "Fewer than 1 in 10", 0
    return f"{'More than ' if rest > 1 else ''}{tenths} in 10", tenths


def _counts(found: Mapping[str, tuple[Series, Shown | None]], month: date) -> Iterator[PublicFact]:
    cell = found["referrals_received"][1] if "referrals_received" in found else None
    if cell and cell.numerator:
        words = f"requests for help came to us in {month:%B}."
        yield PublicFact("referrals_received", "phone", f"About {cell.numerator:,}", words, "")


def _share(share: Share, found: Mapping[str, tuple[Series, Shown | None]]) -> Iterator[PublicFact]:
    series, cell = found.get(share.code, (None, None))
    if series is None or cell is None or not cell.denominator or cell.denominator < LEAST_PEOPLE:
        return
    percent = cell.figures[series.measure.figures[0].code]
    if percent is None:
        return
    number, of_ten = in_ten(percent)
    rests_on = f"Of about {cell.denominator:,} {share.of}."
    yield PublicFact(share.code, share.picture, number, share.words, rests_on, of_ten)


def _how_long(found: Mapping[str, tuple[Series, Shown | None]]) -> Iterator[PublicFact]:
    series, cell = found.get("length_of_help", (None, None))
    if series is None or cell is None or not cell.denominator or cell.denominator < LEAST_PEOPLE:
        return
    days = cell.figures[series.measure.figures[0].code]
    if days is not None:
        words = f"of the people had our help for {round(days)} days or less."
        yield PublicFact("length_of_help", "calendar", "Half", words, f"Of about {cell.denominator:,} people.")
