"""What a reader asks of a measure's page: from when to when, by which date, by which period, in which groups."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.kit.weeks import week_of
from homeward.outcomes.counting import Question
from homeward.outcomes.definitions import Definition
from homeward.outcomes.periods import Period
from homeward.outcomes.wording import BREAKDOWN_NAMES, DATED_NAMES, PERIOD_NAMES
from homeward.partnership.forms import UKDate

WEEKS_SHOWN = 26
LONGEST = timedelta(days=5 * 366)


class Asked(forms.Form):
    """The filter above a measure's table. Fields left out mean the usual: the last 26 weeks, by week, all together."""

    first = UKDate(label="From", required=False)
    last = UKDate(label="To", required=False)
    period = forms.ChoiceField(label="Count by", required=False, choices=list(PERIOD_NAMES.items()))
    dated = forms.ChoiceField(label="Place a referral by", required=False)
    by = forms.ChoiceField(label="Break down by", required=False)

    def __init__(self, measure: Definition, counted_on: date, asked: QueryDict) -> None:
        usual = counted_on - timedelta(weeks=WEEKS_SHOWN - 1)
        asked = asked.copy()
        asked.setdefault("first", f"{week_of(usual):%d/%m/%Y}")
        asked.setdefault("last", f"{counted_on:%d/%m/%Y}")
        super().__init__(asked)
        self.measure, self.counted_on = measure, counted_on
        self.fields["dated"].choices = [(one, DATED_NAMES[one]) for one in measure.dated]  # type: ignore[attr-defined]
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            ("", "As usual"),
            *((one, BREAKDOWN_NAMES[one]) for one in measure.breakdowns),
        ]

    def clean(self) -> dict[str, Any]:
        """The days in order, not after the count, and not more than five years. Errors name the field."""
        asked = super().clean() or {}
        last = asked.get("last") or self.counted_on
        first = asked.get("first") or last - timedelta(weeks=WEEKS_SHOWN - 1)
        if first > self.counted_on:
            self.add_error("first", "From: choose a day before the facts were counted.")
        elif first > last:
            self.add_error("last", "To: choose a day after the first.")
        elif last - first > LONGEST:
            self.add_error("first", "From: choose a day at most five years before the last.")
        return {**asked, "first": first, "last": min(last, self.counted_on)}

    def question(self) -> Question:
        """What to count; the usual where what was asked cannot be."""
        asked = self.cleaned_data if self.is_valid() else {}
        last = asked.get("last") or self.counted_on
        return Question(
            measure=self.measure,
            first=asked.get("first") or last - timedelta(weeks=WEEKS_SHOWN - 1),
            last=last,
            dated=asked.get("dated") or None,
            period=Period(asked.get("period") or Period.WEEK),
        )

    @property
    def asked_breakdown(self) -> str:
        """The column of the facts that was asked for to break down by; empty when none was."""
        return str(self.cleaned_data.get("by") or "") if self.is_valid() else ""

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The columns to break down by: the one asked for, or those the measure is usually shown by."""
        return (self.asked_breakdown,) if self.asked_breakdown else self.measure.shown_by
