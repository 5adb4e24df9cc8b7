"""Fields of the front door's forms: words long and short, and triage questions as radios."""

from django import forms

from homeward.pathways.schema import Answer, Question


def long_answer(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=help_text, widget=forms.Textarea, max_length=4000)


def line(label: str, *, max_length: int = 80, help_text: str = "", width: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": width, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=max_length, help_text=help_text, widget=widget)


def answer_field(question: Question, *, required: bool = False) -> forms.ChoiceField:
    """A triage question as radios: its choices, or yes and no; always with "not known"."""
    if question.kind == "choice":
        choices = [(choice.code, choice.name) for choice in question.choices]
    else:
        choices = [("yes", "Yes"), ("no", "No")]
    unknown = [] if required else [("unknown", "Not known")]
    return forms.ChoiceField(
        label=question.asks,
        help_text=question.help,
        choices=[*choices, *unknown],
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": f"{question.asks} Choose one."},
    )


def said(question: Question, value: str) -> Answer | None:
    """The answer a radio stands for: a choice's code, True or False, or None for "not known"."""
    if value in ("", "unknown"):
        return None
    return value if question.kind == "choice" else value == "yes"


def shown(question: Question, answer: Answer | None) -> str:
    """The radio that stands for an answer."""
    if answer is None:
        return "unknown"
    return str(answer) if question.kind == "choice" else ("yes" if answer else "no")
