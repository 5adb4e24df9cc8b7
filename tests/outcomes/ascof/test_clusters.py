"""Which spells are joined, which are counted at all, and with what outcome."""

from datetime import date

import pytest

from homeward.outcomes.ascof.events import ClientType
from homeward.outcomes.ascof.two_a import AgeBand
from tests.outcomes.ascof.events import END, START, after, counted, only, reablement, service


@pytest.mark.parametrize(("gap", "clusters"), [(-3, 1), (0, 1), (6, 1), (7, 1), (8, 2)])
def test_spells_a_week_apart_or_less_are_joined(gap: int, clusters: int) -> None:
    assert len(counted(reablement(), reablement(after(gap), after(gap + 20)))) == clusters


def test_the_gap_is_measured_from_the_latest_end_before_not_from_the_last_start() -> None:
    long = reablement(START, END)
    short = reablement(after(5, START), after(8, START))
    assert only(long, short, reablement(after(7), after(20))).start == START


def test_a_chain_of_spells_is_one_cluster_from_the_first_start_to_the_latest_end() -> None:
    found = only(reablement(), reablement(after(7), after(9)), reablement(after(16), after(30)))
    assert (found.start, found.end, found.spells) == (START, after(30), 3)


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        ("nfa_other", "nfa_as_planned", "nfa_as_planned"),
        ("nfa_as_planned", "nfa_moved", "nfa_moved"),
        ("continuation", "nfa_other", "nfa_other"),
        ("progress_reablement", "continuation", "progress_reablement"),
        ("invalid", "continuation", "continuation"),
    ],
)
def test_of_spells_that_end_together_the_outcome_that_ranks_first_is_taken_and_one_that_says_little_last(
    one: str, other: str, taken: str
) -> None:
    for first, second in ((one, other), (other, one)):
        assert only(reablement(outcome=first), reablement(after(5, START), END, second)).outcome == taken


def test_the_spell_that_ends_last_gives_the_outcome_even_where_it_says_nothing() -> None:
    found = only(reablement(outcome="nfa_as_planned"), reablement(START, after(1), "invalid"))
    assert (found.outcome, found.step, found.unable_to_classify) == ("invalid", "6", True)


@pytest.mark.parametrize(
    "bad",
    [
        reablement(None, END),
        reablement(END, START),
        reablement(person=""),
        reablement(client=ClientType.CARER),
    ],
)
def test_spells_without_person_or_start_that_end_before_it_or_are_a_carers_are_left_out(bad: object) -> None:
    assert counted(bad) == []  # type: ignore[arg-type]


def test_a_spell_of_one_day_counts() -> None:
    assert only(reablement(START, START)).end == START


def test_an_open_spell_takes_its_cluster_out_of_every_period() -> None:
    assert counted(reablement(), reablement(after(2), None), last=date(2026, 3, 31)) == []


@pytest.mark.parametrize(("last_day", "is_in"), [(-1, False), (0, True), (364, True), (365, False)])
def test_the_end_decides_the_period_and_both_its_days_are_in_it(last_day: int, is_in: bool) -> None:
    first, last = date(2025, 4, 1), date(2026, 3, 31)
    end = after(last_day, first)
    assert bool(counted(reablement(date(2025, 1, 1), end), first=first, last=last)) is is_in


def test_several_clusters_of_a_period_are_told_in_order_and_others_left_out() -> None:
    found = counted(
        reablement(after(100), after(120)),
        reablement(),
        reablement(after(-400), after(-390)),
        first=date(2025, 4, 1),
        last=date(2026, 3, 31),
    )
    assert [one.start for one in found] == [START, after(100)]


def test_nothing_is_joined_across_councils_or_people() -> None:
    ours, theirs = reablement(council="A"), reablement(after(2), after(20), council="B")
    somebody = reablement(after(3), after(30), council="A", person="2")
    assert [(one.council, one.person) for one in counted(theirs, somebody, ours)] == [
        ("A", "1"),
        ("A", "2"),
        ("B", "1"),
    ]


def test_support_by_another_council_is_no_sequel_and_makes_nobody_known() -> None:
    before = service(after(-60, START), None, "lts_community", council="B")
    found = only(reablement(council="A"), before, service(after(1), None, "lts_nursing", council="B"))
    assert (found.new_client, found.sequel) == (True, "nfa_as_planned")


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2007, 6, 10), AgeBand.UNDER_65),
        (date(2007, 6, 11), None),
        (date(1960, 6, 10), AgeBand.UNDER_65),
        (date(1960, 6, 9), AgeBand.OVER_65),
        (None, AgeBand.NOT_KNOWN),
        (date(2026, 1, 1), None),
    ],
)
def test_age_on_the_last_day_decides_who_is_a_child_and_in_which_band_an_adult(
    born_on: date | None, band: AgeBand | None
) -> None:
    assert [one.age_band for one in counted(reablement(), born_on=born_on)] == ([band] if band else [])


@pytest.mark.parametrize(("died_on", "is_in"), [(after(-1, START), False), (START, True), (END, True)])
def test_who_died_before_the_start_is_left_out(died_on: date, is_in: bool) -> None:
    assert bool(counted(reablement(), died_on=died_on)) is is_in


@pytest.mark.parametrize(
    ("code", "start", "end", "new"),
    [
        ("lts_community", -200, -90, False),
        ("lts_nursing", -200, -90, False),
        ("lts_residential", -200, -90, False),
        ("lts_prison", -200, -90, False),
        ("lts_community", -200, -91, True),
        ("lts_community", -200, None, False),
        ("lts_community", -1, None, False),
        ("lts_community", 0, None, True),
        ("lts_community", -1, 200, False),
        ("st_other", -200, -1, True),
        ("st_low_level", -200, None, True),
        ("carer_shared", -200, None, True),
    ],
)
def test_long_term_support_in_the_91_days_before_makes_somebody_a_client_already(
    code: str, start: int, end: int | None, new: bool
) -> None:
    before = service(after(start, START), None if end is None else after(end, START), code)
    found = only(reablement(outcome="nfa_other"), before)
    assert found.new_client is new
    assert found.in_denominator is new
    assert found.left_out == (None if new else "not_a_new_client")


def test_where_long_term_support_is_not_recorded_nobody_is_said_to_be_new_and_all_are_counted() -> None:
    found = only(reablement(), long_term_known=False)
    assert (found.new_client, found.in_denominator, found.in_numerator, found.left_out) == (None, True, True, None)
