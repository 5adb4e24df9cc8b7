"""One line of a Client Level Data extract, read: a line that can be counted, or why it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeward.kit.nhs_number import digits_of, is_valid
from homeward.outcomes.ascof.cld_lines import KEPT, Line
from homeward.outcomes.ascof.events import ClientType, Event, EventType, ended_by_death
from homeward.outcomes.ascof.names import INVALID, components, outcome_code, plain, service_code

TRACED = "Traced_NHS_Number"
"""A field that a council may add: the NHS number that the national tracing service found."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one line. `kept_aside`: the line is not counted; else only this field counts as blank."""

    line: int
    field: str
    what: str
    remedy: str
    kept_aside: bool


_CLIENTS = {plain(one): one for one in ClientType}
_KINDS = {plain(one): one for one in EventType}


class _Aside(Exception):
    """A line that cannot be counted. It carries the field, what is wrong and the remedy."""


@dataclass
class Reading:
    """One line on its way: its cells by field, and where its problems go."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def line(self) -> Line | None:
        """The line, or None when it was kept aside with its problem."""
        before = len(self.problems)
        try:
            return self._line()
        except _Aside as why:
            del self.problems[before:]
            field, what, remedy = why.args
            self.problems.append(Problem(self.number, field, what, remedy, True))
            return None

    def _line(self) -> Line:
        client = self._client()
        kind = self._kind()
        start = self._day_needed("Event_Start_Date")
        end = self._end(kind, start)
        died_on = self._day("Date_of_Death")
        if died_on is not None and died_on < start:
            raise _Aside("Event_Start_Date", "Starts after the person died", "Correct one of the two dates.")
        return Line(
            number=self.number,
            event=ended_by_death(
                Event(
                    person=self._person(),
                    council=self.cells["LA_Code"],
                    kind=kind,
                    start=start,
                    end=end,
                    service=self._service(kind),
                    component=self._component(kind),
                    outcome=self._outcome(kind, end),
                    client=client,
                ),
                died_on,
            ),
            born_on=self._day("Date_of_Birth"),
            died_on=died_on,
            raw={name: self.cells[name] for name in KEPT if name in self.cells},
        )

    def _client(self) -> ClientType:
        client = _CLIENTS.get(plain(self.cells["Client_Type"]))
        if client is None:
            raise _Aside("Client_Type", "Not a client type of Release 2", f"Use {', '.join(ClientType)}.")
        if client is ClientType.CARER_BY_ASSOCIATION and not self.cells["Event_Type"]:
            raise _Aside("Event_Type", "A carer known by association, without an event", "Nothing needs doing.")
        return client

    def _kind(self) -> EventType:
        kind = _KINDS.get(plain(self.cells["Event_Type"]))
        if kind is None:
            raise _Aside("Event_Type", "Not an event type of Release 2", f"Use {', '.join(EventType)}.")
        return kind

    def _person(self) -> str:
        """The traced NHS number, else the council's, else the council's own number for the person."""
        council = self.cells["LA_Code"]
        if not council:
            raise _Aside("LA_Code", "Blank", "Give the council's code.")
        for name in (TRACED, "NHS_Number"):
            given = self.cells.get(name, "")
            if given and is_valid(given):
                return digits_of(given)
            if given:
                self._note(name, "Not an NHS number", "Correct it. The council's own number is used instead.")
        own = self.cells.get("LA_Person_Unique_Identifier", "")
        if not own:
            raise _Aside("LA_Person_Unique_Identifier", "No number for the person", "Give one, or the NHS number.")
        return f"{council}_{own}"

    def _day_needed(self, name: str) -> date:
        text = self.cells.get(name, "")
        day = _day_of(text)
        if day is None:
            raise _Aside(name, "Not a date" if text else "Blank", "Write it as 2025-04-01.")
        return day

    def _day(self, name: str) -> date | None:
        text = self.cells.get(name, "")
        day = _day_of(text)
        if text and day is None:
            self._note(name, "Not a date", "Write it as 2025-04-01. It counts as not known.")
        return day

    def _end(self, kind: EventType, start: date) -> date | None:
        if not self.cells["Event_End_Date"]:
            if kind is EventType.SERVICE:
                return None
            what = "Blank, in a request, assessment or review"
            raise _Aside("Event_End_Date", what, "Send these once they have ended.")
        end = self._day_needed("Event_End_Date")
        if end < start:
            raise _Aside("Event_End_Date", "Ends before it starts", "Correct one of the two dates.")
        return end

    def _service(self, kind: EventType) -> str:
        code = service_code(self.cells["Service_Type"])
        if kind is EventType.SERVICE and not code:
            self._note("Service_Type", *_unknown(self.cells["Service_Type"]))
        return code if kind is EventType.SERVICE else ""

    def _component(self, kind: EventType) -> str:
        text = self.cells["Service_Component"]
        if kind is not EventType.SERVICE:
            return ""
        if plain(text) not in components():
            self._note("Service_Component", *_unknown(text))
            return ""
        return text

    def _outcome(self, kind: EventType, end: date | None) -> str:
        code = outcome_code(self.cells["Event_Outcome"])
        if code == INVALID and (end is not None or self.cells["Event_Outcome"]):
            self._note("Event_Outcome", *_unknown(self.cells["Event_Outcome"]))
        return code

    def _note(self, field: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.number, field, what, remedy, False))


def _unknown(text: str) -> tuple[str, str]:
    what = f'"{text}" is not on the list of Release 2' if text else "Blank"
    return what, "Use one of that list. It counts as not known."


def _day_of(text: str) -> date | None:
    """A day written as 2025-04-01 or 01/04/2025, with or without a time of day after it."""
    day = text[:10]
    if "/" in day:
        day = "-".join(part.zfill(2) for part in reversed(day.split()[0].split("/")))
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
