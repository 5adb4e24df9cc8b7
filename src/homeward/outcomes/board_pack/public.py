"""One page for everybody who lives here: facts in plain words, what is worked on, and how to get help."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.template.loader import render_to_string

from homeward.kit.london import london_date
from homeward.outcomes.board_pack.content import partnership_name
from homeward.outcomes.board_pack.months import counter_of, of_the_month, series_to
from homeward.outcomes.board_pack.public_facts import SHARES, WORKED_ON, PublicFact, facts_of, worked_on
from homeward.outcomes.board_pack.typesetting import as_pdf
from homeward.outcomes.definitions import measure_called
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.spc.saying import day

LEAST_FACTS = 3
"""With fewer there is no page: one number alone is easily taken for the whole."""
ALSO = ("referrals_received", "length_of_help")
GETTING_HELP = (
    "Your GP, a nurse or a social worker can ask us to help you.",
    "For urgent advice about your health, call 111.",
    "In an emergency, call 999.",
)
TOO_LITTLE = "There is too little to say yet. We will say more when we have helped more people."


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """What the page says of a month; no facts where there is too little to say."""

    partnership: str
    month: date
    counted_at: datetime
    facts: tuple[PublicFact, ...]
    worked_on: tuple[str, ...]

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Help at home in {self.month:%B %Y}"

    @property
    def counted(self) -> str:
        """When the numbers were counted, and how."""
        return (
            f"We counted these numbers on {day(london_date(self.counted_at))}. They are rounded, so that nobody can "
            "be known from them."
        )


def picture_of(snapshot: Snapshot, month: date) -> PublicPicture:
    """The page of one whole month. Raises SnapshotUnreadable."""
    codes = dict.fromkeys([*(share.code for share in SHARES), *WORKED_ON, *ALSO])
    series = series_to(counter_of(snapshot), month, [measure_called(code) for code in codes])
    found = {one.measure.code: (one, of_the_month(one, month)) for one in series}
    facts = facts_of(found, month)
    enough = len(facts) >= LEAST_FACTS
    return PublicPicture(
        partnership_name(), month, snapshot.counted_at, facts if enough else (), worked_on(found) if enough else ()
    )


def picture_as_pdf(picture: PublicPicture) -> bytes:
    """The page as a PDF of one A4 page."""
    drawn = {one.picture: _svg("pictogram", one.picture) for one in picture.facts}
    rows = {f"ten-{one.of_ten}": _svg("ten", one.of_ten) for one in picture.facts if one.of_ten is not None}
    data = {
        "title": picture.title,
        "partnership": picture.partnership or "Homeward",
        "facts": [asdict(one) for one in picture.facts],
        "worked_on": picture.worked_on,
        "help": GETTING_HELP,
        "counted": picture.counted,
        "too_little": TOO_LITTLE,
    }
    return as_pdf("public.typ", data, drawn | rows, at=picture.counted_at)


def _svg(kind: str, what: object) -> str:
    """A picture that stands alone."""
    return render_to_string("outcomes/public_picture_alone.html", {"kind": kind, "what": what}).strip()
