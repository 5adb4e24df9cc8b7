"""Numbers are the live service's own, and a partner's extract is added to them for nobody who did not ask."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from homeward.site.commandline import main
from tests.outcomes.made_facts import Fact
from tests.outcomes.opened import MONDAY, facts_are, referrals, text
from tests.support.borough import Borough, make_borough
from tests.support.pages import as_

pytestmark = pytest.mark.django_db
LIVE = referrals(met=7, late=3)
EXTRACT = referrals(met=20, begin=101, origin="southside")
BEHIND = f"?start={MONDAY}&period=week&dated=start"


@pytest.fixture
def borough(home: Path) -> Borough:
    return make_borough()


def measured(capsys: Any, *asked: str) -> tuple[str, str]:
    """What the command prints of the week, and what it says beside it."""
    assert (
        main(["measure", "two_hour_response", "--from", str(MONDAY), "--to", str(MONDAY), "--format", "csv", *asked])
        == 0
    )
    printed = capsys.readouterr()
    return printed.out, printed.err


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([*LIVE, *EXTRACT], "10 referrals"),
        (LIVE, "10 referrals"),
        (EXTRACT, "20 referrals"),
        ([*EXTRACT, *referrals(met=2, begin=201, origin="northside")], "22 referrals"),
    ],
)
def test_a_page_is_about_the_live_service_or_where_there_is_none_about_all_that_partners_sent(
    borough: Borough, rows: Sequence[Fact], counted: str
) -> None:
    facts_are(referrals=rows)
    page = text(as_(borough.head).get("/outcomes/two_hour_response"))
    assert f"; {counted} counted" in page
    behind = text(as_(borough.head).get(f"/outcomes/two_hour_response/rows{BEHIND}"))
    assert f"{counted}: {counted.split()[0]} counted" in behind


def test_a_page_says_what_it_does_not_count_and_shows_it_to_who_asks(borough: Borough) -> None:
    facts_are(referrals=[*LIVE, *EXTRACT])
    head = as_(borough.head)
    assert "counted apart (southside)" in text(head.get("/outcomes/two_hour_response"))
    assert "counted apart (southside)" in text(head.get("/outcomes"))
    assert "Southside 100.0% 20 20" in text(head.get("/outcomes/two_hour_response?by=origin"))


def test_a_page_with_nothing_else_beside_says_nothing_of_it(borough: Borough) -> None:
    facts_are(referrals=LIVE)
    assert "counted apart" not in text(as_(borough.head).get("/outcomes/two_hour_response"))


def test_the_rows_behind_a_number_are_of_the_part_of_the_service_it_is_of(borough: Borough) -> None:
    facts_are(referrals=[*LIVE, *referrals(met=4, begin=301, locality="south")])
    head = as_(borough.head)
    assert "&amp;locality=south" in head.get("/outcomes/two_hour_response?locality=south").content.decode()
    assert "4 referrals: 4 counted" in text(head.get(f"/outcomes/two_hour_response/rows{BEHIND}&locality=south"))


def test_the_command_counts_as_pages_do_and_says_what_it_leaves_out(borough: Borough, capsys: Any) -> None:
    facts_are(referrals=[*LIVE, *EXTRACT])
    printed, said = measured(capsys)
    assert ",7,10,0," in printed
    assert "Not counted: southside." in said
    for asked in (("--by", "origin"), ("--where", "origin=southside"), ("--by", "partnership")):
        printed, said = measured(capsys, *asked)
        assert ",20,20,0," in printed or ",27,30,0," in printed
        assert said == ""


def test_a_folder_that_is_named_is_counted_whole(borough: Borough, home: Path, capsys: Any) -> None:
    facts_are(referrals=[*LIVE, *EXTRACT])
    printed, said = measured(capsys, "--facts", str(home / "facts"))
    assert ",27,30,0," in printed
    assert said == ""
