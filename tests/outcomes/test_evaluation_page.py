"""A measure before and after a marked change, as those who may see people and those who may see groups are told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.collecting import facts_folder
from homeward.outcomes.definitions import measures
from homeward.partnership.models import PhasedChange, PhaseSaid
from tests.outcomes.monthly_facts import CHANGE, facts_with, in_use, stepped, write_comparison
from tests.support.borough import Borough, make_borough
from tests.support.changes import marked
from tests.support.pages import as_, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough(home: Path) -> Borough:
    return make_borough()


def page(borough: Borough, change: PhasedChange, who: str = "head", measure: str = "two_hour_response") -> str:
    return " ".join(words(as_(getattr(borough, who)).get(f"/outcomes/{measure}/change/{change.pk}")).split())


def test_without_facts_it_says_what_to_do(borough: Borough) -> None:
    assert "Nothing has been counted yet" in page(borough, marked(borough.head))


def test_a_step_is_told_in_one_sentence_with_its_interval_and_chart(borough: Borough) -> None:
    in_use(facts_with(stepped))
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    told = page(borough, change)
    assert "“Seen within 2 hours” was" in told
    assert "percentage points higher than the trend before suggested (95% interval" in told
    assert "Other things changed too" in told
    assert "cause" not in told
    assert "24 months before and 12 after" in told  # neither the first month of facts, a part, nor the running one
    assert told.count('role="img"') == 1
    assert "evaluation-expected" in told
    assert "There is nothing to compare with" in told
    assert '<td class="hw-number">60.0%</td>' in told  # 12 of 20, in the table beside the chart


def test_too_few_months_say_how_many_more(borough: Borough) -> None:
    in_use(facts_with(stepped))
    change = marked(borough.head, phases=(PhaseSaid("", date(2025, 10, 1)),))
    assert "Look again in 3 months." in page(borough, change)
    planned = marked(borough.head, phases=(PhaseSaid("", date(2026, 6, 1)),))
    assert "Look again in 11 months." in page(borough, planned)
    early = marked(borough.head, phases=(PhaseSaid("", date(2023, 9, 1)),))
    assert "Waiting does not add any" in page(borough, early)


def test_only_the_pathways_it_changes_are_looked_at(borough: Borough) -> None:
    in_use(facts_with(stepped))
    change = marked(borough.head, pathways=("reablement",), phases=(PhaseSaid("", CHANGE),))
    assert "There are 0 whole months" in page(borough, change)


def test_who_sees_groups_only_is_told_nothing_that_rests_on_fewer_than_five(borough: Borough) -> None:
    rows = facts_with(lambda start, place: 3 if start == date(2025, 6, 1) else 2 * stepped(start, place), each=40)
    in_use(rows)
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    told = page(borough, change, "commissioner")
    assert "1 month has no value that can be shown" in told
    assert "24 months before and 11 after" in told
    assert '<th scope="row">June 2025</th><td class="hw-number">None</td>' in told
    exact = page(borough, change, "head")
    assert "24 months before and 12 after" in exact
    assert '<th scope="row">June 2025</th><td class="hw-number">7.5%</td>' in exact


def test_months_that_all_rest_on_few_say_nothing_to_who_sees_groups_only(borough: Borough) -> None:
    in_use(facts_with(lambda start, place: 2, each=4))
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    assert "There are 0 whole months" in page(borough, change, "analyst")
    assert "24 months before and 12 after" in page(borough, change, "head")


def test_counts_are_told_in_percent(borough: Borough) -> None:
    rows = [row for row in facts_with(stepped) if row["received_on"] < CHANGE or int(row["referral_id"][-1]) < 8]
    in_use(rows)
    told = page(borough, marked(borough.head, phases=(PhaseSaid("", CHANGE),)), measure="referrals_received")
    assert "% lower than the trend before suggested" in told


def test_places_that_begin_one_after_another_are_compared_with_those_that_had_not(borough: Borough) -> None:
    starts = [date(2024, 10, 1), CHANGE, date(2025, 7, 1)]

    def met(start: date, place: int) -> int:
        begun = place < 3 and start >= starts[place]
        return 10 + (5 if begun else 0) + (start.month * (place + 2)) % 3

    in_use(facts_with(met, localities=("north", "east", "south", "west", "centre")))
    phases = tuple(PhaseSaid(name, day) for name, day in zip(("North", "east", "south"), starts, strict=True))
    change = marked(borough.head, phases=phases)
    (Path(facts_folder().parent) / "areas.csv").write_text(
        "# source: made up\n# date: 2026-01-01\n"
        "postcode_start,locality,locality_name,deprivation_fifth\nSE1,north,North,2\nSE2,west,West end,2\n",
        encoding="utf-8",
    )
    told = page(borough, change)
    assert "Phased, against areas that had not changed yet" in told
    assert "Step by step" in told
    assert "the 2 areas without the change suggest" in told
    assert "5 areas" in told
    assert "Compared with Centre, West end" in told
    assert "Only 5 areas are compared" in told


def test_other_areas_of_the_site_are_compared_with(borough: Borough, home: Path) -> None:
    in_use(facts_with(stepped))
    write_comparison(home, "two_hour_response.csv")
    write_comparison(home, "two_hour_response-neighbours.csv", areas=3)
    write_comparison(home, "referrals_received.csv")
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    told = page(borough, change)
    assert "higher than the 3 areas without the change suggest" in told
    assert "from two_hour_response-neighbours.csv" in told
    assert "?compare=two_hour_response" in told
    assert "referrals_received" not in told
    address = f"/outcomes/two_hour_response/change/{change.pk}?compare=two_hour_response"
    assert "the 4 areas without the change" in words(as_(borough.head).get(address))


@pytest.mark.parametrize("asked", ["../secret", "nothing", "/etc/passwd"])
def test_only_files_of_the_folder_are_read(borough: Borough, home: Path, asked: str) -> None:
    in_use(facts_with(stepped))
    write_comparison(home, "two_hour_response.csv")
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    answered = as_(borough.head).get(f"/outcomes/two_hour_response/change/{change.pk}", {"compare": asked})
    assert "from two_hour_response.csv" in " ".join(words(answered).split())


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_told(borough: Borough, home: Path) -> None:
    in_use(facts_with(stepped))
    (home / "comparison").mkdir()
    (home / "comparison" / "two_hour_response.csv").write_text("area,when\n", encoding="utf-8")
    told = page(borough, marked(borough.head, phases=(PhaseSaid("", CHANGE),)))
    assert "two_hour_response.csv: The first row must name the columns" in told
    assert "than the trend before suggested" in told


def test_every_kind_of_figure_can_be_held_against_a_change(borough: Borough) -> None:
    in_use(facts_with(stepped, each=5))
    change = marked(borough.head, phases=(PhaseSaid("", CHANGE),))
    client: Any = as_(borough.head)
    of_each_kind = {one.figures[0].kind: one.code for one in measures()}
    for code in of_each_kind.values():
        assert client.get(f"/outcomes/{code}/change/{change.pk}").status_code == 200, code
