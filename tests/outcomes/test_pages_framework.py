"""The framework on one screen, opened by those who see people behind numbers and by those who see groups only."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeward.outcomes.collecting import facts_folder
from homeward.outcomes.definitions import DOMAIN_NAMES, Domain, measures
from tests.outcomes.made_facts import fact, random_facts
from tests.outcomes.opened import MONDAY, facts_are, referral, referrals, text
from tests.support.borough import Borough, make_borough
from tests.support.pages import as_, words

pytestmark = pytest.mark.django_db
MET = "Seen within 2 hours"


@pytest.fixture
def borough(home: Path) -> Borough:
    return make_borough()


def tile(response: Any, title: str) -> str:
    """The words of the tile of a measure."""
    tiles = words(response).partition('class="outcomes-tiles"')[2].partition("</ul>")[0].split("<li ")
    return next(_plain(one) for one in tiles if f">{title}</a>" in one)


def line(response: Any, title: str) -> str:
    """The words of a measure's line in the table of its part."""
    lines = words(response).partition("outcomes-section")[2].split("<tr>")
    return next(_plain(one) for one in lines if f">{title}</a>" in one)


def _plain(html: str) -> str:
    class Page:
        content = html.encode()

    return text(Page())


def test_before_the_first_count_there_is_a_clear_button(borough: Borough) -> None:
    page = text(as_(borough.head).get("/outcomes"))
    assert "Nothing has been counted yet" in page
    assert "Count now" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("head", 200), ("commissioner", 200), ("analyst", 200), ("nurse", 403)),
        *(("coordinator", 403), ("gp", 403), ("privacy_officer", 403)),
    ],
)
def test_who_may_open_it(borough: Borough, who: str, status: int) -> None:
    assert as_(getattr(borough, who)).get("/outcomes").status_code == status


def test_every_measure_is_listed_in_its_part_and_leads_to_its_page(borough: Borough) -> None:
    facts_are()
    page = words(as_(borough.analyst).get("/outcomes"))
    parts = page.split('class="outcomes-section"')[1:]
    assert len(parts) == len({one.domain for one in measures()})
    for domain, part in zip((one for one in Domain if any(m.domain is one for m in measures())), parts, strict=True):
        assert DOMAIN_NAMES[domain] in part
        for one in measures():
            assert (f'href="/outcomes/{one.code}"' in part) == (one.domain is domain)


def test_a_measure_with_nothing_to_show_says_so(borough: Borough) -> None:
    facts_are()
    page = as_(borough.head).get("/outcomes")
    assert "Nothing yet" in tile(page, MET)
    assert "None None" not in text(page)


def test_a_head_of_service_sees_exact_numbers(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3, 2))
    page = as_(borough.head).get("/outcomes")
    assert f"{MET} 70.0% 26 Oct to 1 Nov 2026; target 70.0% or more" in tile(page, MET)
    assert "10 referrals" in line(page, MET)
    assert "To protect people" not in text(page)


def test_the_others_see_no_small_number(borough: Borough) -> None:
    facts_are(referrals=[*referrals(7, 6), *referrals(2, 1, begin=50, weeks_ago=1)])
    for member in (borough.commissioner, borough.analyst):
        page = as_(member).get("/outcomes")
        assert "To protect people, counts from 1 to 4 are not shown" in text(page)
        assert f"{MET} 56% October 2026" in tile(page, MET)
        assert "15 referrals" in line(page, MET)
        assert "56.2%" not in text(page)


def test_who_sees_groups_only_sees_months_unless_they_ask_for_weeks(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 6))
    assert f"{MET} 53.8% 26 Oct to 1 Nov 2026" in tile(as_(borough.head).get("/outcomes"), MET)
    assert f"{MET} 54% October 2026" in tile(as_(borough.commissioner).get("/outcomes"), MET)
    assert f"{MET} 54% 26 Oct to 1 Nov 2026" in tile(as_(borough.commissioner).get("/outcomes?period=week"), MET)
    assert "By month when the clock started" in text(as_(borough.commissioner).get("/outcomes/two_hour_response"))
    assert "By week when the clock started" in text(as_(borough.head).get("/outcomes/two_hour_response"))


@pytest.mark.parametrize(("met", "late"), [(2, 1), (1, 9), (9, 1), (4, 6), (6, 4)])
def test_a_figure_that_tells_of_four_people_or_fewer_is_not_shown(borough: Borough, met: int, late: int) -> None:
    facts_are(referrals=referrals(met, late))
    page = as_(borough.commissioner).get("/outcomes")
    assert "Too few to show" in tile(page, MET)
    assert "%" not in tile(page, MET).partition(";")[0]
    assert f"{100 * met / (met + late):.1f}%" in tile(as_(borough.head).get("/outcomes"), MET)


def test_a_number_so_unlikely_that_it_is_the_recording_stands_at_the_top(borough: Borough) -> None:
    contacts = [fact("contacts", contact_id=str(n), held_on=MONDAY, minutes=None, reached=True) for n in range(8)]
    facts_are(contacts=contacts)
    page = text(as_(borough.commissioner).get("/outcomes"))
    after = page.partition("Look at the recording first")[2]
    assert "100% in October 2026. With so many lengths missing" in after.partition("At a glance")[0]
    facts_are(contacts=[{**one, "minutes": 30} for one in contacts])
    assert "Look at the recording first" not in text(as_(borough.commissioner).get("/outcomes"))


def test_one_pathway_or_locality_is_shown_by_itself(borough: Borough) -> None:
    facts_are(
        referrals=[
            *referrals(9, 1),
            *referrals(5, 5, begin=20, pathway="home_ward"),
            *referrals(0, 10, begin=40, locality="south"),
        ]
    )
    browser = as_(borough.head)
    for query, percent in {
        "": "46.7%",
        "?pathway=home_ward": "50.0%",
        "?locality=south": "0.0%",
        "?pathway=rapid_response&locality=north": "90.0%",
        "?pathway=&locality=": "46.7%",
    }.items():
        page = browser.get(f"/outcomes{query}")
        assert percent in tile(page, MET)
    assert 'href="/outcomes/two_hour_response?pathway=home_ward"' in words(browser.get("/outcomes?pathway=home_ward"))


@pytest.mark.parametrize("query", ["pathway=moon", "locality=%00", "period=year", "period=whole", "nothing=1"])
def test_what_cannot_be_asked_is_not(borough: Borough, query: str) -> None:
    facts_are(referrals=referrals(7, 3))
    page = as_(borough.head).get(f"/outcomes?{query}")
    assert page.status_code == 200
    assert "70.0%" in tile(page, MET)


def test_months_can_be_asked_for_where_weeks_are_usual(borough: Borough) -> None:
    facts_are(referrals=[*referrals(1, 1, clock_start_on=MONDAY), *referrals(8, begin=20, weeks_ago=2)])
    browser = as_(borough.head)
    assert "50.0% 26 Oct to 1 Nov 2026" in tile(browser.get("/outcomes"), MET)
    assert "90.0% October 2026" in tile(browser.get("/outcomes?period=month"), MET)


def test_a_trend_says_what_it_shows_in_words_too(borough: Borough) -> None:
    early = [referral(n, met=n // 20 % (2 + n % 2) == 0, weeks_ago=1 + n % 20) for n in range(400)]
    facts_are(referrals=early + [referral(500 + n, met=True) for n in range(20)])
    page = as_(borough.head).get("/outcomes")
    assert "Getting better" in tile(page, MET)
    assert 'aria-label="Getting better: high"' in words(page)
    assert "What the icons mean" in text(page)


def test_the_week_that_still_runs_is_not_the_latest(borough: Borough) -> None:
    facts_are(referrals=[*referrals(7, 3), *referrals(0, 5, begin=20, weeks_ago=-1)])
    assert "70.0% 26 Oct" in tile(as_(borough.head).get("/outcomes"), MET)


def queries(borough: Borough) -> int:
    browser = as_(borough.head)
    browser.get("/outcomes")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/outcomes").status_code == 200
    return len(asked)


def test_the_database_is_asked_as_little_for_many_measures_and_facts_as_for_none(
    borough: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_are(
        referrals=random_facts("referrals", rows=500, seed=1), contacts=random_facts("contacts", rows=500, seed=1)
    )
    many = queries(borough)
    assert many <= 6
    few = measures()[:1]
    monkeypatch.setattr("homeward.outcomes.pages.framework.measures", lambda: few)
    facts_are()
    assert queries(borough) == many


def test_damaged_facts_are_said_to_be_and_can_be_counted_again(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3))
    (facts_folder() / "current").write_text("nonsense")
    page = text(as_(borough.head).get("/outcomes"))
    assert "The last count cannot be read" in page
    assert "Count now" in page


def test_a_damaged_file_of_facts_is_said_to_be(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3))
    for file in facts_folder().rglob("*.parquet"):
        file.write_bytes(b"PAR1 nonsense PAR1")
    assert "The last count cannot be read" in text(as_(borough.head).get("/outcomes"))


def test_no_page_writes_styles_into_itself(borough: Borough) -> None:
    facts_are(referrals=[referral(n, weeks_ago=n % 30) for n in range(200)])
    start = f"start={MONDAY - timedelta(weeks=1)}&period=week"
    for address in ("", "/definitions", "/two_hour_response?by=pathway", f"/two_hour_response/rows?{start}"):
        page = words(as_(borough.head).get(f"/outcomes{address}"))
        assert " style=" not in page
        assert "<style" not in page
