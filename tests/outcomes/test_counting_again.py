"""Counting again in the background: one at a time, how far it has got, and how it ended."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from homeward.outcomes import collecting
from homeward.outcomes.collecting import facts_folder, underway
from homeward.outcomes.collecting.underway import State, counting_underway, start_counting
from homeward.outcomes.counting import PartsWritten
from homeward.outcomes.facts import TABLES
from homeward.site.commandline import main
from tests.outcomes.made_facts import COUNTED_AT
from tests.outcomes.opened import facts_are, text
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.pages import as_

pytestmark = pytest.mark.django_db
LATER = COUNTED_AT + timedelta(days=1)
A_COUNT = """
import json, pathlib, sys, time
file, go_on = pathlib.Path(sys.argv[-1]), pathlib.Path(sys.argv[-1]).with_name("go-on")
said = json.loads(file.read_text()) | {"table": "goals", "rows": 2000}
file.with_name("aside").write_text(json.dumps(said))
file.with_name("aside").replace(file)
until = time.monotonic() + 60
while not go_on.exists() and time.monotonic() < until:
    time.sleep(0.02)
how = go_on.read_text()
if how != "killed":
    file.write_text(json.dumps(said | {"state": how, "says": f"It has {how}."}))
print("A line for whoever looks into the log")
"""
"""A count that is at the goals until it is told how to end."""


@pytest.fixture
def borough(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Borough]:
    monkeypatch.setattr(underway, "COMMAND", (sys.executable, "-c", A_COUNT))
    yield make_borough()
    if counting_underway():
        ends("killed")


def wait_until(claim: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < until
        time.sleep(0.02)


def is_at_the_goals() -> bool:
    at = counting_underway()
    return at is not None and at.table == "goals"


def ends(how: str) -> None:
    (facts_folder() / "go-on").write_text(how)
    wait_until(lambda: (at := counting_underway()) is not None and at.state is not State.COUNTING)


def test_before_the_first_there_is_none(home: Path) -> None:
    assert counting_underway() is None


def test_a_count_runs_beside_the_pages_which_say_how_far_it_is_and_that_it_is_done(borough: Borough) -> None:
    facts_are()
    browser = as_(borough.commissioner)
    assert browser.post("/outcomes/collect")["Location"] == "/outcomes"
    wait_until(is_at_the_goals)
    place = list(TABLES).index("goals") + 1
    for address in ("/outcomes", "/outcomes/two_hour_response"):
        page = text(browser.get(address))
        assert f"Counting. Table {place} of {len(TABLES)}: 2,000 goals so far." in page
        assert "See how far it is" in page
    assert 'action="/outcomes/collect"' not in browser.get("/outcomes").content.decode()
    ends("done")
    assert "It has done." in text(browser.get("/outcomes"))
    page = browser.get("/outcomes")
    assert "It has done." not in text(page)
    assert 'action="/outcomes/collect"' in page.content.decode()
    assert "A line for whoever looks into the log" in (facts_folder() / "counting.log").read_text()


def test_only_who_started_a_count_is_told_that_it_is_done(borough: Borough) -> None:
    facts_are()
    as_(borough.commissioner).post("/outcomes/collect")
    ends("done")
    assert "It has done." not in text(as_(borough.head).get("/outcomes"))


def test_a_second_count_is_not_started_while_one_runs(borough: Borough) -> None:
    assert start_counting(now=LATER)
    wait_until(is_at_the_goals)
    assert not start_counting(now=LATER)
    assert as_(borough.head).post("/outcomes/collect").status_code == 302
    assert is_at_the_goals()
    ends("done")
    (facts_folder() / "go-on").unlink()
    assert start_counting(now=LATER)


@pytest.mark.parametrize(("how", "says"), [("failed", "It has failed."), ("killed", "It stopped before it was done.")])
def test_a_count_that_fails_says_why_and_the_earlier_numbers_stand(borough: Borough, how: str, says: str) -> None:
    facts_are()
    start_counting(now=LATER)
    ends(how)
    page = text(as_(borough.head).get("/outcomes"))
    assert f"The last count failed. {says}" in page
    assert "The numbers below are of the count before." in page
    assert "Count again" in page


def test_a_failure_is_let_go_of_when_the_facts_were_counted_since(borough: Borough) -> None:
    start_counting(now=COUNTED_AT - timedelta(hours=1))
    ends("failed")
    facts_are()
    assert "The last count failed" not in text(as_(borough.head).get("/outcomes"))


def test_before_the_first_count_the_page_says_that_it_is_being_counted(borough: Borough) -> None:
    browser = as_(borough.head)
    browser.post("/outcomes/collect")
    wait_until(is_at_the_goals)
    page = text(browser.get("/outcomes"))
    assert "Counting. " in page
    assert "Count now" not in page


def test_a_page_that_asks_is_told_how_far_it_is_and_then_to_load_anew(borough: Borough) -> None:
    browser = as_(borough.head)
    start_counting(now=LATER)
    wait_until(is_at_the_goals)
    assert "2,000 goals so far" in text(browser.get("/outcomes/counting", headers={"HX-Request": "true"}))
    assert browser.get("/outcomes/counting")["Location"] == "/outcomes"
    ends("done")
    assert browser.get("/outcomes/counting", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_counting_that_cannot_start_says_so(borough: Borough, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(underway, "COMMAND", ("/no/such/program",))
    browser = as_(borough.head)
    browser.post("/outcomes/collect")
    assert "Counting could not start: No such file or directory." in text(browser.get("/outcomes"))
    assert counting_underway() is None


@pytest.mark.parametrize("who", ["nurse", "gp", "privacy_officer"])
def test_who_may_not_look_may_not_count(borough: Borough, who: str) -> None:
    assert as_(getattr(borough, who)).post("/outcomes/collect").status_code == 403
    assert counting_underway() is None


def test_counting_again_is_for_posting_only(borough: Borough) -> None:
    assert as_(borough.head).get("/outcomes/collect").status_code == 405
    assert counting_underway() is None


def test_the_command_writes_down_how_far_it_is_and_how_it_ended(
    borough: Borough, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "write_parts", lambda folder, previous=None: PartsWritten(0, 0))
    received(borough, now=NOW)
    file = tmp_path / "progress.json"
    assert main(["collect", "--progress", str(file)]) == 0
    said = json.loads(file.read_text())
    assert (said["state"], said["table"], said["rows"]) == ("done", "referrals", 1)
    assert said["says"].startswith("Counted again: 1 facts in ")


def test_the_command_writes_down_why_it_failed(
    borough: Borough, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **said: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(collecting, "write_parts", full)
    file = tmp_path / "progress.json"
    assert main(["collect", "--progress", str(file)]) == 1
    said = json.loads(file.read_text())
    assert said["state"] == "failed"
    assert "No space left on device. The earlier ones are still in use." in said["says"]
