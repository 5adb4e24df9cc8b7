"""The response clocks, and what the rule says at their edges: every figure below is worked out by the rule itself."""

from datetime import datetime

from homeward.kit.london import LONDON
from homeward.referrals.rules.clocks import CLOCK_NAMES, Clock, breaches_at, not_appropriate, response
from homeward.site.reference.markdown import page, table

_NEEDED = "a professional saw that the help was needed"
_READY = "the hospital decided that the person is medically ready, where that is known; otherwise as 05"
_CONTACT = "first face-to-face contact"
DESCRIBED: dict[Clock, tuple[str, str, str]] = {
    Clock.TWO_HOURS: (_NEEDED, _CONTACT, "120 minutes"),
    Clock.TWO_DAYS: (_READY, _CONTACT, "2 London midnights"),
    Clock.TWO_HOURS_NOT_APPROPRIATE: ("as 05", _CONTACT, "120 minutes, for planning only"),
    Clock.TWO_DAYS_NOT_APPROPRIATE: ("as 06", _CONTACT, "2 London midnights, for planning only"),
    Clock.OTHER: ("as 05", _CONTACT, "the pathway's own promise"),
}

EDGES: tuple[tuple[str, Clock, str, str], ...] = (
    ("Exactly two hours", Clock.TWO_HOURS, "2026-11-21 10:00:00", "2026-11-21 12:00:00"),
    ("A second more", Clock.TWO_HOURS, "2026-11-21 10:00:00", "2026-11-21 12:00:01"),
    ("Over midnight", Clock.TWO_HOURS, "2026-11-21 23:30:00", "2026-11-22 01:30:00"),
    ("The night the clocks go forward", Clock.TWO_HOURS, "2026-03-29 00:30:00", "2026-03-29 03:30:00"),
    ("The night the clocks go back", Clock.TWO_HOURS, "2026-10-25 00:30:00", "2026-10-25 01:30:00 again"),
    ("The time is not right for them", Clock.TWO_HOURS_NOT_APPROPRIATE, "2026-11-21 10:00:00", "2026-11-21 11:00:00"),
    ("Just before one midnight, just after the next", Clock.TWO_DAYS, "2026-11-20 23:59:00", "2026-11-22 00:01:00"),
    ("The last minute of the second day", Clock.TWO_DAYS, "2026-11-20 00:00:00", "2026-11-22 23:59:59"),
    ("The midnight that ends it", Clock.TWO_DAYS, "2026-11-20 00:00:00", "2026-11-23 00:00:00"),
    ("Over the night the clocks go back", Clock.TWO_DAYS, "2026-10-24 23:30:00", "2026-10-26 23:30:00"),
)


def clocks_page() -> str:
    """The five clocks, the edges, and what the rule does not do."""
    clocks = [[f"`{clock}`", CLOCK_NAMES[clock], *DESCRIBED[clock], _part_of_standard(clock)] for clock in Clock]
    return page(
        "Response clocks",
        "The codes are the NHS Data Model and Dictionary's WAITING TIME MEASUREMENT TYPE. Times are kept in UTC; "
        "midnights are London's.",
        table(["Code", "On the page", "Starts when", "Stops at", "Met within", "In the standard"], clocks),
        "Setting the standard's time aside for one person changes "
        + " and ".join(f"{clock} to {not_appropriate(clock)}" for clock in (Clock.TWO_HOURS, Clock.TWO_DAYS))
        + ", and needs a reason.",
        "## At the edges",
        "Times are London's.",
        table(
            ["Case", "Clock", "Start", "First contact", "Minutes", "Midnights", "Runs out", "Met"], map(_edge, EDGES)
        ),
        "## Before a pathway is decided",
        "A clock runs from the first moment. Which one follows from the answer to how soon help is needed: within 2 "
        "hours 05, within 2 days 06, longer 09 with the service model's `can_wait_minutes`. Where nobody has said, 05: "
        "the person may be in crisis. Accepting onto a pathway runs that pathway's clock from the same start.",
        "## What the rule does not do",
        "- It never pauses, and never moves a time. The raw times are kept.\n"
        "- A phone or video call, and a visit where nobody could be seen, stop nothing.\n"
        "- A start in the future has started nothing: the clock then starts when the referral was received.\n"
        "- A contact before the start is refused, and nothing is counted from it.\n"
        "- For bed-based care the national rule stops clock 06 at admission to the bed. No bed-based pathway is in the "
        "agreed model, and admissions are not recorded yet.",
        "Whether a national rule knows pauses, or treats calls outside opening hours apart, could not be checked: "
        "see [dark corners](../understand/dark-corners.md).",
        "Code: `homeward.referrals.rules.clocks`.",
    )


def _part_of_standard(clock: Clock) -> str:
    now = datetime(2026, 11, 21, tzinfo=LONDON)
    return "yes" if response(clock, now, now).met is not None else "no"


def _edge(case: tuple[str, Clock, str, str]) -> list[str]:
    words, clock, start, stop = case
    begun, ended = _instant(start), _instant(stop)
    shown = response(clock, begun, ended)
    out = breaches_at(clock, begun).astimezone(LONDON)
    met = {True: "yes", False: "no", None: "not in the standard"}[shown.met]
    return [words, clock, start, stop, str(shown.minutes), str(shown.midnights), f"{out:%Y-%m-%d %H:%M}", met]


def _instant(said: str) -> datetime:
    """London wall time; "again" after it is the second of the two when the clocks go back."""
    bare = said.removesuffix(" again")
    return datetime.fromisoformat(bare).replace(tzinfo=LONDON, fold=int(bare != said))
