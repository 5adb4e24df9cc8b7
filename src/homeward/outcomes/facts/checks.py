"""What must hold of every row of facts, as SQL conditions that find the rows for which it does not. Pure text.

The same checks are run over facts that are there, and over an extract before it is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.outcomes.facts.shape import Event, Field, Kind, Table

EARLIEST = date(2000, 1, 1)
"""A day before this is a slip, or a stand-in for "not known", as 1 January 1900 is."""
AHEAD = timedelta(days=366)
"""How far ahead a day may be that is planned rather than past."""
PLANNED = frozenset({"due_on", "twelve_weeks_on", "known_on", "began_on"})
"""Days that may lie in the future: what is due, or needed from then on."""
PAST_BEGINNINGS = frozenset({"episodes", "stages", "discharges"})
"""Tables of which `began_on` is a thing that happened, so that it cannot lie in the future."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold: the field it is about, the SQL that is true of a row at fault, and what to do."""

    field: str
    wrong: str
    says: str
    remedy: str
    needs: tuple[str, ...] = ()
    """Every column the condition reads; the field itself where none is named."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that must be there for it to be run."""
        return self.needs or (self.field,)


def checks_of(table: Table, today: date) -> tuple[Check, ...]:
    """Everything that must hold of one row of a table, as things stand on a day."""
    found = [check for field in table.fields for check in _of_field(table, field, today)]
    found += [check for event in table.events for check in _of_event(event)]
    found += [_in_order(*pair) for pair in ORDER.get(table.name, ())]
    found += [_same_day(*pair) for pair in INSTANTS.get(table.name, ())]
    return (*found, *AGREE.get(table.name, ()))


def _of_field(table: Table, field: Field, today: date) -> Iterator[Check]:
    name = f'"{field.name}"'
    if field.kind is Kind.TEXT:
        yield Check(field.name, f"{name} IS NULL", "there is no value", "Write an empty text where it is not known.")
        yield from _identifying(field)
    elif not field.optional:
        yield Check(field.name, f"{name} IS NULL", "it is empty", "Give it: it must not be empty.")
    if field.name in table.key and field.kind is Kind.TEXT and field.name not in _MAY_BE_EMPTY:
        yield Check(field.name, f"{name} = ''", "it is empty", "Give each row a number of its own.")
    if field.codes:
        listed = ", ".join(f"'{code}'" for code in field.codes)
        words = ", ".join(code or "nothing" for code in field.codes)
        yield Check(field.name, f"{name} NOT IN ({listed})", "it is not a code of the list", f"Use one of: {words}.")
    if field.kind is Kind.NUMBER:
        yield Check(field.name, f"NOT isfinite({name})", "it is not a number", "Give a number, or leave it empty.")
    if field.least is not None:
        yield Check(field.name, f"{name} < {field.least}", "it is too small", f"It is {field.least:g} or more.")
    if field.most is not None:
        yield Check(field.name, f"{name} > {field.most}", "it is too large", f"It is {field.most:g} or less.")
    if field.kind in (Kind.DAY, Kind.INSTANT):
        yield from _of_day(table, field, today)


_MAY_BE_EMPTY = frozenset({"locality", "age_band", "pathway", "organisation"})
"""Groups that are part of a key, and may be empty in it: all places, all ages."""


def _of_day(table: Table, field: Field, today: date) -> Iterator[Check]:
    if field.by_rule:
        return
    name = f'"{field.name}"'
    day = name if field.kind is Kind.DAY else f"timezone('Europe/London', {name})::DATE"
    planned = field.name in PLANNED and not (field.name == "began_on" and table.name in PAST_BEGINNINGS)
    last, says = (today + AHEAD, "more than a year ahead") if planned else (today, "in the future")
    correct = "Correct the date, or leave it empty where it is not known."
    yield Check(field.name, f"{name} < '{EARLIEST}'", f"it is before {EARLIEST.year}", correct)
    yield Check(field.name, f"{day} > '{last}'", f"it is {says}", correct)


def _of_event(event: Event) -> Iterator[Check]:
    on, week, month = (field.name for field in event.fields())
    for field, unit, words in ((week, "week", "Monday of the week"), (month, "month", "first day of the month")):
        wrong = f'"{field}" IS DISTINCT FROM date_trunc(\'{unit}\', "{on}")::DATE'
        yield Check(field, wrong, f"it is not the {words} of {on}", f"It follows from {on}.", (on, field))


def _in_order(first: str, then: str) -> Check:
    return Check(then, f'"{then}" < "{first}"', f"it is before {first}", "Correct one of the two.", (first, then))


def _same_day(on: str, at: str) -> Check:
    wrong = f'"{on}" IS DISTINCT FROM timezone(\'Europe/London\', "{at}")::DATE'
    return Check(on, wrong, f"it is not the London date of {at}", f"It follows from {at}.", (on, at))


NHS_NUMBER, WHOLE_POSTCODE = "it is an NHS number", "it is a whole postcode"
IDENTIFYING = frozenset({NHS_NUMBER, WHOLE_POSTCODE})
"""What is said of a value that would tell who somebody is."""
_DIGITS = r"^\s*([0-9]{10}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{4})\s*$"
_POSTCODE = r"^\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s*[0-9][A-Za-z]{2}\s*$"


def _identifying(field: Field) -> Iterator[Check]:
    """Text that is an NHS number, or a whole postcode. A ten-digit number of another kind passes 10 times in 11."""
    name = f'"{field.name}"'
    plain = f"regexp_replace({name}, '[ -]', '', 'g')"
    total = " + ".join(f"{10 - place} * substr(trim({plain}), {place + 1}, 1)::INT" for place in range(9))
    digit = f"((11 - ({total}) % 11) % 11) = substr(trim({plain}), 10, 1)::INT"
    is_number = f"CASE WHEN length({name}) >= 10 AND regexp_matches({name}, '{_DIGITS}') THEN {digit} ELSE false END"
    swap = "Facts never carry one: use a number of your own for the person, the same in every table."
    yield Check(field.name, is_number, NHS_NUMBER, swap)
    is_postcode = f"CASE WHEN length({name}) >= 5 THEN regexp_matches({name}, '{_POSTCODE}') ELSE false END"
    yield Check(field.name, is_postcode, WHOLE_POSTCODE, "Facts never carry one: give the locality instead.")


ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "referrals": (("received_on", "decided_on"),),
    "episodes": (("opened_on", "ended_on"), ("began_on", "ended_on")),
    "stages": (("began_on", "ended_on"),),
    "goals": (("set_on", "ended_on"),),
    "discharges": (("began_on", "ended_on"), ("ended_on", "twelve_weeks_on")),
    "hospital_stays": (("admitted_on", "ready_on"), ("admitted_on", "left_on"), ("left_on", "known_on")),
    "meeting_actions": (("agreed_on", "done_on"),),
}
"""Days of which the second cannot be before the first."""

INSTANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "referrals": (
        ("received_on", "received_at"),
        ("clock_start_on", "clock_start_at"),
        ("clock_stop_on", "first_contact_at"),
    ),
    "contacts": (("held_on", "started_at"),),
}
"""Days that are the London dates of instants in the same row."""


def _agree(field: str, wrong: str, says: str, *needs: str) -> Check:
    return Check(field, wrong, says, "It follows from the other fields: see the data dictionary.", (field, *needs))


def _length(field: str, first: str, last: str) -> Check:
    wrong = f'"{field}" <> date_diff(\'day\', "{first}", "{last}")'
    return _agree(field, wrong, f"it is not the days from {first} to {last}", first, last)


def _counted(counts: str, meets: str, why: str) -> tuple[Check, Check]:
    return (
        _agree(meets, f'"{meets}" AND NOT "{counts}"', "it is met and not counted", counts),
        _agree(why, f'"{counts}" = ("{why}" <> \'\')', f"it does not agree with {counts}", counts),
    )


AGREE: dict[str, tuple[Check, ...]] = {
    "referrals": (
        _agree(
            "excluded_because",
            "(\"standard_met\" IS NULL) = (excluded_because = '')",
            "it says why there is no answer where there is one, or not where there is none",
            "standard_met",
        ),
    ),
    "episodes": (_length("days", "began_on", "ended_on"),),
    "stages": (_length("days", "began_on", "ended_on"),),
    "assessments": (_agree("kept_answers", '"kept_answers" > "answers"', "it is more than the answers", "answers"),),
    "goals": (
        _agree("change", '"change" <> "level" - "baseline"', "it is not level less baseline", "level", "baseline"),
    ),
    "discharges": _counted("in_2a", "success_2a", "left_out_2a"),
    "hospital_stays": (
        _length("delay_days", "ready_on", "left_on"),
        _agree(
            "on_ready_day", '"on_ready_day" <> ("delay_days" = 0)', "it does not agree with delay_days", "delay_days"
        ),
        _agree("linked_2d", '"linked_2d" AND NOT "in_2d"', "it is linked and not counted", "in_2d"),
        _agree("success_2d", '"success_2d" AND NOT "linked_2d"', "it is met and not linked", "linked_2d"),
        _agree("left_out_2d", '"in_2d" = ("left_out_2d" <> \'\')', "it does not agree with in_2d", "in_2d"),
    ),
    "delays": (
        _agree("family", "(\"reason\" = 'not_given') <> (\"family\" = '')", "it does not fit reason", "reason"),
    ),
    "ward_days": (
        _agree("stepped_up", '"stepped_up" > "taken"', "it is more than the places taken", "taken"),
        _agree("reviews_done", '"reviews_done" > "reviews_due"', "it is more than the reviews due", "reviews_due"),
    ),
    "answers": (_agree("agrees", '"agrees" <> ("response" >= 4)', "it does not agree with response", "response"),),
}
"""What fields of one row must say of each other."""
