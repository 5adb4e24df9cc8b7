"""Forms of assessments: a field for each item of a tool, so that a new tool needs no new page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from homeward.episodes.actions.assessing import Given
from homeward.episodes.models.assessing import AssessmentAnswer, OfferAnswer
from homeward.episodes.rules.scoring import LONGEST_TEXT, AnswerWrong, as_typed, in_words, typed
from homeward.episodes.schema.tools import TOTAL, Item, Tool, Value
from homeward.partnership.forms import UKDate

TAKE_BACK = "-"
"""What a choice sends when its answer is taken back: radio buttons cannot be emptied."""


class Asked(forms.CharField):
    """The field of one item. Nothing has to be answered here; whether enough is, is asked when it is completed."""

    def __init__(self, item: Item, *, answered: bool) -> None:
        super().__init__(label=item.asks, help_text=item.help, widget=_widget(item, answered))
        self.item = item

    def clean(self, value: Any) -> Value | None:
        """The value, None where it is empty or taken back. Raises ValidationError that names what it can be."""
        if value == TAKE_BACK and self.item.kind in ("choice", "yes_no"):
            return None
        try:
            return typed(self.item, value or "")
        except AnswerWrong as wrong:
            raise ValidationError(str(wrong)) from None


class AnswersForm(forms.Form):
    """Every item of a tool, with room for a few words where the tool says so."""

    def __init__(
        self, sent: QueryDict | None, tool: Tool, answers: Mapping[str, AssessmentAnswer] | None = None
    ) -> None:
        super().__init__(sent)
        self.tool, answers = tool, answers or {}
        for item in tool.items:
            row = answers.get(item.code)
            value = row.value if row else None
            self.fields[field_of(item)] = Asked(item, answered=value is not None)
            self.initial[field_of(item)] = as_typed(item, value)
            if item.note:
                self.fields[note_of(item)] = forms.CharField(
                    label=f"A few words on: {item.asks}",
                    required=False,
                    max_length=LONGEST_TEXT,
                    error_messages={"max_length": f"A few words: keep them under {LONGEST_TEXT:,} characters."},
                )
                self.initial[note_of(item)] = row.note if row else ""

    def given(self, sent: QueryDict) -> dict[str, Given]:
        """What was given for each item that can be read, with the answer that was seen when the page was opened."""
        return {
            item.code: Given(
                self.cleaned_data[field_of(item)],
                self.cleaned_data.get(note_of(item), ""),
                _number(sent.get(f"o_{item.code}")),
            )
            for item in self.tool.items
            if field_of(item) in self.cleaned_data and not self.errors.get(note_of(item))
        }

    def values(self) -> dict[str, Value]:
        """The values given, by item code."""
        read = ((item.code, self.cleaned_data.get(field_of(item))) for item in self.tool.items)
        return {code: value for code, value in read if value is not None}


class AcceptForm(AnswersForm):
    """Another organisation's assessment: whose, when, and what they found."""

    from_organisation = forms.CharField(
        label="Which organisation assessed them?",
        help_text="For example the hospital they are coming home from.",
        max_length=120,
        error_messages={"required": "Organisation: say which organisation assessed them."},
    )
    assessor = forms.CharField(
        label="Who assessed them there?", help_text="Name or profession.", max_length=120, required=False
    )
    assessed_on = UKDate(
        label="When did they assess?",
        help_text="For example 3 3 2026.",
        error_messages={"required": "When did they assess: give the date."},
    )

    def __init__(self, sent: QueryDict | None, tool: Tool) -> None:
        super().__init__(sent, tool)
        if tool.scoring == "sum":
            low, high = (in_words(end) for end in tool.range)
            self.fields[TOTAL] = forms.FloatField(
                label="Their whole score",
                help_text=f"From {low} to {high}. If you have each answer, give those below instead.",
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "nhsuk-input--width-4"}),
                error_messages={"invalid": f"Their whole score: give a number from {low} to {high}."},
            )

    def values(self) -> dict[str, Value]:
        """The answers given, and the whole score where that was."""
        total = self.cleaned_data.get(TOTAL)
        whole = {} if total is None else {TOTAL: int(total) if total == int(total) else total}
        return {**super().values(), **whole}


class OfferForm(forms.Form):
    """What was offered, and what the person said."""

    kind = forms.CharField(max_length=40)
    answer = forms.ChoiceField(choices=OfferAnswer.choices)
    note = forms.CharField(required=False, max_length=1_000)


class WithdrawAssessmentForm(forms.Form):
    """Why an assessment is taken back."""

    why = forms.CharField(
        label="Why is it taken back?",
        help_text="For example: written for the wrong person. It stays on the record with this reason.",
        max_length=250,
        widget=forms.Textarea,
        error_messages={
            "required": "Why is it taken back: write a few words.",
            "max_length": "Why is it taken back: keep it under 250 characters.",
        },
    )


def field_of(item: Item) -> str:
    """The name of an item's field."""
    return f"q_{item.code}"


def note_of(item: Item) -> str:
    """The name of the field for a few words beside it."""
    return f"n_{item.code}"


def _widget(item: Item, answered: bool) -> forms.Widget:
    if item.kind == "text":
        return forms.Textarea()
    if item.kind == "number":
        return forms.TextInput(attrs={"inputmode": "decimal", "class": "nhsuk-input--width-4", "autocomplete": "off"})
    choices = [(one.code, one.name) for one in item.values] or [("yes", "Yes"), ("no", "No")]
    return forms.RadioSelect(choices=[*choices, *([(TAKE_BACK, "Take this answer back")] if answered else [])])


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
