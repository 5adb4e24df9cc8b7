"""A series of visits in words, for a colleague in one line and for the person in sentences."""

from collections.abc import Sequence
from datetime import date, time

from homeward.episodes.rules.taper import EVERY_DAY, Pace, Shape, step_on

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
_TIMES = {1: "once", 2: "twice"}


def series_in_words(shape: Shape, today: date) -> str:
    """How a series stands and what is planned, in a line: "every day, once between 8am and 10am, 45 minutes; ..."."""
    if shape.ended_on is not None and shape.ended_on < today:
        return f"ended on {_day(shape.ended_on)}"
    now = step_on(shape.paces, today)
    ahead = _ahead(shape, today)
    if now is not None:
        parts = [_whole(now, shape)]
    elif ahead:
        parts = [f"from {_day(ahead[0].from_on)} {_whole(ahead[0], shape)}"]
        now, ahead = ahead[0], ahead[1:]
    else:
        return "not planned yet"
    for later in ahead:
        parts.append(f"from {_day(later.from_on)} {_change(now, later)}")
        now = later
    if shape.ended_on is not None:
        parts.append(f"last day {_day(shape.ended_on)}")
    return "; ".join(parts)


def taper_in_words(shape: Shape, today: date) -> str:
    """The same for the person, in sentences, as their own copy says it."""
    if shape.ended_on is not None and shape.ended_on < today:
        return f"These visits ended on {_long_day(shape.ended_on)}."
    now, ahead = step_on(shape.paces, today), _ahead(shape, today)
    sentences: list[str] = []
    if now is not None and now.days:
        sentences.append(f"We come {_whole(now, shape, about=True)}.")
    elif now is not None:
        sentences.append("We do not come for now.")
    for later in ahead:
        coming = _whole(later, shape, about=True) if now is None or not now.days else _change(now, later)
        verb = "we do not come" if not later.days else f"we come {coming}"
        sentences.append(f"From {_long_day(later.from_on)} {verb}.")
        now = later
    if not sentences:
        return "We will tell you when we come."
    if shape.staff > 1:
        sentences.insert(1, f"{_number(shape.staff).capitalize()} of us come together.")
    if shape.ended_on is not None:
        sentences.append(f"Our last day is {_long_day(shape.ended_on)}.")
    return " ".join(sentences)


def hours_in_words(minutes: float) -> str:
    """Minutes as "5 hr 15 min", never as days; "none" for nothing."""
    hours, rest = divmod(round(minutes), 60)
    return " ".join([f"{hours} hr"] * bool(hours) + [f"{rest} min"] * bool(rest)) or "none"


def days_in_words(days: Sequence[int]) -> str:
    """Days of the week (1 is Monday) as "every day", "Monday to Friday" or "three days a week (...)"."""
    chosen = sorted(set(days))
    if not chosen:
        return "no visits"
    if chosen == list(EVERY_DAY):
        return "every day"
    if chosen == [1, 2, 3, 4, 5]:
        return "Monday to Friday"
    names = [DAY_NAMES[day - 1] for day in chosen]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{_number(len(chosen))} day{'s' if len(chosen) > 1 else ''} a week ({listed})"


def time_in_words(at: time) -> str:
    """A time of day as people say it: "8am", "10:30am", "noon", "midnight"."""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def times_in_words(times: int) -> str:
    """How often a day: "once", "twice", "three times"."""
    return _TIMES.get(times, f"{_number(times)} times")


def _ahead(shape: Shape, today: date) -> list[Pace]:
    last = shape.ended_on or date.max
    return sorted((pace for pace in shape.paces if today < pace.from_on <= last), key=lambda pace: pace.from_on)


def _whole(pace: Pace, shape: Shape, *, about: bool = False) -> str:
    if not pace.days:
        return "no visits"
    between = f"between {time_in_words(shape.window_from)} and {time_in_words(shape.window_to)}"
    length = f"{'for about ' if about else ''}{pace.minutes} minutes"
    return f"{days_in_words(pace.days)}, {times_in_words(pace.times_a_day)} {between}, {length}"


def _change(before: Pace, after: Pace) -> str:
    """What is different from one pace to the next; the days are said whenever nothing else is."""
    if not after.days:
        return "no visits"
    said = []
    if before.times_a_day != after.times_a_day or not before.days:
        said.append(f"{times_in_words(after.times_a_day)} a day")
    if before.minutes != after.minutes or not before.days:
        said.append(f"{after.minutes} minutes")
    if set(before.days) != set(after.days) or not said:
        said.insert(0, days_in_words(after.days))
    return ", ".join(said)


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _long_day(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%B}"
