"""Forms about a stay in hospital: one question or two each. Each error names the field and says what to do."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.queries.hospital import InHospital
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.code_lists import fits
from homeward.episodes.rules.hospital import PATHWAY_NAMES
from homeward.episodes.rules.visits import MINUTES_A_WATCH_MAY_BE_FAST
from homeward.kit.london import LONDON, london_date
from homeward.partnership.forms import LondonMoment, UKDate, must


def _words(label: str, hint: str, remedy: str, *, required: bool = True) -> forms.CharField:
    errors = must(remedy) | {"max_length": f"{label}: keep it under 250 characters."}
    return forms.CharField(
        label=label, help_text=hint, max_length=250, required=required, widget=forms.Textarea, error_messages=errors
    )


def _day(label: str, hint: str = "For example 4 3 2026.") -> UKDate:
    return UKDate(label=label, help_text=hint, error_messages=must(f"{label}: give the day."))


def said(day: date | None) -> str:
    """A date as it stands in a box."""
    return f"{day.day} {day:%B %Y}" if day else ""


class _Form(forms.Form):
    """What every form here is opened with: what was typed, the stay as it is (or None), and what time it is."""

    def __init__(self, typed: QueryDict | None, one: InHospital | None, now: datetime) -> None:
        self.one, self.now, self.today = one, now, london_date(now)
        super().__init__(typed, initial=self.opened_with())
        for field in self.fields.values():
            if isinstance(field, LondonMoment) and field.later:
                field.not_after = now + MINUTES_A_WATCH_MAY_BE_FAST

    def opened_with(self) -> dict[str, Any]:
        """What stands in the form before anybody typed."""
        return {}


class StayForm(_Form):
    """Where they are."""

    hospital = forms.CharField(
        label="Hospital", max_length=120, error_messages=must("Hospital: say which hospital they are in.")
    )
    ward = forms.CharField(label="Ward", max_length=80, required=False)
    admitted_on = _day("When they came into hospital")
    expected_on = UKDate(label="When they are expected to leave", help_text="Leave empty if not known.", required=False)

    def opened_with(self) -> dict[str, Any]:
        """The stay as it is noted."""
        if self.one is None:
            return {}
        stay = self.one.stay
        return {
            "hospital": stay.hospital,
            "ward": stay.ward,
            "admitted_on": said(stay.admitted_on),
            "expected_on": said(stay.expected_on),
        }


class ReadyForm(_Form):
    """From which day they do not need the hospital."""

    ready_on = _day(
        "From which day were they ready to leave?",
        "The day the hospital decided that they do not need its care any more.",
    )

    def opened_with(self) -> dict[str, Any]:
        """Today, until somebody says otherwise."""
        return {"ready_on": said(self.today)}


class CorrectReadyForm(_Form):
    """Another day than was noted, and why."""

    ready_on = _day("From which day were they ready to leave?")
    why = _words("Why is it corrected?", "What was noted before is kept.", "Why is it corrected: write a few words.")

    def opened_with(self) -> dict[str, Any]:
        """The day that is noted."""
        return {"ready_on": said(self.one.ready_on if self.one else None)}


class UnwellForm(_Form):
    """They need the hospital again."""

    on = _day("From which day do they need the hospital again?")
    why = _words(
        "What happened?", "For example: a fever, a fall on the ward.", "What happened: write at least a few words."
    )

    def opened_with(self) -> dict[str, Any]:
        """Today, until somebody says otherwise."""
        return {"on": said(self.today)}


class PathwayForm(_Form):
    """Where they are going: the discharge pathway follows from it."""

    destination = forms.ChoiceField(
        label="Where are they going?",
        widget=forms.RadioSelect,
        help_text="The discharge pathway follows from it.",
        error_messages=must("Where are they going: choose one."),
    )

    def __init__(self, typed: QueryDict | None, one: InHospital | None, now: datetime) -> None:
        super().__init__(typed, one, now)
        values = code_list("discharge_destination").values
        self.fields["destination"].choices = [  # type: ignore[attr-defined]
            (name, [(value.code, value.name) for value in values if pathway in value.pathways])
            for pathway, name in PATHWAY_NAMES.items()
        ]

    def opened_with(self) -> dict[str, Any]:
        """Where they are going as it is noted."""
        return {"destination": self.one.stay.destination if self.one else ""}

    def clean(self) -> dict[str, Any]:
        """The pathway beside the destination."""
        known = code_list("discharge_destination").value(self.cleaned_data.get("destination", ""))
        return {**self.cleaned_data, "pathway": known.pathways[0] if known else None}


class DelayForm(_Form):
    """What holds them up. Reasons that fit their discharge pathway come first, family by family."""

    code = forms.ChoiceField(
        label="What is the main thing that holds them up?",
        error_messages=must("What holds them up: choose the main thing from the list."),
    )
    from_on = _day("Since when?")
    note = _words("Anything to add?", "For example whom you spoke to.", "", required=False)

    def __init__(self, typed: QueryDict | None, one: InHospital | None, now: datetime) -> None:
        super().__init__(typed, one, now)
        self.fields["code"].choices = delay_choices(one.stay.pathway if one else None)  # type: ignore[attr-defined]

    def opened_with(self) -> dict[str, Any]:
        """From the day they were ready for a first reason, from today for the next."""
        first = self.one is not None and not self.one.delays
        return {"from_on": said(self.one.ready_on if first and self.one else self.today)}


class DelayOverForm(_Form):
    """It does not hold them up any more."""

    until_on = _day("From which day does it not hold them up any more?")

    def opened_with(self) -> dict[str, Any]:
        """Today, until somebody says otherwise."""
        return {"until_on": said(self.today)}


class FirstVisitForm(_Form):
    """The first visit at home, promised between two times."""

    what_for = forms.CharField(
        label="What is the visit for?",
        max_length=200,
        error_messages=must("What is the visit for: write a few words."),
    )
    from_at = LondonMoment(
        label="We come between", error_messages=must("We come between: give the earliest date and time.")
    )
    to_at = LondonMoment(label="and", error_messages=must("and: give the latest date and time."))

    def opened_with(self) -> dict[str, Any]:
        """The afternoon of the day they are expected home, or of tomorrow."""
        expected = self.one.stay.expected_on if self.one else None
        day = expected if expected and expected > self.today else self.today + timedelta(days=1)
        begins = datetime.combine(day, time(14), tzinfo=LONDON)
        return {"what_for": "First visit at home", "from_at": begins, "to_at": begins + timedelta(hours=2)}


class LeaveForm(_Form):
    """When they left, and why there is no first visit where there is none."""

    left_at = LondonMoment(
        label="When did they leave?", later=True, error_messages=must("When did they leave: give the date and time.")
    )
    no_first_visit_why = _words(
        "If no first visit is booked, why not?",
        "Without a visit booked this is needed, and counted.",
        "",
        required=False,
    )

    def opened_with(self) -> dict[str, Any]:
        """Now."""
        return {"left_at": self.now}


class DiedForm(_Form):
    """When they died."""

    died_at = LondonMoment(
        label="When did they die?", later=True, error_messages=must("When did they die: give the date and time.")
    )


class PutBackForm(_Form):
    """Why it was noted wrongly."""

    why = _words("Why is it taken back?", "This stays on the record.", "Why is it taken back: write a few words.")


def delay_choices(pathway: int | None) -> list[tuple[str, Any]]:
    """Reasons in groups: those that fit the pathway first, by family, then the others."""
    values = code_list("delay_reason").values
    families = list(dict.fromkeys(value.family for value in values))
    groups: list[tuple[str, Any]] = [("", "Choose one")]
    for fitting, ending in ((True, ""), (False, ", other pathways")):
        for family in families:
            group = [(v.code, v.name) for v in values if v.family == family and fits(v, pathway) is fitting]
            if group:
                groups.append((family + ending, group))
    return groups
