"""The template environment: dates as people read them, and NHS attributes as the package writes them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.forms import CharField, Form
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from homeward.site.jinja import error_of, minutes_in_words, nhsuk_attributes, uk_date, uk_datetime, uk_time


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "21 Nov 2026, 14:05"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 Jul 2026, 00:30"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 Mar 2026, 02:00"),
        (None, ""),
    ],
)
def test_instants_are_shown_in_london_time(moment: datetime | None, shown: str) -> None:
    assert uk_datetime(moment) == shown


def test_dates_and_times_stand_alone_too() -> None:
    assert uk_date(date(2026, 1, 2)) == "2 Jan 2026"
    assert uk_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 Jul 2026"
    assert uk_time(datetime(2026, 7, 1, 8, 3, tzinfo=UTC)) == "09:03"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 hr"),
        (125, "2 hr 5 min"),
        (-125, "2 hr 5 min"),
        (1439, "23 hr 59 min"),
        (1440, "1 day"),
        (3 * 1440 + 250, "3 days 4 hr"),
        (timedelta(minutes=61), "1 hr 1 min"),
        (None, ""),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(length: Any, words: str) -> None:
    assert minutes_in_words(length) == words


ATTRIBUTES: list[Any] = [
    {"class": "nhsuk-button", "data-module": "nhsuk-button"},
    {"id": {"value": None, "optional": True}, "name": {"value": "x", "optional": True}},
    {"hidden": {"value": True, "optional": True}},
    {"hidden": {"value": False, "optional": True}},
    {"novalidate": None},
    {"aria-hidden": True, "aria-busy": False},
    {"title": 'He said "no" & left <early>'},
    {"rows": 5, "maxlength": {"value": 200, "optional": True}},
    {"data-i18n": {"value": ["one", "two"], "type": "array"}},
    ' data-ready="made"',
    {},
    None,
]


@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_attributes_mean_what_the_package_s_own_macro_writes(attributes: Any) -> None:
    package = Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"), autoescape=True, undefined=ChainableUndefined
    )  # the oracle: the macro that ours replaces
    macro = package.get_template("nhsuk/macros/attributes.jinja").module.nhsukAttributes  # type: ignore[attr-defined]
    assert read(nhsuk_attributes(attributes)) == read(str(macro(attributes)))


def read(written: str) -> list[tuple[str, str | None]]:
    """Attributes as a browser reads them, whatever the quoting."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        found: list[tuple[str, str | None]]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found = attrs

    reader = Reader()
    reader.feed(f"<p{written}>")
    return reader.found


def test_a_value_that_is_markup_cannot_end_its_attribute() -> None:
    assert nhsuk_attributes({"title": Markup('a" onclick="b')}) == ' title="a&#34; onclick=&#34;b"'


def test_the_first_error_of_a_field_is_given_to_its_macro() -> None:
    class Asked(Form):
        name = CharField(error_messages={"required": "Enter a name"})

    assert error_of(Asked({}), "name") == {"text": "Enter a name"}
    assert error_of(Asked({"name": "Ada"}), "name") is None
    assert error_of(Asked(), "name") is None
