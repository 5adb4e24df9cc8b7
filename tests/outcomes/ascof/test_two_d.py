"""ASCOF 2D: what links, what counts within twelve weeks, what is left out, at both edges."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from homeward.outcomes.ascof.events import About, Event
from homeward.outcomes.ascof.stays import NATIONAL, NotCounted, Stay, not_counted
from homeward.outcomes.ascof.two_d import Discharge, linked_discharges, parts, published_with
from tests.outcomes.ascof.events import after, reablement, service

IN, OUT = date(2025, 4, 20), date(2025, 5, 1)
BORN = date(1940, 1, 1)
STAY = Stay(person="1", admitted_on=IN, discharged_on=OUT, stay="first")
HELP = reablement(after(1, OUT), after(40, OUT))


def found(
    *events: Event, stays: tuple[Stay, ...] = (STAY,), died_on: date | None = None, **more: Any
) -> list[Discharge]:
    return linked_discharges(stays, events, {"1": About(BORN, died_on)}, **more)


def first(*events: Event, **more: Any) -> Discharge:
    return next(one for one in found(*events, **more) if one.stay.stay == "first")


@pytest.mark.parametrize(("day", "linked"), [(-4, False), (-3, True), (0, True), (7, True), (8, False)])
def test_reablement_links_that_starts_from_3_days_before_to_7_days_after_the_discharge(day: int, linked: bool) -> None:
    one = first(reablement(after(day, OUT), after(60, OUT)))
    assert (one.linked, one.success()) == (linked, True if linked else None)


@pytest.mark.parametrize(("day", "linked"), [(-1, False), (0, True)])
def test_reablement_that_started_before_the_admission_does_not_link(day: int, linked: bool) -> None:
    short = Stay(person="1", stay="first", admitted_on=after(-2, OUT), discharged_on=OUT)
    assert first(reablement(after(day - 2, OUT), after(60, OUT)), stays=(short,)).linked is linked


def test_support_that_is_not_reablement_does_not_link() -> None:
    assert not first(service(after(1, OUT), None, "st_max", "Home support or domiciliary care")).linked
    assert not first(service(after(1, OUT), None, "st_other", "Reablement")).linked


def test_two_discharges_in_the_window_and_the_later_is_linked() -> None:
    later = Stay(person="1", stay="later", admitted_on=after(2, OUT), discharged_on=after(4, OUT))
    help_after_both = reablement(after(6, OUT), after(40, OUT))
    assert [(one.stay.stay, one.linked) for one in found(help_after_both, stays=(STAY, later))] == [
        ("first", False),
        ("later", True),
    ]


def test_a_later_discharge_that_is_not_counted_takes_over_no_link() -> None:
    later = Stay(person="1", stay="x", admitted_on=after(2, OUT), discharged_on=after(4, OUT), destination="79")
    assert first(reablement(after(6, OUT), after(40, OUT)), stays=(STAY, later)).linked


def test_one_discharge_may_link_to_two_clusters_and_both_are_counted() -> None:
    rows = found(reablement(after(-3, OUT), after(-2, OUT)), reablement(after(6, OUT), after(40, OUT)))
    assert len(rows[0].links) == 2
    both = parts(rows)
    assert (both.part_1.denominator, both.part_2.numerator, both.part_2.denominator) == (2, 2, 1)


def test_councils_are_joined_by_the_nhs_number_and_each_keeps_its_cluster() -> None:
    help_by_both = (reablement(after(1, OUT), after(9, OUT), council=name) for name in ("A", "B"))
    assert sorted(one.council for one in first(*help_by_both).links) == ["A", "B"]


@pytest.mark.parametrize(
    ("day", "nights", "management", "counts"),
    [
        (84, 2, "EM", True),
        (84, 1, "EM", True),
        (85, 2, "EM", False),
        (40, 0, "EM", False),
        (40, 1, "NE", True),
        (40, 2, "EL", False),
        (40, 2, "", False),
        (1, 2, "EM", False),
        (2, 2, "EM", True),
        (40, None, "EM", True),
    ],
)
def test_an_emergency_of_a_night_within_84_days_and_after_the_start_of_help_is_a_readmission(
    day: int, nights: int | None, management: str, counts: bool
) -> None:
    admitted = after(day, OUT)
    again = Stay(
        person="1",
        admitted_on=admitted,
        discharged_on=None if nights is None else after(nights, admitted),
        management=management,
    )
    assert first(HELP, stays=(STAY, again), last=OUT).success() is not counts


@pytest.mark.parametrize(("method", "counts"), [("", True), ("1", True), ("4", True), ("5", False)])
def test_a_stillbirth_is_no_readmission(method: str, counts: bool) -> None:
    again = Stay(person="1", admitted_on=after(40, OUT), discharged_on=after(42, OUT), management="EM")
    stays = (STAY, replace(again, discharge_method=method))
    assert first(HELP, stays=stays, last=OUT).success() is not counts


@pytest.mark.parametrize(("day", "counts"), [(0, False), (1, True)])
def test_a_readmission_on_the_day_of_the_discharge_is_none_even_where_help_began_before(day: int, counts: bool) -> None:
    again = Stay(person="1", admitted_on=after(day, OUT), discharged_on=after(9, OUT), management="EM")
    assert first(reablement(after(-3, OUT), None), stays=(STAY, again), last=OUT).success() is not counts


@pytest.mark.parametrize(("day", "counts"), [(-1, False), (0, True), (84, True), (85, False)])
def test_a_death_or_a_long_term_care_home_counts_from_the_discharge_to_day_84(day: int, counts: bool) -> None:
    assert first(HELP, died_on=after(day, OUT)).success() is not counts
    for code in ("lts_nursing", "lts_residential"):
        assert first(HELP, service(after(day, OUT), None, code)).success() is not counts
    for code in ("lts_community", "lts_prison", "st_other"):
        assert first(HELP, service(after(40, OUT), None, code)).success() is True


def test_the_answer_is_known_from_the_day_after_the_84th() -> None:
    one = first(HELP)
    assert one.known_from == after(85, OUT)
    assert one.success(as_at=after(84, OUT)) is None
    assert one.success(as_at=after(85, OUT)) is True
    assert (parts([one], as_at=after(84, OUT)).part_1.value, parts([one]).part_1.value) == (None, 100.0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        *(({"admission_method": code}, NotCounted.ADMISSION_METHOD) for code in ("31", "32", "82", "83")),
        *(({"discharge_method": code}, NotCounted.DISCHARGE_METHOD) for code in ("4", "5")),
        *(({"destination": code}, NotCounted.DESTINATION) for code in ("49", "50", "51", "52", "79", "87", "88")),
        *(
            ({"treatment_function": code}, NotCounted.TREATMENT_FUNCTION)
            for code in ("199", "424", "501", "920", "650", "659", "700", "799")
        ),
        ({"admission_method": "21", "discharge_method": "1", "destination": "19", "treatment_function": "300"}, None),
        ({"treatment_function": "64"}, None),
        ({"admitted_on": OUT}, NotCounted.NO_NIGHT),
    ],
)
def test_what_the_published_script_leaves_out(change: dict[str, Any], why: NotCounted | None) -> None:
    assert not_counted(replace(STAY, **change), BORN, ()) == why


@pytest.mark.parametrize(
    ("born_on", "why"),
    [
        (date(1960, 4, 30), None),
        (date(1960, 5, 1), NotCounted.UNDER_65),
        (None, NotCounted.AGE_NOT_KNOWN),
    ],
)
def test_people_of_65_and_over_on_the_day_they_leave_are_counted(born_on: date | None, why: NotCounted | None) -> None:
    assert not_counted(STAY, born_on, ()) == why


@pytest.mark.parametrize(
    ("start", "end", "code", "left_out"),
    [
        (-1, None, "lts_nursing", True),
        (-30, 0, "lts_residential", True),
        (-30, -1, "lts_residential", False),
        (0, 1, "lts_prison", True),
        (1, None, "lts_prison", False),
        (-1, None, "lts_community", False),
    ],
)
def test_who_lived_in_a_care_home_or_prison_when_admitted_is_left_out(
    start: int, end: int | None, code: str, left_out: bool
) -> None:
    care = service(after(start, IN), None if end is None else after(end, IN), code)
    assert (first(HELP, care).left_out == NotCounted.IN_LONG_TERM_CARE) is left_out


def test_a_discharge_that_is_left_out_is_in_neither_part() -> None:
    rows = found(HELP, stays=(replace(STAY, destination="79"),))
    assert (rows[0].left_out, rows[0].linked) == (NotCounted.DESTINATION, False)
    assert parts(rows).part_2.denominator == 0


def test_the_list_of_treatment_functions_can_be_another() -> None:
    ours = replace(NATIONAL, treatment_functions=frozenset({"300"}))
    assert not_counted(replace(STAY, treatment_function="300"), BORN, (), ours) == NotCounted.TREATMENT_FUNCTION
    assert not_counted(replace(STAY, treatment_function="501"), BORN, (), ours) is None


def test_somebody_still_in_hospital_has_no_discharge() -> None:
    assert found(HELP, stays=(replace(STAY, discharged_on=None),)) == []
    with pytest.raises(ValueError, match="no discharge"):
        not_counted(replace(STAY, discharged_on=None), BORN, ())


def test_only_discharges_of_the_period_are_counted_and_both_its_days_are_in_it() -> None:
    assert len(found(HELP, first=OUT, last=OUT)) == 1
    assert found(HELP, first=after(1, OUT)) == []
    assert found(HELP, last=after(-1, OUT)) == []


def test_who_had_support_at_home_when_admitted_is_told_apart() -> None:
    assert first(HELP, service(after(-9, IN), None, "lts_community")).in_community_support
    assert not first(HELP, service(after(1, IN), None, "lts_community")).in_community_support


def test_parts_are_told_to_two_decimals() -> None:
    people = {str(one): About(BORN, None if one else after(3, OUT)) for one in range(3)}
    stays = [replace(STAY, person=one) for one in [*people, "3"]]
    events = [reablement(after(1, OUT), after(9, OUT), person=one) for one in people]
    both = parts(linked_discharges(stays, events, people | {"3": About(BORN)}))
    assert (both.part_1.value, both.part_2.value) == (66.67, 75.0)


@pytest.mark.parametrize(
    ("last", "with_data_to"),
    [
        (date(2025, 9, 30), date(2025, 12, 31)),
        (date(2025, 12, 31), date(2026, 3, 31)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2026, 3, 31), date(2026, 6, 30)),
    ],
)
def test_a_period_is_published_with_data_of_three_months_later(last: date, with_data_to: date) -> None:
    assert published_with(last) == with_data_to
