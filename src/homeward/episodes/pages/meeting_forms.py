"""Forms about team meetings. Each error names the field and says what to do."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from homeward.episodes.actions.deciding import WRITTEN, written_of
from homeward.episodes.models.meetings import Meeting, MeetingItem
from homeward.episodes.queries.meetings import roles_of
from homeward.partnership.forms import LondonMoment, UKDate, must, one_line, sentences
from homeward.partnership.models import Member, Team

NOBODY = [("", "Choose")]


def _people(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one}, {one.job_title or one.organisation}") for one in members]


class CallForm(forms.Form):
    """A meeting to be held: what it is called, when and where, who chairs it, and whose it is."""

    title = one_line("What it is called", needed="What it is called: give the meeting a name.", most=80)
    starts_at = LondonMoment(
        label="When it begins", help_text="London time.", error_messages=must("When it begins: give date and time.")
    )
    place = one_line("Where", help_text="A room, or how to join from elsewhere.")
    teams = forms.MultipleChoiceField(
        label="Which teams take part",
        widget=forms.CheckboxSelectMultiple,
        help_text="Until the meeting is closed, each of them can open the record of everybody on its list.",
        error_messages=must("Which teams take part: choose one or more, your own among them."),
    )
    chair = forms.ChoiceField(label="Who chairs it", error_messages=must("Who chairs it: choose one of the members."))

    def __init__(
        self,
        typed: QueryDict | None,
        *,
        teams: Iterable[Team],
        members: Iterable[Member],
        viewer: Member,
        own: set[int],
    ) -> None:
        teams = list(teams)
        first = {
            "title": "Team meeting",
            "chair": str(viewer.pk),
            "teams": [str(one.pk) for one in teams if one.pk in own],
        }
        super().__init__(typed, initial=first)
        self.fields["teams"].choices = [(str(one.pk), one.name) for one in teams]  # type: ignore[attr-defined]
        self.fields["chair"].choices = [*NOBODY, *_people(members)]  # type: ignore[attr-defined]


class AttendForm(forms.Form):
    """Somebody who came, or did not, and in which role."""

    role = forms.ChoiceField(label="Role at this meeting", error_messages=must("Role: choose one."))
    member = forms.ChoiceField(label="Member", required=False, error_messages=must("Member: choose one of the list."))
    name = one_line(
        "Or the name of somebody who does not sign in here", help_text="For example: Dr Lane, Weir Street Surgery"
    )
    present = forms.ChoiceField(
        label="Did they come?",
        choices=[("yes", "Yes"), ("no", "No, or sent apologies")],
        widget=forms.RadioSelect,
        initial="yes",
        error_messages=must("Did they come: choose yes or no."),
    )

    def __init__(self, typed: QueryDict | None, *, meeting: Meeting, members: Iterable[Member]) -> None:
        super().__init__(typed, auto_id="id_attend_%s")
        roles = [
            (role.code, role.name + (", needed" if role.code in meeting.quorum else "")) for role in roles_of(meeting)
        ]
        self.fields["role"].choices = [*NOBODY, *roles] if len(roles) > 1 else roles  # type: ignore[attr-defined]
        self.fields["member"].choices = [*NOBODY, *_people(members)]  # type: ignore[attr-defined]


class WriteForm(forms.Form):
    """What was said and decided about somebody. It carries what it was opened with."""

    opened_with = forms.CharField(widget=forms.HiddenInput, required=False)
    discussion = sentences(
        "What was said",
        help_text="What matters to the person, what worries the team, what was weighed.",
        most=10_000,
    )
    decision = sentences("What was decided", help_text="Leave it empty while nothing is decided.", most=4_000)

    def __init__(self, typed: QueryDict | None, *, item: MeetingItem) -> None:
        now_is = written_of(item)
        super().__init__(typed, initial={**now_is, "opened_with": json.dumps(now_is)}, auto_id="id_write_%s")

    @property
    def opened(self) -> dict[str, str]:
        """What each field was when the form was opened; what cannot be read was opened on nothing."""
        try:
            said = json.loads(self.cleaned_data["opened_with"])
        except ValueError:
            return {}
        return {field: str(said.get(field, "")) for field in WRITTEN} if isinstance(said, dict) else {}

    def opened_again(self, item: MeetingItem, typed: Mapping[str, str]) -> None:
        """Carry what is there now: what was left alone follows it, what was typed stays."""
        now_is, opened = written_of(item), self.opened
        shown = {field: now_is[field] if typed[field] == opened.get(field, "") else typed[field] for field in WRITTEN}
        self.data = {**shown, "opened_with": json.dumps(now_is)}


class DissentForm(forms.Form):
    """Somebody who does not agree with a decision."""

    who = one_line("Who does not agree", needed="Who does not agree: give a name.")
    says = sentences("Why", needed="Why: write it as they said it.", most=4_000)

    def __init__(self, typed: QueryDict | None) -> None:
        super().__init__(typed, auto_id="id_dissent_%s")


class ActionForm(forms.Form):
    """Something to be done, by which team, and by when."""

    what = one_line("What is to be done", needed="What is to be done: write it in a few words.", most=300)
    team = forms.ChoiceField(label="Which team does it", error_messages=must("Which team does it: choose one."))
    owner = forms.ChoiceField(
        label="Who in that team", required=False, error_messages=must("Who in that team: choose one of the list.")
    )
    due_on = UKDate(
        label="By which day",
        help_text="For example 31 3 2026",
        error_messages=must("By which day: give day, month and year."),
    )

    def __init__(
        self, typed: QueryDict | None, *, teams: Iterable[Team], members: Iterable[Member], today: date
    ) -> None:
        week = today + timedelta(days=7)
        super().__init__(typed, initial={"due_on": f"{week.day} {week.month} {week.year}"}, auto_id="id_action_%s")
        choices = [(str(one.pk), one.name) for one in teams]
        self.fields["team"].choices = [*NOBODY, *choices] if len(choices) > 1 else choices  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "Nobody in particular"), *_people(members)]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why somebody need not be talked about."""

    why = one_line("Why need they not be talked about?", needed="Why: write a few words.", most=150)

    def __init__(self, typed: QueryDict | None) -> None:
        super().__init__(typed, auto_id="id_off_%s")


class ActionEndForm(forms.Form):
    """What became of something that was to be done."""

    how = forms.ChoiceField(
        label="What became of it?",
        choices=[("done", "It is done"), ("dropped", "It is not needed any more")],
        widget=forms.RadioSelect,
        error_messages=must("What became of it: choose one."),
    )
    words = sentences(
        "What came of it, or why it is not needed",
        needed="What came of it, or why it is not needed: write a sentence.",
        most=2_000,
    )


class AskForm(forms.Form):
    """Asking a team meeting to talk about somebody."""

    meeting = forms.ChoiceField(label="At which meeting", error_messages=must("At which meeting: choose one."))
    request = sentences(
        "Why should the team talk about them?",
        needed="Why should the team talk about them: write a sentence.",
        most=2_000,
    )

    def __init__(self, typed: QueryDict | None, *, meetings: Iterable[tuple[str, str]]) -> None:
        choices = list(meetings)
        super().__init__(typed)
        self.fields["meeting"].choices = [*NOBODY, *choices] if len(choices) > 1 else choices  # type: ignore[attr-defined]


def chosen(members: Iterable[Any], pk: str) -> Any:
    """The one of these with this id as text, or None."""
    return next((one for one in members if str(one.pk) == pk), None)
