"""The template environment: the NHS components, links, and dates and times as people here read them."""

from datetime import date, datetime, timedelta
from html import escape
from json import dumps
from typing import Any

from django.forms import BaseForm
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django_htmx.jinja import htmx_script
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup


def uk_date(value: date | datetime | None) -> str:
    """A date as "21 Nov 2026", in London for an instant; nothing for None."""
    if value is None:
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%b %Y}"


def uk_time(value: datetime | None) -> str:
    """An instant's time in London as "14:05"; nothing for None."""
    return "" if value is None else f"{timezone.localtime(value):%H:%M}"


def uk_datetime(value: datetime | None) -> str:
    """An instant in London as "21 Nov 2026, 14:05"; nothing for None."""
    return "" if value is None else f"{uk_date(value)}, {uk_time(value)}"


def minutes_in_words(value: int | float | timedelta | None) -> str:
    """A length as the two largest units that matter: "45 min", "2 hr 5 min", "3 days 4 hr"; the sign is left off."""
    if value is None:
        return ""
    minutes = abs(round(value.total_seconds() / 60 if isinstance(value, timedelta) else value))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} hr" if hours else "")
    if hours:
        return f"{hours} hr" + (f" {rest} min" if rest else "")
    return f"{rest} min"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def error_of(form: BaseForm, name: str) -> dict[str, str] | None:
    """The first error of a field, as the NHS macros take it for `errorMessage`; None when there is none."""
    errors = form.errors.get(name) if form is not None else None
    return {"text": str(errors[0])} if errors else None


def nhsuk_attributes(attributes: Any) -> Markup:
    """HTML attributes as the NHS macro of the same name writes them, two to three times faster.

    `attributes` is ready-made text, or a table of name to value, where a value may be a table of `value`, `optional`
    and `type`. Optional ones are left out when undefined, None or False, and stand without a value when True.
    """
    if not attributes:
        return Markup("")
    if isinstance(attributes, str):
        return Markup(attributes)  # noqa: S704 - the caller's own markup, as in the macro replaced
    return Markup("".join(_attribute(name, item) for name, item in attributes.items()))  # noqa: S704


def _attribute(name: str, item: Any) -> str:
    options = item if isinstance(item, dict) else {"value": item}
    value = options.get("value")
    missing = value is None or isinstance(value, ChainableUndefined)
    if options.get("optional") is True:
        if missing or value is False:
            return ""
        if value is True:
            return f" {escape(name)}"
    return f' {escape(name)}="{_text(value, missing, options.get("type"))}"'


def _text(value: Any, missing: bool, kind: str | None) -> str:
    if missing:
        return ""
    if kind == "array":
        return escape(dumps(list(value)))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace('"', "&#34;") if isinstance(value, Markup) else escape(str(value))


def warnings_about(viewer: Any, person: Any) -> Any:
    """What must be known before anyone rings or knocks; pages of rooms below the referrals ask for it through here."""
    from homeward.desk.flags import warnings_about as of_referrals

    return of_referrals(viewer, person)


def in_unit(value: float | None, unit: Any, exact: bool = True) -> str:
    """A figure of a measure in the words of its unit, one that was rounded without decimals; nothing for None."""
    from homeward.outcomes.showing import in_words

    return in_words(value, unit, exact=exact)


def environment(**options: Any) -> Environment:
    """The Jinja environment that Django builds for the templates of every room."""
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    made = Environment(**{**options, "undefined": ChainableUndefined, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701 - Django passes autoescape=True
    made.globals.update(
        url=url,
        static=static,
        htmx_script=htmx_script,
        nhsuk_attributes=nhsuk_attributes,
        error_of=error_of,
        warnings_about=warnings_about,
    )
    made.filters.update(uk_date=uk_date, uk_time=uk_time, uk_datetime=uk_datetime, minutes_in_words=minutes_in_words)
    made.filters.update(in_unit=in_unit)
    return made
