"""The forms of asking how it was."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.partnership.forms import UKDate, must, one_line, sentences
from homeward.partnership.models import PhasedChange
from homeward.voice.drafting import MOST_COMMENT, Said
from homeward.voice.rules.answers import CHOICES
from homeward.voice.rules.asking import PROXY_NAMES, Mode
from homeward.voice.schema import TIMING_NAMES, Audience, Statement, Timing

ASK_NOW: dict[str, Mode] = {"in_person": Mode.IN_PERSON, "phone": Mode.PHONE}
"""The ways in which a member writes the answers down, and how they are then given."""
GIVE_A_FORM: dict[str, Mode] = {"hand_over": Mode.OWN_DEVICE, "address": Mode.OWN_DEVICE, "paper": Mode.ON_PAPER}
"""The ways in which they answer by themselves."""
DECLINED = "declined"
WAYS: tuple[tuple[str, str], ...] = (
    ("in_person", "I ask them now, and write down what they say"),
    ("phone", "I ask them by phone, and write down what they say"),
    ("hand_over", "They answer on this device, by themselves: it signs me out"),
    ("address", "They answer on their own phone or computer, today or tomorrow"),
    ("paper", "They get a form in large print, to send back within three weeks"),
    (DECLINED, "They would rather not be asked"),
)
TELL_NO_NAMES = "Please write no names. It is read without yours."


class AskForm(forms.Form):
    """Who is asked, when in their help, how, and whether the answers stay apart from the record."""

    audience = forms.ChoiceField(
        label="Who is asked?",
        choices=[(Audience.PERSON.value, "The person"), (Audience.CARER.value, "A carer, or family")],
        widget=forms.RadioSelect,
        error_messages=must("Who is asked: choose one."),
    )
    timing = forms.ChoiceField(
        label="When in their help?",
        choices=[(one.value, name) for one, name in TIMING_NAMES.items() if one is not Timing.STAFF_ROUND],
        widget=forms.RadioSelect,
        error_messages=must("When in their help: choose one."),
    )
    way = forms.ChoiceField(
        label="How?", choices=WAYS, widget=forms.RadioSelect, error_messages=must("How: choose one.")
    )
    proxy = forms.ChoiceField(
        label="Does somebody answer for them?",
        choices=[("", "No, they answer themselves"), *((one.value, name) for one, name in PROXY_NAMES.items())],
        required=False,
        error_messages=must("Does somebody answer for them: choose one."),
    )
    apart = forms.BooleanField(
        label="Keep the answers apart from their record",
        required=False,
        help_text="Then only the month, the pathway and the first half of the postcode are kept. It is their choice.",
    )

    def mode(self) -> str:
        """How the answers are given, which follows from the way they are asked for."""
        return {**ASK_NOW, **GIVE_A_FORM, DECLINED: Mode.IN_PERSON}[self.cleaned_data["way"]].value


class RecordForm(forms.Form):
    """The part of an asking that the address of the next page carries on."""

    audience = forms.ChoiceField(choices=[(one.value, one.value) for one in (Audience.PERSON, Audience.CARER)])
    timing = forms.ChoiceField(choices=[(one.value, one.value) for one in Timing if one is not Timing.STAFF_ROUND])
    mode = forms.ChoiceField(choices=[(one.value, one.value) for one in ASK_NOW.values()])
    proxy = forms.ChoiceField(
        choices=[("", ""), *((one.value, name) for one, name in PROXY_NAMES.items())], required=False
    )
    apart = forms.BooleanField(required=False)


class AnswersForm(forms.Form):
    """Every statement of an asking on one page, and one question below; what is left open is not answered."""

    comment = sentences("What should we do differently?", most=MOST_COMMENT, help_text=TELL_NO_NAMES)

    def __init__(self, typed: QueryDict | None, *, statements: Sequence[Statement]) -> None:
        super().__init__(typed)
        self.statements = statements
        for one in statements:
            self.fields[_name(one)] = forms.ChoiceField(
                label=one.says,
                choices=CHOICES,
                widget=forms.RadioSelect,
                required=False,
                error_messages=must(f"{one.says} Choose one of the answers."),
            )

    def questions(self) -> list[Any]:
        """The statements as fields, in the order they are asked."""
        return [self[_name(one)] for one in self.statements]

    def said(self) -> Said:
        """What was answered."""
        given = {one.code: self.cleaned_data[_name(one)] for one in self.statements}
        return Said({code: answer for code, answer in given.items() if answer}, self.cleaned_data["comment"])


def _name(statement: Statement) -> str:
    return f"says_{statement.code}"


class CommentForm(forms.Form):
    """The last question of those who answer on a screen by themselves."""

    comment = sentences("What should we do differently?", most=MOST_COMMENT, help_text=TELL_NO_NAMES)


class CodeForm(forms.Form):
    """The code on a form, or in a letter."""

    code = one_line(
        "Code", most=40, needed="Code: type the 16 letters and numbers.", help_text="For example 7K2M-Q8XR-T94P-D3WA"
    )


class SaidAndDoneForm(forms.Form):
    """One entry of "you said, we did"."""

    said = sentences("You said", most=1_000, needed="You said: write what people told us, without names.",
                     help_text="What several people told us. Quote nobody who could be recognised.")  # fmt: skip
    done = sentences("We did", most=1_000, needed="We did: write what was changed.")
    since = UKDate(
        label="From when",
        help_text="For example 27 3 2026",
        error_messages={"required": "From when: give the date."},
    )
    change = forms.ChoiceField(
        label="Part of which change",
        required=False,
        help_text="The change that was tried because of it, if it is marked.",
        error_messages=must("Part of which change: choose one, or none."),
    )

    def __init__(self, typed: QueryDict | None, *, changes: Sequence[PhasedChange]) -> None:
        super().__init__(typed)
        self._changes = {str(one.pk): one for one in changes}
        listed = [("", "None, or not marked yet"), *((code, one.title) for code, one in self._changes.items())]
        self.fields["change"].choices = listed  # type: ignore[attr-defined]

    def clean_change(self) -> PhasedChange | None:
        """The change that was chosen, or None."""
        return self._changes.get(self.cleaned_data["change"])
