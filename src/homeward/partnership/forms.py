"""Form fields every room's pages share: dates as people here say them, and moments on a London clock."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from homeward.kit.london import LONDON

LIKELY_YEARS = range(1800, 3000)
"""A year outside these was typed wrongly, and the day after 31 December 9999 would stop every list it stands in."""

_MONTHS = {f"{date(2000, month, 1):%b}".lower(): month for month in range(1, 13)}


def parse_uk_date(text: str) -> date | None:
    """The date in "31 3 1940", "31/03/1940", "31 March 1940" or "1940-03-31"; None when it is none of these."""
    parts = re.split(r"[\s/.\-]+", text.strip().lower())
    if len(parts) != 3:
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = parts
    month = str(_MONTHS.get(month[:3], "")) if month.isalpha() else month
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) == 4):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, or what was kept of it when a session ended; None for a page opened afresh."""
    if request.method == "POST":
        return request.POST
    return getattr(request, "held", None) or None


def check_birth_date(born_on: date | None, *, today: date) -> None:
    """Raises ValidationError for a birthday in the future or before 1900."""
    if born_on and born_on > today:
        raise ValidationError("Date of birth: this is in the future. Check the year.")
    if born_on and born_on.year < 1900:
        raise ValidationError("Date of birth: this is before 1900. Check the year.")


def check_not_ahead(moment: datetime | None, *, now: datetime, label: str) -> None:
    """Raises ValidationError for a time after the minute that is now."""
    if moment and moment > now.replace(second=59):
        raise ValidationError(f"{label} This time is in the future. Check the date and time.")


def must(remedy: str) -> dict[str, str]:
    """Messages for a field that is needed, or has a choice that is none."""
    return {"required": remedy, "invalid_choice": remedy}


def one_line(label: str, most: int = 120, needed: str = "", help_text: str = "") -> forms.CharField:
    """A field for a line of at most so many characters; `needed` is what to say when it is empty and may not be."""
    return _words(label, most, needed, help_text, forms.TextInput(attrs={"autocomplete": "off"}))


def sentences(label: str, most: int = 5_000, needed: str = "", help_text: str = "") -> forms.CharField:
    """A field for sentences of at most so many characters; `needed` is what to say when it is empty and may not be."""
    return _words(label, most, needed, help_text, forms.Textarea())


def _words(label: str, most: int, needed: str, help_text: str, widget: forms.Widget) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(needed),
        help_text=help_text,
        widget=widget,
        error_messages={"required": needed, "max_length": f"{label}: keep it under {most:,} characters."},
    )


class UKDate(forms.CharField):
    """A date typed in one box, day first."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "nhsuk-input--width-10"})

    def to_python(self, value: Any) -> Any:
        """The date, or None for an empty box. Raises ValidationError that shows the form to use."""
        if isinstance(value, date):
            return value
        text = (value or "").strip()
        if not text:
            return None
        found = parse_uk_date(text)
        if found is None:
            raise ValidationError(f"{self.label}: write it as day, month and year, for example 31 3 1940.")
        if found.year not in LIKELY_YEARS:
            raise ValidationError(f"{self.label}: check the year.")
        return found


class LondonMoment(forms.DateTimeField):
    """A date and time on a London wall clock, given back as an instant in UTC.

    In the hour that comes twice in October the times differ by an hour; `later` says which of the two is meant, so that
    a wait is never made to look shorter than it was (later for contacts, earlier for starts). The later one is not
    meant while it is still to come: `not_after` is the latest instant it may be.
    """

    not_after: datetime | None = None

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, later: bool = False, **kwargs: Any) -> None:
        self.later = later
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def to_python(self, value: Any) -> Any:
        """The instant. Raises ValidationError for text that is no time, and for an hour the clocks skipped."""
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        for form in self.input_formats or ():
            try:
                wall = datetime.strptime(str(value).strip(), form)  # noqa: DTZ007 - the zone is given on the next line
            except ValueError:
                continue
            if wall.year not in LIKELY_YEARS:
                raise ValidationError(f"{self.label}: check the year.")
            return self._instant(wall)
        raise ValidationError(f"{self.label}: give a date and a time, for example 21/11/2026 14:05.")

    def _instant(self, wall: datetime) -> datetime:
        local = wall.replace(tzinfo=LONDON, fold=int(self.later))
        instant = local.astimezone(UTC)
        if self.later and self.not_after is not None and instant > self.not_after:
            instant = local.replace(fold=0).astimezone(UTC)
        if instant.astimezone(LONDON).replace(tzinfo=None) != wall:
            raise ValidationError(f"{self.label}: the clocks went forward, so that time did not happen. Check it.")
        return instant
