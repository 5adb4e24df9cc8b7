"""The rows behind a number: who sees whom, what is written down of looking, and rows that are about nobody."""

from datetime import timedelta
from pathlib import Path

import pytest

from homeward.outcomes.definitions import measures
from homeward.outcomes.showing import SAID_IN_CONFIDENCE
from homeward.people.models import AccessEntry, Relationship
from homeward.referrals.models import Referral
from tests.outcomes.made_facts import fact
from tests.outcomes.opened import MONDAY, facts_are, referral, referrals, text
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.pages import as_, words

pytestmark = pytest.mark.django_db
BEHIND = f"/outcomes/two_hour_response/rows?start={MONDAY}&period=week"


@pytest.fixture
def borough(home: Path) -> Borough:
    return make_borough()


def of_two_people(borough: Borough) -> tuple[Referral, Referral]:
    """Two referrals with their facts: of somebody the teams help, and of somebody they have no reason to see."""
    known = received(borough)
    hidden = received(borough, details={"family_name": "Secret", "nhs_number": ""})
    Relationship.objects.filter(person=hidden.person).update(ended_at=NOW)
    facts_are(referrals=[referral(known.pk), referral(hidden.pk, met=False)])
    return known, hidden


@pytest.mark.parametrize(
    ("who", "status"), [("head", 200), ("commissioner", 403), ("analyst", 403), ("nurse", 403), ("gp", 403)]
)
def test_only_those_who_may_see_people_open_rows(borough: Borough, who: str, status: int) -> None:
    facts_are(referrals=referrals(7, 3))
    assert as_(getattr(borough, who)).get(BEHIND).status_code == status


def test_the_lines_add_up_and_say_whether_each_counts_and_why_not(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3, 2))
    page = text(as_(borough.head).get(BEHIND))
    assert "Behind the number: 26 Oct to 1 Nov 2026" in page
    assert "12 referrals: 10 counted, 7 of them yes, 2 left out." in page
    assert page.count("Counted: yes") == 7
    assert page.count("Counted: no") == 3
    assert page.count("Left out: ") == 2
    assert "closed_before_a_visit" not in page


def test_a_person_is_named_and_their_record_is_a_link_away(borough: Borough) -> None:
    known, _ = of_two_people(borough)
    page = as_(borough.head).get(BEHIND)
    assert f'<a href="/referrals/{known.pk}">Mabel Ashdown</a>' in words(page)
    assert "26 Oct 2026" in text(page)


def test_a_person_nobody_here_may_see_is_a_line_without_name_day_or_link(borough: Borough) -> None:
    _, hidden = of_two_people(borough)
    page = as_(borough.head).get(BEHIND)
    assert "2 referrals: 2 counted" in text(page)
    assert "Secret" not in words(page)
    assert f"/referrals/{hidden.pk}" not in words(page)
    assert text(page).count("Not shown: no team of yours has a reason to see this person Not shown Counted: no") == 1


def test_looking_is_written_down_once_for_each_person_seen_and_for_nobody_else(borough: Borough) -> None:
    first, again = received(borough), received(borough)
    hidden = received(borough, details={"family_name": "Secret", "nhs_number": ""})
    Relationship.objects.filter(person=hidden.person).update(ended_at=NOW)
    assert first.person == again.person
    facts_are(referrals=[referral(one.pk) for one in (first, again, hidden)])
    as_(borough.head).get(BEHIND)
    entry = AccessEntry.objects.get(member=borough.head, route="outcome_rows")
    assert list(entry.people.all()) == [first.person]


def test_a_row_of_a_partners_extract_never_leads_to_a_record_with_the_same_number(borough: Borough) -> None:
    known = received(borough)
    facts_are(referrals=[referral(known.pk, origin="southside"), referral(known.pk, origin="southside-old")])
    page = as_(borough.head).get(BEHIND)
    assert "2 referrals: 2 counted" in text(page)
    assert "Ashdown" not in words(page)
    assert f'href="/referrals/{known.pk}"' not in words(page)
    assert not AccessEntry.objects.filter(route="outcome_rows", people=known.person).exists()


def test_rows_about_nobody_show_their_day_and_no_person(borough: Borough) -> None:
    days = [fact("ward_days", held_on=MONDAY + timedelta(days=n), pathway="home_ward") for n in range(3)]
    facts_are(ward_days=days)
    page = text(as_(borough.head).get(f"/outcomes/home_ward_occupancy/rows?start={MONDAY}&period=week"))
    assert "3 days of a ward" in page
    assert "28 Oct 2026" in page
    assert "Not shown" not in page
    assert "People are named" not in page


def test_many_rows_come_in_pages(borough: Borough, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeward.outcomes.pages.rows.ON_A_PAGE", 5)
    facts_are(referrals=referrals(7, 5))
    browser = as_(borough.head)
    page = browser.get(f"{BEHIND}&page=3")
    assert "Page 3 of 3" in text(page)
    assert "Next page" not in text(page)
    assert text(page).count("Counted: ") == 2
    assert "&amp;page=2" in words(page)
    for asked in ("0", "-1", "x", "²"):
        assert "Page 1 of 3" in text(browser.get(BEHIND, {"start": MONDAY, "page": asked}))


@pytest.mark.parametrize("start", ["", "soon", "2026-02-31", "9999-12-31", "0001-01-01T00"])
def test_a_week_that_is_not_is_not_found(borough: Borough, start: str) -> None:
    facts_are(referrals=referrals(7, 3))
    assert as_(borough.head).get(f"/outcomes/two_hour_response/rows?start={start}").status_code == 404


def test_a_week_with_nothing_in_it_says_so(borough: Borough) -> None:
    facts_are(referrals=referrals(7, 3))
    page = text(as_(borough.head).get("/outcomes/two_hour_response/rows?start=2026-05-04&period=week"))
    assert "There is nothing here in this week." in page


@pytest.mark.parametrize("code", [one.code for one in measures() if one.table in SAID_IN_CONFIDENCE] + ["no_such"])
def test_what_was_said_in_confidence_has_no_rows_for_anybody(borough: Borough, code: str) -> None:
    facts_are()
    assert as_(borough.head).get(f"/outcomes/{code}/rows?start={MONDAY}").status_code == 404


def test_without_facts_the_way_leads_back_to_the_outcomes(borough: Borough) -> None:
    assert as_(borough.head).get(BEHIND)["Location"] == "/outcomes"
