"""Forms about leaving: what happens afterwards, why help ends and what came of it, and an end that was none."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.actions.leaving import TRANSITION_FIELDS, transition_of
from homeward.episodes.models.episode import EndReason
from homeward.episodes.models.leaving import Leaving
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.leaving import Asked, asks_for, outcome_that_follows
from homeward.partnership.forms import UKDate, must, sentences

NOT_YET = "not_yet"
"""What a form says for a plan that nobody has agreed yet: an empty choice is not shown."""


class TransitionForm(forms.Form):
    """What happens after we leave, and with whom it was agreed. It carries what it was opened with."""

    opened_with = forms.CharField(widget=forms.HiddenInput, required=False)
    transition_plan = sentences(
        TRANSITION_FIELDS["transition_plan"],
        needed="What happens after we leave: write at least a sentence.",
        help_text="What they will do themselves, who else will help and from when, what equipment stays, and what to "
        "do if things get worse. Leave out addresses and the names of others where they are not needed.",
    )
    agreed_with = forms.ChoiceField(
        label=TRANSITION_FIELDS["agreed_with"],
        choices=[(NOT_YET, "Not agreed yet: keep it as a draft"), *AgreedWith.choices],
        widget=forms.RadioSelect,
        error_messages=must("Agreed with: choose one, or that it is not agreed yet."),
    )
    ends_on = UKDate(
        label=TRANSITION_FIELDS["ends_on"],
        required=False,
        help_text="The day that is planned, for example 27 3 2026. Help ends when somebody ends it.",
    )

    def __init__(self, typed: QueryDict | None, *, leaving: Leaving | None) -> None:
        super().__init__(typed, initial=self._shown(leaving))

    @staticmethod
    def _shown(leaving: Leaving | None) -> dict[str, str]:
        now_is = transition_of(leaving)
        shown = {**now_is, "opened_with": json.dumps(now_is)}
        if leaving is not None:
            shown["agreed_with"] = leaving.agreed_with or NOT_YET
        if leaving is not None and leaving.ends_on:
            shown["ends_on"] = f"{leaving.ends_on.day} {leaving.ends_on.month} {leaving.ends_on.year}"
        return shown

    def clean_agreed_with(self) -> str:
        """Who agreed, or nothing."""
        said = self.cleaned_data["agreed_with"]
        return "" if said == NOT_YET else said

    @property
    def opened(self) -> dict[str, str]:
        """What each field was when the form was opened; what cannot be read was opened on nothing."""
        try:
            said = json.loads(self.cleaned_data["opened_with"])
        except ValueError:
            return {}
        return {field: str(said.get(field, "")) for field in TRANSITION_FIELDS} if isinstance(said, dict) else {}

    def opened_again(self, leaving: Leaving, *, clashes: Mapping[str, str]) -> None:
        """Carry the record as it is now: what was typed against it stays, what was left alone follows it."""
        fresh, opened = self._shown(leaving), self.opened
        now_is = transition_of(leaving)
        data = {name: self.data.get(name, "") for name in self.fields} | {"opened_with": fresh["opened_with"]}
        typed = {**self.cleaned_data, "ends_on": str(self.cleaned_data.get("ends_on") or "")}
        for field in TRANSITION_FIELDS:
            left_alone = typed.get(field, "") == opened.get(field, "")
            if field not in clashes and left_alone and now_is[field] != opened.get(field, ""):
                data[field] = fresh[field]
        self.data = data


class ReasonForm(forms.Form):
    """Why help ends: the first question, on which the others hang."""

    reason = forms.ChoiceField(
        label="Why is the help ending?",
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages=must("Why is the help ending: choose one."),
    )


class LeaveForm(forms.Form):
    """What came of help that ends for one reason: only what can be is asked."""

    reason = forms.CharField(widget=forms.HiddenInput)
    sequel = forms.ChoiceField(
        label="What comes after our help?",
        widget=forms.RadioSelect,
        help_text="What has begun, or begins within a week. If several do, choose the one with most support.",
        error_messages=must("What comes after our help: choose one."),
    )
    outcome = forms.ChoiceField(
        label="Outcome in the national return",
        required=False,
        help_text="Leave it, unless another outcome describes it better.",
        error_messages=must("Outcome: choose one of the list."),
    )
    happened_on = UKDate(label="Day", help_text="For example 27 3 2026")

    def __init__(self, typed: QueryDict | None, *, reason: str, leaving: Leaving | None = None) -> None:
        super().__init__(typed, initial={"reason": reason, **self._noted(leaving, reason)})
        self.why = reason
        self.asked = asks_for(reason)
        self._ask_only_what_can_be(self.asked)

    @staticmethod
    def _noted(leaving: Leaving | None, reason: str) -> dict[str, str]:
        """What was noted before; an outcome that went with the sequel goes with another one as well."""
        if leaving is None:
            return {}
        follows = outcome_that_follows(reason, leaving.sequel)
        day = leaving.happened_on
        shown = f"{day.day} {day.month} {day.year}" if day else ""
        return {
            "sequel": leaving.sequel,
            "outcome": "" if leaving.outcome == follows else leaving.outcome,
            "happened_on": shown,
        }

    def _ask_only_what_can_be(self, asked: Asked) -> None:
        sequels, outcomes = code_list("support_sequel"), code_list("event_outcome")
        if len(asked.sequels) > 1:
            self.fields["sequel"].choices = [(one, sequels.name_of(one)) for one in asked.sequels]  # type: ignore[attr-defined]
        else:
            del self.fields["sequel"]
        if len(asked.outcomes) > 1:
            named = [(one, outcomes.name_of(one)) for one in asked.outcomes]
            self.fields["outcome"].choices = [("", "The one that goes with the answer above"), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["outcome"]
        if asked.day:
            self.fields["happened_on"].label = asked.day
            self.fields["happened_on"].error_messages["required"] = f"{asked.day} Give the date."
        else:
            del self.fields["happened_on"]

    def sequel_families(self) -> Iterator[tuple[str, list[tuple[int, str, str]]]]:
        """The possible sequels by family, each with its place in the list, code and name."""
        values = code_list("support_sequel")
        families: dict[str, list[tuple[int, str, str]]] = {}
        for place, code in enumerate(self.asked.sequels):
            value = values.value(code)
            if value is not None:
                families.setdefault(value.family, []).append((place, code, value.name))
        yield from families.items()

    @property
    def said(self) -> dict[str, Any]:
        """Outcome, sequel and day, as the action takes them."""
        sequel = self.cleaned_data.get("sequel") or next(iter(self.asked.sequels), "")
        outcome = self.cleaned_data.get("outcome") or (outcome_that_follows(self.why, sequel) if sequel else "")
        return {"outcome": outcome, "sequel": sequel, "happened_on": self.cleaned_data.get("happened_on")}


class UndoForm(forms.Form):
    """Why an end is taken back."""

    why = sentences(
        "Why did the help not end after all?",
        most=250,
        needed="Why did the help not end after all: write a few words.",
        help_text="For example: ended for the wrong person. This stays on the record.",
    )
