"""Forms of the plan and its visits. Each error names the field and says what to do."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking, SeriesStep
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.queries.plan import workers_of
from homeward.episodes.rules.plan_edits import TEXTS
from homeward.episodes.rules.taper_words import DAY_NAMES, times_in_words
from homeward.episodes.rules.visit_choices import in_short
from homeward.partnership.forms import LondonMoment, UKDate
from homeward.pathways.queries import service_model_version
from homeward.pathways.wording import skill_in_words

STAFF = [(1, "One worker"), (2, "Two workers together"), (3, "Three workers together"), (4, "Four workers together")]
HINTS = {
    "aims": "With the person, in plain words. What they do themselves, and what we do with them.",
    "before_a_visit": "For staff only: it is not on the person's copy. How to get in, the key, what to bring.",
    "if_it_gets_worse": "What to look out for, and what to do then. It is on the person's copy.",
    "who_to_call": "Names and numbers, by day and by night. It is on the person's copy.",
}
CHOICES = [("theirs", "Keep what it says now"), ("mine", "Use what I wrote"), ("new", "Use what I put together below")]


class TimeOfDay(forms.TimeInput):
    """A time of day as the browser lets people choose one."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _line(label: str, remedy: str, help_text: str = "", most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": remedy, "max_length": f"{label} Keep it under {most} characters."},
    )


def _number(label: str, remedy: str, least: int, most: int, help_text: str = "") -> forms.IntegerField:
    said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), remedy)
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-3", "autocomplete": "off"}),
        error_messages=said,
    )


def _time(label: str) -> forms.TimeField:
    remedy = f"{label}: give a time, for example 08:30."
    return forms.TimeField(label=label, widget=TimeOfDay(), error_messages={"required": remedy, "invalid": remedy})


def _staff() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="How many go", choices=STAFF, coerce=int, initial=1, widget=forms.Select)


def _skills(episode: Episode) -> forms.MultipleChoiceField:
    model = service_model_version(episode.model_version)
    codes = sorted({skill for pathway in model.pathways for skill in pathway.skills}) if model else []
    return forms.MultipleChoiceField(
        label="What they must be able to do",
        choices=[(code, skill_in_words(code)) for code in codes],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "What they must be able to do: choose from the list."},
    )


def _worker(episode: Episode, label: str, help_text: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        help_text=help_text,
        queryset=workers_of(episode.owning_team),
        required=False,
        empty_label="Nobody in particular",
        error_messages={"invalid_choice": f"{label}: choose somebody of the team."},
    )


class KnownChoices(forms.ModelMultipleChoiceField):
    """Several of the rows offered; an id that no row has, also one too large for the database, is an unknown choice."""

    def clean(self, value: Any) -> Any:
        """The rows chosen. Raises ValidationError for an unknown one, before the database is asked for it."""
        assert self.queryset is not None
        known = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}
        for one in value if isinstance(value, list) else []:
            if str(one) not in known:
                raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class PlanForm(forms.Form):
    """The texts of a plan as they stood when the page was opened, and as they were typed.

    Where somebody else changed the same text meanwhile, the page says so in `clash`, and the second one chooses.
    """

    def __init__(self, typed: Mapping[str, Any] | None, *, texts: Mapping[str, str], clashing: Iterable[str] = ()):
        opened = {f"opened_{name}": text for name, text in texts.items()}
        super().__init__(typed, initial={**texts, **opened})
        sent = typed.getlist("clash") if isinstance(typed, QueryDict) else []
        self.clashing = tuple(name for name in TEXTS if name in (*sent, *clashing))
        for name, label in TEXTS.items():
            most = {"max_length": f"{label}: keep it under 5,000 characters."}
            self.fields[name] = forms.CharField(
                label=label,
                help_text=HINTS[name],
                required=False,
                max_length=5000,
                widget=forms.Textarea,
                error_messages=most,
            )
            self.fields[f"opened_{name}"] = forms.CharField(required=False, widget=forms.HiddenInput)
        for name in self.clashing:
            self.fields[name].label = "Put together"
            self.fields[name].help_text = "Both texts stand here. Make one of them, if you choose so above."
            remedy = f"{TEXTS[name]}: choose which text to keep."
            self.fields[f"choice_{name}"] = forms.ChoiceField(
                label="Which text should the plan have?",
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": remedy, "invalid_choice": remedy},
            )
            self.fields[f"mine_{name}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def opened(self) -> dict[str, str]:
        """The texts as they stood when the page was opened."""
        return {name: self.cleaned_data[f"opened_{name}"] for name in TEXTS}

    def chosen(self) -> dict[str, str]:
        """The texts as they are to be: what was typed, or what was chosen where two had written."""
        return {name: self._chosen(name) for name in TEXTS}

    def _chosen(self, name: str) -> str:
        choice = self.cleaned_data.get(f"choice_{name}", "new")
        source = {"theirs": f"opened_{name}", "mine": f"mine_{name}"}.get(choice, name)
        return str(self.cleaned_data[source])


class AgreeForm(forms.Form):
    """With whom the plan was agreed, and the last change that stood on the page when it was."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agreed_with = forms.ChoiceField(
        label="Who agreed to it?",
        choices=[("", "Choose"), *AgreedWith.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Who agreed to it: choose one."),
    )


class PaceFields(forms.Form):
    """On which days visits come, how often, and how long they last."""

    days = forms.TypedMultipleChoiceField(
        label="On which days",
        choices=[(number, name) for number, name in enumerate(DAY_NAMES, start=1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "On which days: choose days of the week."},
    )
    times_a_day = forms.TypedChoiceField(
        label="How often a day",
        choices=[(times, times_in_words(times).capitalize()) for times in range(1, 13)],
        coerce=int,
        widget=forms.Select,
        initial=1,
    )
    minutes = _number("Minutes each visit takes", "Minutes each visit takes: give a number from 5 to 720.", 5, 720)


class SeriesForm(PaceFields):
    """Visits that come back."""

    what_for = _line("What are the visits for?", "What are the visits for: say it in a few words.")
    window_from = _time("Not before")
    window_to = _time("Not after")
    staff = _staff()
    from_on = UKDate(
        label="First day",
        help_text="For example 3 12 2026.",
        error_messages={"required": "First day: give the day on which the visits begin."},
    )
    field_order = ("what_for", "days", "times_a_day", "minutes", "window_from", "window_to", "staff", "from_on")

    def __init__(self, typed: QueryDict | None, *, episode: Episode, today: date) -> None:
        every_day = [number for number, _ in enumerate(DAY_NAMES, start=1)]
        first = {"days": every_day, "minutes": 45, "window_from": "08:00", "window_to": "10:00"}
        super().__init__(typed, initial={**first, "from_on": f"{today.day} {today.month} {today.year}"})
        self.fields["days"].required = True
        self.fields["days"].error_messages["required"] = "On which days: choose at least one day of the week."
        self.fields["skills"] = _skills(episode)
        self.fields["prefers"] = _worker(episode, "Who goes, if possible", "So that the person knows who comes.")
        self.fields["goals"] = KnownChoices(
            label="Which goals they work towards",
            queryset=episode.goals.filter(ended_at=None),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Which goals they work towards: choose from the list."},
        )
        self.fields["goals"].label_from_instance = lambda goal: in_short(goal.words)  # type: ignore[attr-defined]


class PaceForm(PaceFields):
    """How visits change, from which day on, and why."""

    from_on = UKDate(label="From which day on", error_messages={"required": "From which day on: give the day."})
    why = _line("Why?", "Why: say it in a few words.", "For example: dresses herself now.")
    field_order = ("from_on", "days", "times_a_day", "minutes", "why")

    def __init__(self, typed: QueryDict | None, *, step: SeriesStep | None) -> None:
        held = {"days": step.days, "times_a_day": step.times_a_day, "minutes": step.minutes} if step else {}
        super().__init__(typed, initial=held)
        self.fields["days"].help_text = "None at all: the visits rest from that day on."


class EndSeriesForm(forms.Form):
    """Which day is the last of these visits, and why."""

    on = UKDate(
        label="Last day",
        help_text="On this day they still come.",
        error_messages={"required": "Last day: give the day of the last visit."},
    )
    why = _line("Why?", "Why: say it in a few words.", "For example: manages breakfast alone.")

    def __init__(self, typed: QueryDict | None, *, today: date) -> None:
        super().__init__(typed, initial={"on": f"{today.day} {today.month} {today.year}"})


class BookForm(forms.Form):
    """One visit promised for a time."""

    what_for = _line("What is the visit for?", "What is the visit for: say it in a few words.")
    from_at = LondonMoment(
        label="Not before", error_messages={"required": "Not before: give the earliest date and time."}
    )
    to_at = LondonMoment(
        label="Not after", later=True, error_messages={"required": "Not after: give the latest date and time."}
    )
    minutes = _number("Minutes it takes", "Minutes it takes: give a number from 5 to 720.", 5, 720)
    staff = _staff()

    def __init__(
        self, typed: QueryDict | None, *, episode: Episode, now: datetime, instead_of: Booking | None = None
    ) -> None:
        before = {name: getattr(instead_of, name) for name in ("what_for", "minutes", "staff")} if instead_of else {}
        super().__init__(typed, initial={"minutes": 45, **before})
        self.fields["worker"] = _worker(episode, "Who goes, if it is known", "")
        self.fields["skills"] = _skills(episode)


class CancelForm(forms.Form):
    """Why a promised visit is cancelled."""

    why = _line("Why is it cancelled?", "Why is it cancelled: say it in a few words.", "It stays on the record.")
