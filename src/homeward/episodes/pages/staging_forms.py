"""Forms about the stages of an episode, hand-offs, extensions and the named worker."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from homeward.episodes.models.stages import HowHandedOver, NamedWorker, ToldAgain
from homeward.episodes.models.written import Funder
from homeward.kit.london import london_date, start_of_day
from homeward.partnership.forms import UKDate, must
from homeward.partnership.models import Member, Team
from homeward.pathways.schema import Pathway

LONGEST_EXTENSION = timedelta(days=366)
"""Nobody stays in a short-term service for another year: a later day is a slip of the pen."""


def _why(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea,
        max_length=2_000,
        error_messages=must(f"{label.rstrip('?')}: write a sentence, so that the next worker knows.")
        | {"max_length": f"{label.rstrip('?')}: keep it under 2,000 characters."},
    )


def _how() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How does the next team learn about them?",
        choices=HowHandedOver.choices,
        widget=forms.RadioSelect,
        initial=HowHandedOver.TOGETHER,
        error_messages=must("How does the next team learn about them: choose one."),
    )


def _told_again() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Did they have to tell their story again?",
        help_text="You can answer this later, once the next team has been.",
        choices=ToldAgain.choices,
        widget=forms.RadioSelect,
        initial=ToldAgain.NOT_KNOWN,
        error_messages=must("Did they have to tell their story again: choose one."),
    )


class TeamChoice(forms.CharField):
    """A team of the joint service, by its code. `offer` says which; others that exist are for the action to refuse."""

    widget = forms.Select

    def offer(self, teams: list[Team], *, owner: Team, nobody: str) -> None:
        """Offer these teams but for the owner, after a first choice that stands for no team."""
        self._teams = {team.code: team for team in teams}
        named = [(team.code, f"{team.name}, {team.organisation}") for team in teams if team.pk != owner.pk]
        self.widget.choices = [("", nobody), *named]

    def clean(self, value: Any) -> Team | None:
        """The team, or None where none was chosen and none is needed."""
        code = super().clean(value)
        if code and code not in self._teams:
            raise ValidationError(self.error_messages["required"])
        return self._teams.get(code)


class MoveForm(forms.Form):
    """The next stage, why, and whether another team takes over."""

    seen_in = forms.IntegerField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(
        label="Which stage comes next?",
        widget=forms.RadioSelect,
        error_messages=must("Which stage comes next: choose one."),
    )
    why = _why("Why do they move on?", "For example: safe at home now, and wants to manage the stairs again.")
    hand_to = TeamChoice(
        label="Who owns their help from now on?",
        help_text="A team that takes over sees the record from now on. The team they had keeps seeing it.",
        required=False,
        error_messages=must("Who owns their help from now on: choose a team from the list."),
    )
    how = _how()
    told_again = _told_again()

    def __init__(
        self, typed: QueryDict | None, *, owner: Team, pathways: list[tuple[Pathway, str]], teams: list[Team]
    ) -> None:
        super().__init__(typed)
        self.offer(pathways)
        self.fields["hand_to"].offer(teams, owner=owner, nobody=f"{owner}, as now")  # type: ignore[attr-defined]
        self.fields["how"].required = self.fields["told_again"].required = False

    def offer(self, pathways: list[tuple[Pathway, str]]) -> None:
        """Offer these pathways, each with the words that say who runs it."""
        self.fields["to"].choices = [(one.code, f"{one.name}{run_by}") for one, run_by in pathways]  # type: ignore[attr-defined]

    def clean_how(self) -> str:
        """How the next team learns; in writing or together."""
        return self.cleaned_data["how"] or HowHandedOver.TOGETHER

    def clean_told_again(self) -> str:
        """Whether they told their story again; not known until somebody says."""
        return self.cleaned_data["told_again"] or ToldAgain.NOT_KNOWN


class HandOverForm(forms.Form):
    """The team that takes over, and why."""

    to_team = TeamChoice(
        label="Which team takes over?", error_messages=must("Which team takes over: choose one from the list.")
    )
    why = _why("Why are they handed over?", "For example: moved to her sister's, which is on the other team's round.")
    how = _how()
    told_again = _told_again()

    def __init__(self, typed: QueryDict | None, *, owner: Team, teams: list[Team]) -> None:
        super().__init__(typed)
        self.fields["to_team"].offer(teams, owner=owner, nobody="Choose a team")  # type: ignore[attr-defined]


class ToldAgainForm(forms.Form):
    """Whether the person had to tell their story again to the next team."""

    told_again = _told_again()

    def __init__(self, typed: QueryDict | None, *, told_again: str) -> None:
        super().__init__(typed, initial={"told_again": told_again})
        self.fields["told_again"].help_text = "Ask them. Saying it all again is what one service should spare people."


class ExtendForm(forms.Form):
    """Until when help may last, why, and who pays."""

    until = UKDate(
        label="Last day of the longer help",
        help_text="For example 31 3 2026. Help may last until the end of that day.",
        error_messages=must("Last day of the longer help: give a date."),
    )
    why = _why("Why must it last longer?", "For example: the stair rail is fitted on Friday.")
    funded_by = forms.ChoiceField(
        label="Who pays for it?",
        choices=Funder.choices,
        widget=forms.RadioSelect,
        error_messages=must("Who pays for it: choose one."),
    )

    def __init__(self, typed: QueryDict | None, *, now: datetime) -> None:
        super().__init__(typed)
        self._today = london_date(now)

    def clean_until(self) -> datetime:
        """The London midnight that ends the last day."""
        day: date = self.cleaned_data["until"]
        if day > self._today + LONGEST_EXTENSION:
            raise ValidationError("Last day of the longer help: that is more than a year away. Check the year.")
        return start_of_day(day + timedelta(days=1))


class WorkerForm(forms.Form):
    """The worker the person knows by name."""

    member = forms.ChoiceField(
        label="Who is their named worker?",
        help_text="Somebody in a team that helps them. They ask for this person by name.",
        required=False,
        error_messages=must("Who is their named worker: choose somebody from the list."),
    )

    def __init__(self, typed: QueryDict | None, *, members: list[Member], named: NamedWorker | None) -> None:
        super().__init__(typed, initial={"member": named.member_id if named else ""})
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            ("", "Nobody for now"),
            *((str(one.pk), f"{one}, {one.job_title}" if one.job_title else str(one)) for one in members),
        ]
        self._members = {str(one.pk): one for one in members}

    def clean_member(self) -> Member | None:
        """The member, or None for nobody."""
        return self._members.get(self.cleaned_data["member"])
