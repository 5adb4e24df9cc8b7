"""A measure's page: its chart, numbers, breakdowns, reasons, published figures, phased changes, file and definition."""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.collecting import facts_folder
from homeward.outcomes.definitions import measures
from homeward.partnership.models import PhaseSaid
from tests.outcomes.made_facts import fact
from tests.outcomes.opened import MONDAY, facts_are, referral, referrals, text
from tests.support.borough import Borough, make_borough
from tests.support.changes import marked
from tests.support.pages import as_, words

pytestmark = pytest.mark.django_db
PAGE = "/outcomes/two_hour_response"


@pytest.fixture
def borough(home: Path) -> Borough:
    return make_borough()


def a_year() -> list[dict[str, Any]]:
    """Twenty weeks of twenty referrals each, about half of them seen in time, and a last week far better."""
    early = [referral(n, met=n // 20 % (2 + n % 2) == 0, weeks_ago=1 + n % 20) for n in range(400)]
    return early + [referral(500 + n, met=True) for n in range(20)]


def lines_of(response: Any) -> list[dict[str, str]]:
    """A CSV file as its lines."""
    return list(csv.DictReader(io.StringIO(response.content.decode())))


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("commissioner", 200), ("analyst", 200), ("nurse", 403)])
def test_who_may_open_it(borough: Borough, who: str, status: int) -> None:
    assert as_(getattr(borough, who)).get(PAGE).status_code == status


def test_before_the_first_count_the_definition_is_there_already(borough: Borough) -> None:
    page = text(as_(borough.head).get(PAGE))
    assert "Nothing has been counted yet" in page
    assert "How it is counted" in page


@pytest.mark.parametrize("code", [one.code for one in measures()])
def test_every_measure_has_a_page_with_and_without_anything_to_show(borough: Borough, code: str) -> None:
    facts_are()
    page = text(as_(borough.analyst).get(f"/outcomes/{code}"))
    assert "There is nothing to chart in the time shown" in page or "Common cause" in page
    for part in ("Numerator", "Denominator", "Left out (excluded)", "Read with care", "Target", "Owner", "reviewed"):
        assert part in page


def test_a_measure_that_is_not_is_not_found(borough: Borough) -> None:
    assert as_(borough.head).get("/outcomes/three_hour_response").status_code == 404


def test_chart_words_and_table_agree(borough: Borough) -> None:
    facts_are(referrals=a_year())
    page = as_(borough.head).get(PAGE)
    said = re.findall(r'<desc id="chart-says">(.*?)</desc>', words(page), re.DOTALL)[0]
    assert f'<p class="outcomes-says">{said}</p>' in words(page)
    assert "Getting better: high" in text(page)
    assert "26 Oct to 1 Nov 2026 100.0% 20 20 0" in text(page)
    dots = re.findall(r"<(?:circle|path|rect) class=\"spc-dot[^>]*><title>(.*?)</title>", words(page))
    assert len(dots) == 21
    assert "100.0%" in dots[-1]


def test_the_week_that_is_running_is_in_the_table_and_not_in_the_chart(borough: Borough) -> None:
    facts_are(referrals=[*a_year(), *referrals(1, 1, begin=900, weeks_ago=-1)])
    page = as_(borough.head).get(PAGE)
    assert text(page).count("Still running") == 1
    assert words(page).count('class="spc-dot') == 21 + len(
        re.findall(r'class="spc-swatch"[^>]*>\s*<(?!line)', words(page))
    )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("first=rubbish", "From: write it as day, month and year"),
        ("first=1+3+2027", "From: choose a day before the facts were counted"),
        ("first=10+3+2026&last=2+3+2026", "To: choose a day after the first"),
        ("first=1+1+1900", "From: choose a day at most ten years before the last"),
        ("by=shoe_size", "Select a valid choice"),
    ],
)
def test_what_cannot_be_shown_is_said_by_field_and_the_usual_is_shown(borough: Borough, query: str, says: str) -> None:
    facts_are(referrals=referrals(7, 3))
    page = as_(borough.head).get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "There is a problem" in text(page)
    assert says in text(page)
    assert "70.0%" in text(page)


def test_the_days_asked_for_are_widened_to_whole_weeks(borough: Borough) -> None:
    facts_are(referrals=[*referrals(7, 3), *referrals(9, 1, begin=50, weeks_ago=1)])
    page = text(as_(borough.head).get(f"{PAGE}?first=21+10+2026&last=22+10+2026"))
    assert "19 to 25 Oct 2026" in page
    assert "26 Oct to 1 Nov" not in page


def test_a_group_held_back_takes_the_next_smallest_with_it(borough: Borough) -> None:
    ambulance, hospital = {"source": "ambulance_999", "begin": 100}, {"source": "hospital", "begin": 200}
    facts_are(referrals=[*referrals(20, 10), *referrals(6, 6, **ambulance), *referrals(2, 0, **hospital)])
    groups = text(as_(borough.commissioner).get(PAGE)).partition("all of the time shown")[2].partition("By week and")[0]
    assert "GP practice 67% 20 30 0" in groups
    assert groups.count("Not shown under 5 under 5") == 2
    groups = text(as_(borough.head).get(PAGE)).partition("all of the time shown")[2].partition("By week and")[0]
    assert "999 ambulance service 50.0% 6 12 0" in groups


def test_one_group_alone_held_back_in_a_week_takes_another_with_it_in_tables_and_files(borough: Borough) -> None:
    """Otherwise it would follow from the week's total."""
    gp, ambulance = referrals(8, 7, source="gp"), referrals(2, 0, begin=40, source="ambulance_999")
    hospital = referrals(6, 6, begin=60, source="hospital")
    facts_are(referrals=[*gp, *ambulance, *hospital])
    lines = lines_of(as_(borough.commissioner).get(f"{PAGE}?by=source&format=csv"))
    shown = {one["group"]: one["denominator"] for one in lines if one["first_day"] == "2026-10-01"}
    assert shown == {"gp": "15", "ambulance_999": "under 5", "hospital": "under 5"}
    table = text(as_(borough.commissioner).get(f"{PAGE}?by=source")).partition("by month and who referred")[2]
    assert table.count("Not shown") == 2


def test_no_small_number_is_anywhere_for_those_who_see_groups(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 6, 2))
    page = text(as_(borough.commissioner).get(PAGE))
    assert "54% (5 of 15); 15 referrals counted, under 5 left out" in page
    assert re.search(r"Reason How many \D+ under 5", page)
    assert "/rows?" not in words(as_(borough.commissioner).get(PAGE))
    page = as_(borough.head).get(PAGE)
    assert "53.8% (7 of 13); 13 referrals counted, 2 left out" in text(page)
    assert f"/outcomes/two_hour_response/rows?start={MONDAY}" in words(page)


def test_a_file_holds_what_the_viewer_may_see(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 6, 2))
    address = f"{PAGE}?by=source&period=week&format=csv"

    def week(member: str) -> dict[str, str]:
        found = lines_of(as_(getattr(borough, member)).get(address))
        return next(one for one in found if one["first_day"] == f"{MONDAY}" and one["group"] == "gp")

    counts = ("numerator", "denominator", "excluded", "percent")
    assert [week("head")[one] for one in counts[:3]] == ["7", "13", "2"]
    assert float(week("head")["percent"]) == pytest.approx(700 / 13)
    for member in ("commissioner", "analyst"):
        assert [week(member)[one] for one in counts] == ["5", "15", "under 5", "54"]


def test_answers_are_held_back_from_a_head_of_service_too(borough: Borough) -> None:
    facts_are()
    said = next(one.code for one in measures() if one.table == "answers")
    assert "To protect people" in text(as_(borough.head).get(f"/outcomes/{said}"))


def test_published_figures_stand_beside_our_own(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3))
    page = text(as_(borough.head).get(PAGE)).partition("Beside published figures")[2]
    assert "70.0% Counted here England" in page
    assert "other places, the highest first" in page


def test_a_phased_change_is_marked_and_leads_to_before_and_after(borough: Borough) -> None:
    facts_are(referrals=a_year())
    phases = (PhaseSaid("", MONDAY - timedelta(weeks=8)),)
    change = marked(borough.head, phases=phases)
    elsewhere = marked(borough.head, title="Home ward grows", pathways=("home_ward",), phases=phases)
    page = as_(borough.head).get(f"{PAGE}?pathway=rapid_response")
    assert "31 Aug 2026: One number to call" in text(page)
    assert f'href="{PAGE}/change/{change.pk}"' in words(page)
    assert f"/change/{elsewhere.pk}" not in words(page)
    assert f"/change/{elsewhere.pk}" in words(as_(borough.head).get(PAGE))


def test_numbers_can_be_placed_by_another_day_and_by_month(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3, clock_stop_on=date(2026, 9, 1)))
    page = text(as_(borough.head).get(f"{PAGE}?dated=stop&period=month"))
    assert "By month of the first face-to-face contact" in page
    assert "September 2026 70.0% 7 10 0" in page


def test_groups_are_called_as_people_call_them(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3, need="", organisation="RXX"))
    browser = as_(borough.head)
    assert "Riverside NHS Trust 70.0%" in text(browser.get(f"{PAGE}?by=organisation"))
    assert "Not recorded 70.0%" in text(browser.get(f"{PAGE}?by=need"))


def test_an_unlikely_number_says_first_to_look_at_the_recording(borough: Borough) -> None:
    contacts = [fact("contacts", contact_id=str(n), held_on=MONDAY, minutes=None, reached=True) for n in range(8)]
    facts_are(contacts=contacts)
    page = text(as_(borough.head).get("/outcomes/contacts_without_length"))
    assert "Look at the recording first 100.0% in October 2026. With so many lengths missing" in page


def test_damaged_facts_lead_back_to_the_outcomes(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3))
    (facts_folder() / "current").write_text("nonsense")
    assert as_(borough.head).get(PAGE)["Location"] == "/outcomes"


def test_the_definitions_page_shows_every_definition(borough: Borough) -> None:
    page = words(as_(borough.nurse).get("/outcomes/definitions"))
    for one in measures():
        assert f'id="{one.code}">' in page
        assert f'href="#{one.code}"' in page
    assert text(as_(borough.nurse).get("/outcomes/definitions")).count("Read with care") == len(measures())
