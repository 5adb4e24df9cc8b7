"""A service model in words that every partner can read. Pure: the model's own fields in, sentences out."""

from datetime import time

from homeward.pathways.schema import Hours, Pathway, ServiceModel, Standard

NATIONAL_STANDARDS: dict[str, str] = {
    "05": "Seen face to face within 2 hours (120 minutes) of a professional seeing that help is needed.",
    "06": "Seen face to face within 2 days (at most 2 midnights) of a professional seeing that help is needed, "
    "or of the hospital deciding that they are medically ready to leave.",
}
"""Source: NHS Data Model and Dictionary, WAITING TIME MEASUREMENT TYPE, national codes 05 and 06."""

SHORT_STANDARDS: dict[str, str] = {"05": "Within 2 hours", "06": "Within 2 days"}

CARE_MODELS: dict[str, str] = {
    "crisis_response": "Crisis response",
    "home_based": "Home-based intermediate care",
    "reablement": "Reablement",
    "bed_based": "Bed-based intermediate care",
    "social_work": "Social work",
    "virtual_ward": "Virtual ward (hospital at home)",
}
"""The first four are the kinds of intermediate care in the NHS Data Model and Dictionary and NICE NG74."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def standard_in_words(standard: Standard) -> str:
    """What a pathway promises, in a sentence; a local promise says that it is one."""
    if standard.promise_minutes is None:
        return NATIONAL_STANDARDS[standard.clock]
    soon = length_in_words(standard.promise_minutes)
    return f"Seen face to face within {soon}. This is a local promise: no national standard applies."


def standard_in_short(standard: Standard) -> str:
    """What a pathway promises, in three words: "Within 2 hours"."""
    if standard.promise_minutes is None:
        return SHORT_STANDARDS[standard.clock]
    return f"Within {length_in_words(standard.promise_minutes)}"


def target_in_words(standard: Standard) -> str:
    """For how many people out of a hundred the standard is to be met."""
    if standard.target_percent is None:
        return "No target percentage is agreed."
    return f"At least {standard.target_percent}% of people."


def hours_in_words(hours: Hours) -> str:
    """When a pathway takes people: "8am to 8pm, every day"."""
    days = sorted(set(hours.days))
    if len(days) == 7:
        when = "every day"
    elif days == [1, 2, 3, 4, 5]:
        when = "Monday to Friday"
    else:
        when = ", ".join(_DAYS[day - 1] for day in days)
    return f"{clock_time(hours.opens)} to {clock_time(hours.closes)}, {when}"


def clock_time(moment: time) -> str:
    """A time as the NHS content style writes it: "8am", "12:30pm", "midday", "midnight"."""
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'pm' if moment.hour >= 12 else 'am'}"


def limit_in_words(pathway: Pathway) -> str:
    """How long help may last: "Up to 48 hours", "Up to 6 weeks"."""
    hours = pathway.limit_hours
    if hours % 168 == 0:
        return f"Up to {_many(hours // 168, 'week')}"
    if hours % 24 == 0 and hours > 72:
        return f"Up to {_many(hours // 24, 'day')}"
    return f"Up to {_many(hours, 'hour')}"


def next_stages_in_words(model: ServiceModel, pathway: Pathway) -> str:
    """What may come next in the same stay, by name: "Reablement or Urgent social work"; or that any other may."""
    if not pathway.leads_to:
        return "Any other pathway"
    return _either([model.pathway_name(code) for code in pathway.leads_to])


def places_in_words(pathway: Pathway) -> str:
    """For how many people there is room: "30 people at once, 80% of the places planned to be taken"; "" if not said."""
    if pathway.places is None:
        return ""
    said = f"{pathway.places:,} people at once" if pathway.places > 1 else "1 person at once"
    if pathway.places_planned_percent is None:
        return said
    return f"{said}, {pathway.places_planned_percent}% of the places planned to be taken"


def review_in_words(pathway: Pathway) -> str:
    """How often a senior clinician looks over each person: "Every day", "Every 12 hours"; "" if not said."""
    hours = pathway.review_hours
    if hours is None:
        return ""
    if hours % 24 == 0:
        return "At least every day" if hours == 24 else f"At least every {_many(hours // 24, 'day')}"
    return f"At least every {_many(hours, 'hour')}"


def days_in_words(days: int) -> str:
    """A number of days, in whole weeks where it is some: "6 weeks (42 days)"."""
    return f"{_many(days // 7, 'week')} ({days} days)" if days % 7 == 0 else _many(days, "day")


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def length_in_words(minutes: int) -> str:
    """A length in whole hours where it is one, else in minutes."""
    return _many(minutes // 60, "hour") if minutes % 60 == 0 else _many(minutes, "minute")


def skill_in_words(code: str) -> str:
    """A skill's code as words: "personal_care" is "Personal care"."""
    return code.replace("_", " ").replace("-", " ").capitalize()


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
