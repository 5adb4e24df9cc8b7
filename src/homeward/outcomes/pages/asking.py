"""What a reader asks of the outcomes pages: from when to when, by which date and period, where, in which groups."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import Definition
from homeward.outcomes.periods import Period, start_of
from homeward.outcomes.series import PERIODS_SHOWN
from homeward.outcomes.wording import BREAKDOWN_NAMES, PERIOD_NAMES, dated_name
from homeward.partnership.forms import UKDate

LONGEST = timedelta(days=10 * 366)
Choices = Sequence[tuple[str, str]]
PLACES = ("pathway", "locality")
"""By what a reader may narrow down what is counted."""


def usual_period(measure: Definition, *, exact: bool) -> Period:
    """By what a measure is counted unless asked otherwise: its own period, and months for who sees groups only.

    Of a week too much would be held back for its chart to say the same as the whole.
    """
    return Period(measure.period) if exact else Period.MONTH


def usual_first(period: Period, last: date) -> date:
    """The first day of as many periods as a chart shows, up to the one `last` is in."""
    back = timedelta(weeks=PERIODS_SHOWN[period] - 1) if period is Period.WEEK else timedelta(days=30.5 * 35)
    return start_of(period, last - back)


def narrowed(where: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """What an address has at its end to ask for the same part of the service again; nothing for all of it."""
    return "".join(f"&{urlencode({name: one})}" for name, (one,) in where)


class Place(forms.Form):
    """Which part of the service to look at: one pathway, one locality, or all."""

    pathway = forms.ChoiceField(required=False, label="Pathway")
    locality = forms.ChoiceField(required=False, label="Locality")

    def __init__(self, choices: Mapping[str, Choices], asked: QueryDict) -> None:
        super().__init__(asked)
        for name, everything in (("pathway", "All pathways"), ("locality", "All localities")):
            self.fields[name].choices = [("", everything), *choices.get(name, ())]  # type: ignore[attr-defined]

    @property
    def where(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rows to keep, as a question asks for them; what cannot be is not asked."""
        asked = self.cleaned_data if self.is_valid() else {}
        return tuple((name, (asked[name],)) for name in PLACES if asked.get(name))


class Whole(Place):
    """Which part of the service the framework is about, and by what it counts."""

    period = forms.ChoiceField(
        required=False, label="Count by", choices=[("", "As usual for each"), *PERIOD_NAMES.items()]
    )

    @property
    def period_asked(self) -> Period | None:
        """The period for every measure, or None for each measure's own."""
        asked = self.cleaned_data.get("period") if self.is_valid() else ""
        return Period(asked) if asked else None


class Asked(forms.Form):
    """The filter above a measure's chart. Fields left out mean the usual: as long as charts show, all together."""

    first = UKDate(label="From", required=False)
    last = UKDate(label="To", required=False)
    period = forms.ChoiceField(label="Count by", required=False, choices=list(PERIOD_NAMES.items()))
    dated = forms.ChoiceField(label="Place them by the day", required=False)
    by = forms.ChoiceField(label="Break down by", required=False)

    def __init__(self, measure: Definition, counted_on: date, asked: QueryDict, *, exact: bool = True) -> None:
        asked = asked.copy()
        self.usual = usual_period(measure, exact=exact)
        asked.setdefault("period", self.usual.value)
        super().__init__(asked)
        self.measure, self.counted_on = measure, counted_on
        dated = [(one, dated_name(measure.table, one)) for one in measure.dated]
        self.fields["dated"].choices = dated  # type: ignore[attr-defined]
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            ("", "As usual"),
            *((one, BREAKDOWN_NAMES[one]) for one in measure.breakdowns),
        ]

    def clean(self) -> dict[str, Any]:
        """The days in order, not after the count, and not more than ten years. Errors name the field."""
        asked = super().clean() or {}
        period = Period(asked.get("period") or self.usual)
        last = asked.get("last") or self.counted_on
        first = asked.get("first") or usual_first(period, last)
        if first > self.counted_on:
            self.add_error("first", "From: choose a day before the facts were counted.")
        elif first > last:
            self.add_error("last", "To: choose a day after the first.")
        elif last - first > LONGEST:
            self.add_error("first", "From: choose a day at most ten years before the last.")
        return {**asked, "first": first, "last": min(last, self.counted_on), "period": period}

    def question(self, where: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Question:
        """What to count; the usual where what was asked cannot be."""
        asked = self.cleaned_data if self.is_valid() else {}
        period = asked.get("period") or self.usual
        last = asked.get("last") or self.counted_on
        return Question(
            measure=self.measure,
            first=asked.get("first") or usual_first(period, last),
            last=last,
            dated=asked.get("dated") or "",
            period=period,
            where=where,
        )

    @property
    def asked_breakdown(self) -> str:
        """The column of the facts that was asked for to break down by; empty when none was."""
        return str(self.cleaned_data.get("by") or "") if self.is_valid() else ""

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The columns to break down by: the one asked for, or those the measure is usually shown by."""
        return (self.asked_breakdown,) if self.asked_breakdown else self.measure.shown_by
