"""The outcomes pages, opened by those who may see people, those who may see groups, and those who may see neither."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from homeward.episodes.actions import record_visit
from homeward.outcomes.collecting import collect, facts_folder
from homeward.partnership.models import Member
from homeward.people.models import AccessEntry, Relationship
from homeward.referrals.actions import accept
from homeward.referrals.models import Referral
from tests.support.borough import NOW, Borough, make_borough, received

LATER = NOW + timedelta(days=9)
WEEK = "2026-03-02"


@dataclass(frozen=True)
class Opened:
    """A borough and a way to open a page of it as one of its members."""

    borough: Borough
    opens: Callable[[Member, str], Any]


@pytest.fixture
def site(db: None, home: Path) -> Opened:
    def opens(member: Member, address: str) -> Any:
        client = Client()
        client.force_login(member)
        return client.get(address)

    return Opened(make_borough(), opens)


def seen_after(borough: Borough, minutes: int, **changes: Any) -> Referral:
    """A referral of this week, accepted, whose clock stopped after so many minutes."""
    referral = received(borough, **changes)
    accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW)
    referral.refresh_from_db()
    at = referral.clock_start_at + timedelta(minutes=minutes)
    record_visit(
        episode=referral.episode,
        kind="face_to_face",
        started_at=at,
        what_happened="Helped up.",
        by=borough.nurse,
        now=at + timedelta(minutes=5),
    )
    return referral


def a_week(borough: Borough) -> list[Referral]:
    """Seven seen in time, three late, two not seen: 7 of 10."""
    made = [seen_after(borough, 60) for _ in range(7)] + [seen_after(borough, 130) for _ in range(3)]
    made += [received(borough) for _ in range(2)]
    collect(now=LATER)
    return made


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_before_the_first_count_there_is_a_clear_button(site: Opened) -> None:
    for address in ("/outcomes", "/outcomes/two_hour_response"):
        page = text(site.opens(site.borough.head, address))
        assert "Nothing has been counted yet" in page
        assert "Count now" in page
    assert "How it is counted" in page  # the definition is there before any number is


def test_the_button_counts_and_says_so(site: Opened) -> None:
    received(site.borough)
    client = Client()
    client.force_login(site.borough.commissioner)
    response = client.post("/outcomes/collect", follow=True)
    assert response.redirect_chain == [("/outcomes", 302)]
    assert "Counted again: 1 referrals in" in text(response)


def test_counting_again_is_for_posting_only(site: Opened) -> None:
    assert site.opens(site.borough.head, "/outcomes/collect").status_code == 405
    assert not facts_folder().exists()


@pytest.mark.parametrize("address", ["/outcomes", "/outcomes/two_hour_response"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 200),
        ("commissioner", 200),
        ("analyst", 200),
        ("nurse", 403),
        ("coordinator", 403),
        ("gp", 403),
        ("privacy_officer", 403),
    ],
)
def test_who_may_see_outcomes(site: Opened, address: str, who: str, status: int) -> None:
    assert site.opens(getattr(site.borough, who), address).status_code == status


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("commissioner", 403), ("analyst", 403), ("nurse", 403)])
def test_only_those_who_may_see_people_see_rows(site: Opened, who: str, status: int) -> None:
    a_week(site.borough)
    page = site.opens(getattr(site.borough, who), f"/outcomes/two_hour_response/rows?week={WEEK}")
    assert page.status_code == status


@pytest.mark.parametrize("who", ["nurse", "gp"])
def test_who_may_not_look_may_not_count(site: Opened, who: str) -> None:
    client = Client()
    client.force_login(getattr(site.borough, who))
    assert client.post("/outcomes/collect").status_code == 403
    assert not facts_folder().exists()


def test_a_head_sees_exact_numbers_and_three_measures(site: Opened) -> None:
    a_week(site.borough)
    page = text(site.opens(site.borough.head, "/outcomes"))
    assert "70.0%" in page
    assert "7 of 10 referrals; 2 left out" in page
    assert "Meets the target" in page
    assert "1 hr</strong>" in page  # the median
    assert "under 5" not in page
    for title in ("Seen within 2 hours", "Referrals received", "Wait to first contact"):
        assert f">{title}</a>" in page
    assert page.count('role="img"') == 3


def test_a_commissioner_sees_no_small_number(site: Opened) -> None:
    a_week(site.borough)
    page = text(site.opens(site.borough.commissioner, "/outcomes"))
    assert "counts from 1 to 4 are not shown" in page
    assert 'of about 10 referrals; <span class="outcomes-hidden">under 5</span> left out' in page
    assert "of 10 referrals" not in page
    assert "70%" in page
    assert "70.0%" not in page


def test_a_commissioners_file_holds_no_small_number_either(site: Opened) -> None:
    a_week(site.borough)
    address = "/outcomes/two_hour_response?by=source&format=csv"
    rows = list(csv.DictReader(io.StringIO(site.opens(site.borough.commissioner, address).content.decode())))
    week = next(row for row in rows if row["first_day"] == WEEK)
    assert (week["numerator"], week["denominator"], week["excluded"]) == ("5", "10", "under 5")
    exact = list(csv.DictReader(io.StringIO(site.opens(site.borough.head, address).content.decode())))
    week = next(row for row in exact if row["first_day"] == WEEK)
    assert (week["numerator"], week["denominator"], week["excluded"], week["group"]) == ("7", "10", "2", "self_carer")


def test_a_measures_page_defines_it_in_full(site: Opened) -> None:
    a_week(site.borough)
    page = text(site.opens(site.borough.head, "/outcomes/two_hour_response"))
    for words in ("Numerator", "Denominator", "Left out (excluded)", "Read with care", "Source", "Owner", "reviewed"):
        assert words in page
    assert "Not seen yet, and the time has run out" in page
    assert f"/outcomes/two_hour_response/rows?week={WEEK}&amp;dated=start" in page


def test_a_commissioners_page_leads_to_no_rows(site: Opened) -> None:
    a_week(site.borough)
    assert "/rows?" not in text(site.opens(site.borough.commissioner, "/outcomes/two_hour_response"))


def test_a_breakdown_names_its_groups_as_people_do(site: Opened) -> None:
    a_week(site.borough)
    page = text(site.opens(site.borough.head, "/outcomes/referrals_received?by=pathway"))
    assert "None decided" in page
    assert "The person, family or carer" in text(
        site.opens(site.borough.head, "/outcomes/referrals_received?by=source&period=month")
    )


def test_the_week_that_is_running_is_marked(site: Opened) -> None:
    a_week(site.borough)
    page = text(site.opens(site.borough.head, "/outcomes/referrals_received"))
    assert page.count("Still running") == 1


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("first=rubbish", "From: write it as day, month and year"),
        ("first=1+3+2027", "From: choose a day before the facts were counted"),
        ("first=10+3+2026&last=2+3+2026", "To: choose a day after the first"),
        ("first=1+1+1900", "From: choose a day at most five years before"),
        ("by=shoe_size", "Select a valid choice"),
    ],
)
def test_what_cannot_be_shown_is_said_by_field_and_the_usual_is_shown(site: Opened, query: str, says: str) -> None:
    a_week(site.borough)
    response = site.opens(site.borough.head, f"/outcomes/two_hour_response?{query}")
    assert response.status_code == 200
    assert "There is a problem" in text(response)
    assert says in text(response)
    assert "70.0%" in text(response)


def test_the_days_asked_for_are_widened_to_whole_weeks(site: Opened) -> None:
    a_week(site.borough)
    address = "/outcomes/two_hour_response?first=4+3+2026&last=5+3+2026"
    page = text(site.opens(site.borough.head, address))
    assert "2 Mar to 8 Mar 2026" in page
    assert "9 Mar to" not in page


@pytest.mark.parametrize(
    "address", ["/outcomes/three_hour_response", "/outcomes/three_hour_response/rows?week=2026-03-02"]
)
def test_a_measure_that_is_not_is_not_found(site: Opened, address: str) -> None:
    assert site.opens(site.borough.head, address).status_code == 404


@pytest.mark.parametrize("week", ["", "soon", "2026-02-31"])
def test_a_week_that_is_not_is_not_found(site: Opened, week: str) -> None:
    a_week(site.borough)
    address = f"/outcomes/two_hour_response/rows?week={week}"
    assert site.opens(site.borough.head, address).status_code == 404


def test_rows_name_people_and_looking_is_written_down(site: Opened) -> None:
    made = a_week(site.borough)
    page = text(site.opens(site.borough.head, f"/outcomes/two_hour_response/rows?week={WEEK}"))
    assert "12 referrals: 10 counted, 7 of them in time, 2 left out" in page
    assert page.count("Mabel Ashdown") == 12
    assert made[0].reference in page
    assert "Left out: Not seen yet, and the time has run out" in page
    entry = AccessEntry.objects.get(member=site.borough.head, route="outcome_rows")
    assert entry.people.count() == len({referral.person_id for referral in made})


def test_a_person_nobody_here_may_see_is_a_line_without_name_reference_or_times(site: Opened) -> None:
    made = a_week(site.borough)
    hidden = seen_after(site.borough, 200, details={"family_name": "Secret", "nhs_number": ""})
    collect(now=LATER)
    Relationship.objects.filter(person=hidden.person).update(ended_at=LATER)
    page = text(site.opens(site.borough.head, f"/outcomes/two_hour_response/rows?week={WEEK}"))
    assert "13 referrals: 11 counted" in page
    assert "Secret" not in page
    assert hidden.reference not in page
    assert page.count("no team of yours has a reason to see this person") == 1
    assert made[0].reference in page


def test_many_rows_come_in_pages(site: Opened, monkeypatch: Any) -> None:
    monkeypatch.setattr("homeward.outcomes.pages.rows.ON_A_PAGE", 5)
    a_week(site.borough)
    address = f"/outcomes/two_hour_response/rows?week={WEEK}&page=3"
    page = text(site.opens(site.borough.head, address))
    assert "Page 3 of 3" in page
    assert page.count("Mabel Ashdown") == 2


def test_damaged_facts_are_said_to_be_and_can_be_counted_again(site: Opened) -> None:
    a_week(site.borough)
    (facts_folder() / "current").write_text("nonsense")
    page = text(site.opens(site.borough.head, "/outcomes"))
    assert "The last count cannot be read" in page
    assert "Count now" in page
    response = site.opens(site.borough.head, "/outcomes/two_hour_response")
    assert (response.status_code, response["Location"]) == (302, "/outcomes")


def test_a_damaged_file_of_facts_is_said_to_be(site: Opened) -> None:
    a_week(site.borough)
    for file in facts_folder().rglob("*.parquet"):
        file.write_bytes(b"PAR1 nonsense PAR1")
    assert "The last count cannot be read" in text(site.opens(site.borough.head, "/outcomes"))


def test_no_page_writes_styles_into_itself(site: Opened) -> None:
    a_week(site.borough)
    rows = f"/outcomes/two_hour_response/rows?week={WEEK}"
    for address in ("/outcomes", "/outcomes/wait_to_first_contact?by=pathway", rows):
        page = text(site.opens(site.borough.head, address))
        assert " style=" not in page
        assert "<style" not in page
