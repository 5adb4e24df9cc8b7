"""Words on the person's own copy: addressed to them, without jargon."""

from collections.abc import Sequence
from datetime import date, datetime

from homeward.episodes.rules.goals import check_level
from homeward.episodes.rules.taper import Shape, change_days, total_minutes
from homeward.episodes.rules.taper_words import DAY_NAMES, hours_in_words, time_in_words
from homeward.kit.london import LONDON, london_date

WHERE_YOU_ARE: dict[int, str] = {
    -2: "a long way from what you hope for",
    -1: "not there yet",
    0: "what you hoped for",
    1: "better than you hoped for",
    2: "much better than you hoped for",
}
"""Each level of a goal, said to the person."""
WHO_AGREED: dict[str, str] = {
    "person": "You agreed this with us.",
    "person_and_carer": "You and your family or carer agreed this with us.",
    "carer": "Your family or carer agreed this with us for you.",
    "advocate": "Your advocate agreed this with us for you.",
    "best_interests": "This was decided in your best interests.",
}
"""Who agreed a goal or the plan, said to the person."""
WHO_DOES: dict[str, str] = {"person": "You", "carer": "Your family or carer", "team": "Our team", "other": "Others"}
"""Who does something for a goal, said to the person."""


def where_you_are(level: int, looks: str = "") -> str:
    """A level said to the person, after what it looks like for them where that is written down."""
    said = WHERE_YOU_ARE[check_level(level)]
    return f"{looks.rstrip('.')} ({said})" if looks else said


def who_does(who: str, name: str = "") -> str:
    """Who does something: by name, if they are named; the person themselves is always "You"."""
    return WHO_DOES[who] if who == "person" or not name else name


def long_date(day: date) -> str:
    """A day in full: "Thursday 5 March 2026"; of a moment, its day in London."""
    day = london_date(day) if isinstance(day, datetime) else day
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%B %Y}"


def when_we_come(from_at: datetime, to_at: datetime) -> str:
    """A promised visit's London day and times: "Thursday 5 March 2026, between 9am and 11am"."""
    start, end = from_at.astimezone(LONDON), to_at.astimezone(LONDON)
    until = time_in_words(end.time())
    if start.date() != end.date():
        until = f"{until} on {long_date(end.date())}"
    return f"{long_date(start.date())}, between {time_in_words(start.time())} and {until}"


def hours_for_you(shapes: Sequence[Shape], today: date) -> list[str]:
    """How much time we spend with the person each week, now and after the last change planned; nothing without visits.

    These are the person's hours: two staff who come together count once.
    """
    days = change_days(shapes)
    if not days:
        return []
    now, last = total_minutes(shapes, today, of_staff=False), days[-1]
    later = total_minutes(shapes, last, of_staff=False)
    said = [f"We are with you for about {hours_in_words(now)} a week now."] if now else []
    if last > today and later != now:
        how_much = f"it is planned to be {hours_in_words(later)} a week" if later else "these visits are over"
        said.append(f"From {long_date(last)} {how_much}.")
    return said
